package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.GraphTraits;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.engine.Losses;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.Precision;
import io.github.spermfinder.engine.RawDetections;
import io.github.spermfinder.engine.TrainingBatch;
import io.github.spermfinder.engine.TrainingSettings;
import io.github.spermfinder.network.AnchorSize;
import io.github.spermfinder.network.Anchors;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.network.ScoreConversion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.impl.buffer.nio.NioDataBufferFactory;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Learning, saving, going on, exporting, on a small input. */
class TrainingGraphTest {

  private static final int SIDE = 64;
  private static final int BATCH = 2;
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(BATCH, SIDE, 4e-5, 0.9, 0.9, 1, 0.9, 0.9, 7);
  private static final NetworkDesign DESIGN =
      NetworkDesign.smallObjects(
          1, List.of(new AnchorSize(10, 10), new AnchorSize(20, 20), new AnchorSize(40, 40)));

  @TempDir Path folder;

  private static TrainingGraph network() {
    return new TrainingGraph(DESIGN, SETTINGS, ConfigProto.getDefaultInstance());
  }

  private static TrainingBatch batch(long seed) {
    Random random = new Random(seed);
    ImageBatch images = ImageBatch.allocate(BATCH, SIDE, SIDE);
    for (int i = 0; i < images.rgb().limit(); i++) {
      images.rgb().put(i, (byte) random.nextInt());
    }
    int anchors = Anchors.of(DESIGN.anchors(), SIDE, SIDE).size();
    IntBuffer classes = direct(BATCH * anchors).asIntBuffer();
    FloatBuffer codes = direct(BATCH * anchors * 4).asFloatBuffer();
    for (int i = 0; i < 6; i++) {
      int anchor = random.nextInt(BATCH * anchors);
      classes.put(anchor, 1);
      for (int k = 0; k < 4; k++) {
        codes.put(4 * anchor + k, (float) random.nextGaussian());
      }
    }
    return new TrainingBatch(images, classes, codes);
  }

  private static ByteBuffer direct(int values) {
    return ByteBuffer.allocateDirect(4 * values).order(ByteOrder.nativeOrder());
  }

  private static List<Losses> train(TrainingGraph network, int from, int to) throws Exception {
    List<Losses> losses = new ArrayList<>();
    for (int step = from; step < to; step++) {
      losses.add(network.step(batch(step), 0.002));
    }
    return losses;
  }

  @Test
  void goesOnFromACheckpointAsIfNothingHadHappened() throws Exception {
    List<Losses> whole;
    List<Losses> parts;
    try (TrainingGraph network = network()) {
      whole = train(network, 0, 8);
    }
    Path prefix = folder.resolve("step-3");
    try (TrainingGraph network = network()) {
      parts = train(network, 0, 3);
      network.save(prefix);
      train(network, 3, 5); // lost
    }
    try (TrainingGraph network = network()) {
      network.resume(prefix);
      assertEquals(3, network.steps());
      parts.addAll(train(network, 3, 8));
    }
    for (int i = 0; i < whole.size(); i++) {
      assertEquals(
          whole.get(i).total(), parts.get(i).total(), 1e-4 * whole.get(i).total(), "step " + i);
    }
  }

  @Test
  void learnsOneBatchByHeart() throws Exception {
    try (TrainingGraph network = network()) {
      TrainingBatch batch = batch(1);
      double first = network.step(batch, 0.002).total();
      double last = first;
      for (int i = 0; i < 60; i++) {
        last = network.step(batch, 0.002).total();
      }
      assertTrue(last < 0.5 * first, first + " became " + last);
    }
  }

  /** What is exported is what the network computes: as constants, in the engine, and on from it. */
  @Test
  void exportedNetworkComputesTheSame() throws Exception {
    Map<String, float[]> weights;
    try (TrainingGraph network = network()) {
      train(network, 0, 4);
      weights = network.averagedWeights();
      network.export(folder);
    }
    ImageBatch image = ImageBatch.allocate(1, 70, 90);
    new Random(3).ints(image.rgb().limit()).forEach(i -> image.rgb().put((byte) i));
    image.rgb().flip();
    float[] boxes;
    float[] scores;
    try (Graph graph = new Graph()) {
      InferenceGraph inference = new InferenceGraph(Ops.create(graph), DESIGN, weights);
      try (Session session = new Session(graph);
          TUint8 pixels =
              TUint8.tensorOf(
                  Shape.of(1, 70, 90, 3), NioDataBufferFactory.create(image.rgb().duplicate()));
          Result result =
              session
                  .runner()
                  .feed(InferenceGraph.INPUT, pixels)
                  .fetch(inference.outputs().get("detection_boxes"))
                  .fetch(inference.outputs().get("detection_scores"))
                  .run()) {
        boxes = floats(result, 0);
        scores = floats(result, 1);
      }
    }
    try (Network network = engine().load(folder, Device.CPU, Precision.FLOAT32)) {
      assertTrue(network.traits().anyBatch());
      assertTrue(network.traits().anySize());
      GraphTraits.Resize resize = network.traits().resize().orElseThrow();
      assertEquals(640, resize.width());
      assertTrue(resize.keepsAspect());
      RawDetections detections = network.run(image).get(0);
      assertTrue(detections.count() > 0);
      assertArrayEquals(
          Arrays.copyOf(scores, detections.count()),
          Arrays.copyOf(detections.scores(), detections.count()),
          1e-4f);
      assertArrayEquals(
          Arrays.copyOf(boxes, 4 * detections.count()),
          Arrays.copyOf(detections.boxes(), 4 * detections.count()),
          1e-4f);
    }
    try (TrainingGraph other = network()) {
      assertTrue(other.initialize(folder.resolve("checkpoint/model.ckpt")).missing().isEmpty());
      other
          .averagedWeights()
          .forEach((name, values) -> assertArrayEquals(weights.get(name), values, name));
    }
  }

  /** Else boxes would be off by half a pixel of the network, as far as images are squeezed. */
  @Test
  void squeezedImagesAreResampledAsInTraining() throws Exception {
    NetworkDesign paper = NetworkDesign.paper(1, SIDE, ScoreConversion.SOFTMAX);
    try (TrainingGraph network =
        new TrainingGraph(paper, SETTINGS, ConfigProto.getDefaultInstance())) {
      network.export(folder);
    }
    try (Network network = engine().load(folder, Device.CPU, Precision.FLOAT32)) {
      assertTrue(network.traits().resize().orElseThrow().resampling().halfPixelCenters());
    }
  }

  private static TensorFlowEngine engine() throws Exception {
    return TensorFlowEngine.start(Progress.NONE);
  }

  private static float[] floats(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[(int) tensor.size()];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  @Test
  void refusesCheckpointsOfOtherNetworks() throws Exception {
    try (TrainingGraph network = network()) {
      assertThrows(SpermFinderException.class, () -> network.resume(folder.resolve("none")));
      network.export(folder);
      SpermFinderException e =
          assertThrows(
              SpermFinderException.class,
              () -> network.resume(folder.resolve("checkpoint/model.ckpt")));
      assertTrue(e.getMessage().contains("another network"), e.getMessage());
      Files.writeString(folder.resolve("junk.index"), "junk");
      assertThrows(SpermFinderException.class, () -> network.initialize(folder.resolve("junk")));
    }
  }

  /** Batch norms that only carry a bias get statistics, and the network says the same as before. */
  @Test
  void measuredNormalizationComputesTheSame() throws Exception {
    try (TrainingGraph network = network()) {
      Map<String, float[]> before = network.averagedWeights();
      float[] bare = before.get("FeatureExtractor/MobilenetV2/Conv/BatchNorm/moving_variance");
      assertEquals(1, bare[0]);
      Path prefix = folder.resolve("bare");
      Map<String, long[]> shapes = new LinkedHashMap<>();
      network.variables().forEach(v -> shapes.put(v.name(), v.shape()));
      before.forEach(
          (name, values) -> {
            if (name.endsWith("moving_variance")) {
              Arrays.fill(values, 1 - Layers.NORMALIZATION_EPSILON);
            }
          });
      Checkpoint.write(prefix, shapes, before, 0);
      network.initialize(prefix);
      network.measureNormalization(batch(5).images());
      Map<String, float[]> after = network.averagedWeights();
      assertArrayEquals(scores(before), scores(after), 1e-4f);
      float[] mean = after.get("FeatureExtractor/MobilenetV2/Conv/BatchNorm/moving_mean");
      float largest = 0;
      for (float value : mean) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertTrue(largest > 0);
    }
  }

  private static float[] scores(Map<String, float[]> weights) {
    try (Graph graph = new Graph()) {
      InferenceGraph inference = new InferenceGraph(Ops.create(graph), DESIGN, weights);
      try (Session session = new Session(graph);
          TUint8 pixels =
              TUint8.tensorOf(
                  Shape.of(BATCH, SIDE, SIDE, 3),
                  NioDataBufferFactory.create(batch(9).images().rgb()));
          Result result =
              session
                  .runner()
                  .feed(InferenceGraph.INPUT, pixels)
                  .fetch(inference.outputs().get("raw_detection_scores"))
                  .run()) {
        return floats(result, 0);
      }
    }
  }
}
