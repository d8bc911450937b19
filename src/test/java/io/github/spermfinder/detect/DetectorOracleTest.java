package io.github.spermfinder.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.IJ;
import ij.process.ImageProcessor;
import io.github.spermfinder.Detection;
import io.github.spermfinder.SharedData;
import io.github.spermfinder.TestModels;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real models give what they give in Python's TensorFlow. */
class DetectorOracleTest {

  @ParameterizedTest
  @CsvSource({
    "320,0", "320,1", "320,10", "320,2", "320,4", "640,0", "640,1", "640,10", "640,2", "640,4"
  })
  void handsOfTensorFlow2(String size, String image) throws Exception {
    Model model = TestModels.load("tf2-od-api/saved_model_" + size);
    JsonArray expected =
        json(SharedData.get("tf2-od-api/expected_outputs_tf2.21_cpu.json"))
            .getAsJsonArray(size + "/" + image + ".jpg");
    ImageProcessor pixels =
        IJ.openImage(SharedData.get("tf2-od-api/demo_images_png/" + image + ".png").toString())
            .getProcessor();

    List<Detection> found = TestDetector.detect(model, plane(pixels), View.WHOLE_IMAGE, 0.3);

    assertEquals(expected.size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      JsonObject e = expected.get(i).getAsJsonObject();
      assertEquals(e.get("score").getAsDouble(), found.get(i).score(), 1e-3);
      assertEquals(Math.round(e.get("class").getAsDouble()), found.get(i).classId());
      assertBox(e.getAsJsonArray("box_yxyx"), found.get(i), pixels, 0.5, 0.5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hands_0", "sperm_11_frame_0", "sperm_11_frame_700", "sperm_11_frame_1400"})
  void paperGraphFrozen(String image) throws Exception {
    paperGraph("saved_model_tf1", image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hands_0", "sperm_11_frame_0", "sperm_11_frame_700", "sperm_11_frame_1400"})
  void paperGraphWithVariables(String image) throws Exception {
    paperGraph("saved_model_tf1_variables", image);
  }

  private void paperGraph(String modelName, String image) throws Exception {
    Model model = TestModels.load("ssd-oracle/" + modelName);
    JsonObject expected =
        json(SharedData.get("ssd-oracle/expected/" + image + ".json"))
            .getAsJsonObject("detections");
    JsonArray boxes = expected.getAsJsonArray("detection_boxes");
    JsonArray scores = expected.getAsJsonArray("detection_scores");
    ImageProcessor pixels =
        IJ.openImage(SharedData.get("ssd-oracle/images/" + image + ".png").toString())
            .getProcessor();

    List<Detection> found = TestDetector.detect(model, plane(pixels), View.WHOLE_IMAGE, 0);

    assertEquals(scores.size(), found.size());
    List<Detection> left = new ArrayList<>(found);
    for (int i = 0; i < scores.size(); i++) {
      double score = scores.get(i).getAsDouble();
      assertEquals(score, found.get(i).score(), 5e-5);
      // two whose scores are all but equal may change places
      JsonArray box = boxes.get(i).getAsJsonArray();
      Detection nearest =
          left.stream()
              .filter(d -> Math.abs(d.score() - score) <= 5e-5)
              .min((a, b) -> Double.compare(distance(box, a, pixels), distance(box, b, pixels)))
              .orElseThrow();
      left.remove(nearest);
      assertBox(box, nearest, pixels, 2e-5 * pixels.getWidth(), 2e-5 * pixels.getHeight());
    }
  }

  private static double distance(JsonArray yxyx, Detection d, ImageProcessor pixels) {
    return Math.abs(yxyx.get(0).getAsDouble() * pixels.getHeight() - d.box().y())
        + Math.abs(yxyx.get(1).getAsDouble() * pixels.getWidth() - d.box().x());
  }

  private static void assertBox(
      JsonArray yxyx,
      Detection found,
      ImageProcessor pixels,
      double toleranceX,
      double toleranceY) {
    int w = pixels.getWidth();
    int h = pixels.getHeight();
    assertEquals(yxyx.get(0).getAsDouble() * h, found.box().y(), toleranceY);
    assertEquals(yxyx.get(1).getAsDouble() * w, found.box().x(), toleranceX);
    assertEquals(yxyx.get(2).getAsDouble() * h, found.box().bottom(), toleranceY);
    assertEquals(yxyx.get(3).getAsDouble() * w, found.box().right(), toleranceX);
  }

  private static Plane plane(ImageProcessor pixels) {
    return Plane.colour(
        ArrayImgs.argbs((int[]) pixels.getPixels(), pixels.getWidth(), pixels.getHeight()));
  }

  private static JsonObject json(Path file) throws Exception {
    return new Gson().fromJson(Files.readString(file), JsonObject.class);
  }
}
