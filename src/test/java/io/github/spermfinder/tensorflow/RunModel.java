package io.github.spermfinder.tensorflow;

import io.github.spermfinder.Progress;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.Precision;
import io.github.spermfinder.engine.RawDetections;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a model on raw pixels, for {@code benchmarks/export_agrees.py}: model, file of 8-bit RGB,
 * images, height, width, file of what it finds.
 */
public final class RunModel {

  private RunModel() {}

  public static void main(String[] args) throws Exception {
    int images = Integer.parseInt(args[2]);
    ImageBatch batch =
        ImageBatch.allocate(images, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    batch.rgb().put(Files.readAllBytes(Path.of(args[1]))).flip();
    try (Network network =
            TensorFlowEngine.start(Progress.NONE)
                .load(Path.of(args[0]), Device.CPU, Precision.FLOAT32);
        DataOutputStream out = new DataOutputStream(Files.newOutputStream(Path.of(args[5])))) {
      List<RawDetections> found = network.run(batch);
      for (int i = 0; i < images; i++) {
        RawDetections detections = found.get(i);
        for (int d = 0; d < detections.count(); d++) {
          out.writeFloat(i);
          for (int edge = 0; edge < 4; edge++) {
            out.writeFloat(detections.boxes()[4 * d + edge]);
          }
          out.writeFloat(detections.scores()[d]);
          out.writeFloat(detections.classes()[d]);
        }
      }
    }
  }
}
