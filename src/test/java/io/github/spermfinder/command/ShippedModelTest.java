package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import io.github.spermfinder.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that comes with the plugin, and how it was made. */
class ShippedModelTest {

  private static final Path MODEL = Path.of("models", "ssd_mobilenet_v2_sperm").toAbsolutePath();
  private static final Path SAMPLES = Path.of("samples").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeEach
  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  private static List<Box> detect(ImagePlus image, String options) {
    ResultsTable table = ResultsTable.getResultsTable();
    table.reset();
    WindowManager.setTempCurrentImage(image);
    Macros.run("run(\"Detect Sperm...\", \"model=[" + MODEL + "] " + options + "\");");
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      boxes.add(
          new Box(
              table.getValue("BX", i),
              table.getValue("BY", i),
              table.getValue("Width", i),
              table.getValue("Height", i)));
    }
    return boxes;
  }

  private static ImagePlus sample(String name) {
    ImagePlus image = IJ.openImage(SAMPLES.resolve("images").resolve(name).toString());
    image.getCalibration().setUnit("pixel");
    return image;
  }

  @Test
  void findsTheSpermOfTheSamples() throws Exception {
    Macros.run(
        "run(\"Evaluate Detector...\", \"model=["
            + MODEL
            + "] truth=["
            + SAMPLES
            + "] saveto=["
            + folder
            + "]\");");
    Matcher ap50 =
        Pattern.compile("\"AP50\": ?([0-9.]+)")
            .matcher(Files.readString(folder.resolve("evaluation.json")));
    assertTrue(ap50.find() && Double.parseDouble(ap50.group(1)) > 0.8, ap50.toString());
  }

  /** Boxes were some pixels off where a side was no multiple of the network's strides. */
  @Test
  void boxesLieRightInImagesOfAnySize() {
    ImagePlus whole = sample("sparse_phase.png");
    List<Box> expected = detect(whole, "minscore=0.5");
    assertFalse(expected.isEmpty());
    for (int cut : new int[] {4, 12, 21, 30}) {
      ImagePlus cropped = sample("sparse_phase.png");
      cropped.setRoi(0, 0, whole.getWidth() - cut, whole.getHeight() - cut);
      List<Box> found = detect(cropped.crop(), "minscore=0.3");
      double shift = 0;
      int matched = 0;
      for (Box box : expected) {
        if (box.right() < whole.getWidth() - cut - 40
            && box.bottom() < whole.getHeight() - cut - 40) {
          Box best =
              found.stream().reduce((a, b) -> a.iou(box) >= b.iou(box) ? a : b).orElseThrow();
          shift += Math.hypot(best.centerX() - box.centerX(), best.centerY() - box.centerY());
          matched++;
        }
      }
      assertTrue(matched > 1 && shift / matched < 0.75, cut + " less: " + shift / matched);
    }
  }

  @Test
  void itsCardOrdersTheThresholds() {
    ImagePlus image = sample("semen_bright_field.png");
    int sensitive = detect(image, "").size();
    int balanced = detect(image, "threshold=Balanced").size();
    int precise = detect(image, "threshold=Precise").size();
    assertTrue(sensitive >= balanced && balanced >= precise, sensitive + " " + balanced);
    assertTrue(precise > 0);
  }

  @Test
  void itsCardIsItsOwn() throws Exception {
    byte[] graph = Files.readAllBytes(MODEL.resolve("saved_model.pb"));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(graph));
    String card = Files.readString(MODEL.resolve("model.json"));
    assertTrue(card.contains("\"sha256\": \"" + hash + "\""), card);
    assertTrue(card.contains("VISEM-Tracking") && card.contains("CC BY 4.0"), card);
  }
}
