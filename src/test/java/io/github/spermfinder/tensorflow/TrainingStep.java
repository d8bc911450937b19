package io.github.spermfinder.tensorflow;

import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.engine.TrainingBatch;
import io.github.spermfinder.engine.TrainingSettings;
import io.github.spermfinder.network.AnchorSize;
import io.github.spermfinder.network.Anchors;
import io.github.spermfinder.network.NetworkDesign;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Random;
import org.tensorflow.proto.ConfigProto;

/** Times training steps, for {@code benchmarks/training_step.py}: side, batch, steps. */
public final class TrainingStep {

  private static final int WARM_UP = 3;

  private TrainingStep() {}

  public static void main(String[] args) throws Exception {
    int side = Integer.parseInt(args[0]);
    int batch = Integer.parseInt(args[1]);
    int steps = Integer.parseInt(args[2]);
    NetworkDesign design =
        NetworkDesign.smallObjects(
            1,
            List.of(
                new AnchorSize(14, 14),
                new AnchorSize(20, 20),
                new AnchorSize(26, 26),
                new AnchorSize(36, 36),
                new AnchorSize(44, 44),
                new AnchorSize(52, 52)));
    int anchors = Anchors.of(design.anchors(), side, side).size();
    ImageBatch images = ImageBatch.allocate(batch, side, side);
    Random random = new Random(1);
    for (int i = 0; i < images.rgb().limit(); i++) {
      images.rgb().put(i, (byte) random.nextInt());
    }
    IntBuffer classes = direct(batch * anchors).asIntBuffer();
    for (int i = 0; i < classes.limit(); i += 500) {
      classes.put(i, 1);
    }
    FloatBuffer codes = direct(batch * anchors * 4).asFloatBuffer();
    TrainingBatch samples = new TrainingBatch(images, classes, codes);
    TrainingSettings settings =
        new TrainingSettings(batch, side, 4e-5, 0.9, 0.9, 1, 0.99, 0.999, 1);
    try (TrainingGraph network =
        new TrainingGraph(design, settings, ConfigProto.getDefaultInstance())) {
      for (int i = 0; i < WARM_UP; i++) {
        network.step(samples, 0.001);
      }
      long start = System.nanoTime();
      for (int i = 0; i < steps; i++) {
        network.step(samples, 0.001);
      }
      System.out.println((System.nanoTime() - start) / 1e9 / steps);
    }
  }

  private static ByteBuffer direct(int values) {
    return ByteBuffer.allocateDirect(4 * values).order(ByteOrder.nativeOrder());
  }
}
