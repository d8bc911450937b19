package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spermfinder.Box;
import io.github.spermfinder.SharedData;
import io.github.spermfinder.engine.TrainingSettings;
import io.github.spermfinder.network.Anchors;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.network.ScoreConversion;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Our network with the oracle's weights against what the oracle computes. */
class NetworkOracleTest {

  private static final NetworkDesign PAPER = NetworkDesign.paper(1, 640, ScoreConversion.SIGMOID);

  private static final TrainingSettings SETTINGS =
      new TrainingSettings(1, 640, 4e-5, 0.9, 0.9, 1, 0.9997, 0.999, 1);

  private static Map<String, float[]> restored(Path prefix, int expected) throws Exception {
    try (TrainingGraph network =
        new TrainingGraph(PAPER, SETTINGS, ConfigProto.getDefaultInstance())) {
      assertEquals(expected, network.initialize(prefix).restored().size());
      return network.averagedWeights();
    }
  }

  @Test
  void hasTheSameVariables() throws Exception {
    Set<String> expected = new HashSet<>();
    List<String> lines = Files.readAllLines(SharedData.get("ssd-oracle").resolve("variables.tsv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t");
      if (!fields[0].equals("global_step")) {
        expected.add(fields[0] + " " + fields[2]);
      }
    }
    try (TrainingGraph network =
        new TrainingGraph(PAPER, SETTINGS, ConfigProto.getDefaultInstance())) {
      Set<String> ours =
          network.variables().stream()
              .map(
                  variable ->
                      variable.name()
                          + " "
                          + Arrays.stream(variable.shape())
                              .mapToObj(Long::toString)
                              .collect(Collectors.joining("x")))
              .collect(Collectors.toSet());
      assertEquals(324, ours.size());
      assertEquals(expected, ours);
    }
  }

  @Test
  void hasTheSameAnchors() throws Exception {
    float[][] expected =
        new Gson()
            .fromJson(
                new Gson()
                    .fromJson(
                        Files.readString(SharedData.get("ssd-oracle").resolve("anchors.json")),
                        JsonObject.class)
                    .get("anchors"),
                float[][].class);
    List<Box> ours = Anchors.of(PAPER.anchors(), 640, 640);
    assertEquals(expected.length, ours.size());
    for (int i = 0; i < expected.length; i++) {
      Box box = ours.get(i);
      assertArrayEquals(
          expected[i],
          new float[] {
            (float) (box.y() / 640),
            (float) (box.x() / 640),
            (float) (box.bottom() / 640),
            (float) (box.right() / 640)
          },
          2e-7f,
          "anchor " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "3"})
  void computesTheSame(int number) throws Exception {
    Path folder = SharedData.get("ssd-oracle");
    Map<String, float[]> weights = restored(folder.resolve("weights/model.ckpt"), 324);
    Path file;
    try (var files = Files.list(folder.resolve("expected"))) {
      file = files.sorted().toList().get(number);
    }
    JsonObject expected = new Gson().fromJson(Files.readString(file), JsonObject.class);
    BufferedImage image =
        ImageIO.read(
            folder
                .resolve("images")
                .resolve(Path.of(expected.get("image").getAsString()).getFileName())
                .toFile());
    try (Graph graph = new Graph()) {
      InferenceGraph inference = new InferenceGraph(Ops.create(graph), PAPER, weights);
      try (Session session = new Session(graph);
          TUint8 pixels = pixels(image)) {
        samples(session, pixels, inference.preprocessed(), expected.get("preprocessed"), 1e-6);
        JsonArray maps = expected.getAsJsonArray("feature_maps");
        for (int i = 0; i < maps.size(); i++) {
          samples(session, pixels, inference.predictions().featureMaps().get(i), maps.get(i), 5e-4);
        }
        for (JsonElement layer : expected.getAsJsonArray("intermediate")) {
          String tensor = layer.getAsJsonObject().get("tensor").getAsString();
          String name =
              tensor.substring(NetworkGraph.BACKBONE.length(), tensor.length() - ":0".length());
          samples(
              session,
              pixels,
              inference.predictions().layers().get(name),
              layer,
              1e-3); // folding rounds elsewhere
        }
        JsonObject raw = expected.getAsJsonObject("raw");
        int[] rows = new Gson().fromJson(raw.get("index"), int[].class);
        rows(
            session,
            pixels,
            inference.predictions().codes(),
            rows,
            raw.get("raw_box_encodings"),
            5e-4);
        rows(
            session,
            pixels,
            inference.predictions().logits(),
            rows,
            raw.get("raw_detection_scores"),
            5e-4);
        detections(session, pixels, inference, expected);
      }
    }
  }

  private static void detections(
      Session session, TUint8 pixels, InferenceGraph inference, JsonObject expected) {
    JsonObject wanted = expected.getAsJsonObject("detections");
    float[][] boxes = new Gson().fromJson(wanted.get("detection_boxes"), float[][].class);
    float[] scores = new Gson().fromJson(wanted.get("detection_scores"), float[].class);
    int[] swappable =
        new Gson()
            .fromJson(
                expected
                    .getAsJsonObject("margins")
                    .get("ranks_whose_score_is_less_than_3e-5_above_the_next"),
                int[].class);
    Set<Integer> mayMove = new HashSet<>();
    for (int rank : swappable) {
      mayMove.add(rank);
      mayMove.add(rank + 1);
    }
    float[] ourBoxes = run(session, pixels, inference.outputs().get("detection_boxes"));
    float[] ourScores = run(session, pixels, inference.outputs().get("detection_scores"));
    assertArrayEquals(scores, ourScores, 5e-5f);
    for (int i = 0; i < scores.length; i++) {
      if (!mayMove.contains(i)) {
        assertArrayEquals(
            boxes[i], Arrays.copyOfRange(ourBoxes, 4 * i, 4 * i + 4), 2e-5f, "detection " + i);
      }
    }
    assertTrue(mayMove.size() < scores.length / 2);
  }

  private static void samples(
      Session session, TUint8 pixels, Operand<?> tensor, JsonElement expected, double tolerance) {
    int[] shape = new Gson().fromJson(expected.getAsJsonObject().get("shape"), int[].class);
    int[][] places =
        new Gson().fromJson(expected.getAsJsonObject().get("index_yxc"), int[][].class);
    JsonArray values = expected.getAsJsonObject().getAsJsonArray("values");
    float[] ours = run(session, pixels, tensor);
    assertEquals(shape[1] * shape[2] * shape[3], ours.length);
    for (int i = 0; i < places.length; i++) {
      int[] place = places[i];
      assertEquals(
          values.get(i).getAsFloat(),
          ours[(place[0] * shape[2] + place[1]) * shape[3] + place[2]],
          tolerance,
          expected.getAsJsonObject().get("tensor") + Arrays.toString(place));
    }
  }

  private static void rows(
      Session session,
      TUint8 pixels,
      Operand<?> tensor,
      int[] rows,
      JsonElement expected,
      double tolerance) {
    float[][] values = new Gson().fromJson(expected, float[][].class);
    float[] ours = run(session, pixels, tensor);
    int length = values[0].length;
    for (int i = 0; i < rows.length; i++) {
      assertArrayEquals(
          values[i],
          Arrays.copyOfRange(ours, rows[i] * length, (rows[i] + 1) * length),
          (float) tolerance,
          "row " + rows[i]);
    }
  }

  /** The converted ImageNet backbone, up to its last convolution, against its own answers. */
  @Test
  void backboneComputesTheImageNetLogits() throws Exception {
    Path folder = SharedData.get("mobilenet-v2-imagenet");
    Path prefix = folder.resolve("mobilenet_v2_imagenet.ckpt");
    Map<String, float[]> weights = restored(prefix, 260);
    Checkpoint checkpoint = new Checkpoint(prefix);
    float[] classifier =
        checkpoint
            .read("MobilenetV2/Logits/Conv2d_1c_1x1/weights", new long[] {1, 1, 1280, 1001})
            .orElseThrow();
    float[] biases =
        checkpoint.read("MobilenetV2/Logits/Conv2d_1c_1x1/biases", new long[] {1001}).orElseThrow();
    List<Path> files;
    try (var all = Files.list(folder.resolve("expected"))) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertEquals(2, files.size());
    for (Path file : files) {
      JsonObject expected = new Gson().fromJson(Files.readString(file), JsonObject.class);
      float[] logits = new Gson().fromJson(expected.get("logits"), float[].class);
      String name = file.getFileName().toString().replace(".json", ".png");
      BufferedImage image = ImageIO.read(folder.resolve("images").resolve(name).toFile());
      try (Graph graph = new Graph()) {
        Ops tf = Ops.create(graph);
        Operand<TUint8> input = tf.withName("pixels").placeholder(TUint8.class);
        Operand<TFloat32> scaled =
            tf.math.sub(
                tf.math.mul(tf.dtypes.cast(input, TFloat32.class), tf.constant(2 / 255f)),
                tf.constant(1f));
        Predictions predictions =
            NetworkGraph.build(new ConstantLayers(tf, weights), PAPER, scaled);
        Operand<TFloat32> mean = tf.math.mean(predictions.featureMaps().get(1), tf.array(1, 2));
        Operand<TFloat32> ours =
            tf.math.add(
                tf.linalg.matMul(
                    mean, tf.constant(Shape.of(1280, 1001), DataBuffers.of(classifier))),
                tf.constant(biases));
        try (Session session = new Session(graph);
            TUint8 pixels = pixels(image);
            Result result = session.runner().feed("pixels", pixels).fetch(ours).run()) {
          assertArrayEquals(logits, floats((TFloat32) result.get(0)), 1e-4f, name);
        }
      }
    }
  }

  private static float[] run(Session session, TUint8 pixels, Operand<?> tensor) {
    try (Result result = session.runner().feed(InferenceGraph.INPUT, pixels).fetch(tensor).run()) {
      return floats((TFloat32) result.get(0));
    }
  }

  private static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  private static TUint8 pixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < width * height; i++) {
      int pixel = image.getRGB(i % width, i / width);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return TUint8.tensorOf(Shape.of(1, height, width, 3), DataBuffers.of(rgb));
  }
}
