package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.WindowManager;
import ij.measure.ResultsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Train Detector as macros run it, without a display, on simulated fields. */
class TrainMacroTest {

  private static final Path SHIPPED = Path.of("models", "ssd_mobilenet_v2_sperm").toAbsolutePath();

  private static final Pattern BEST = Pattern.compile("best AP50 ([0-9.]+)");

  @TempDir private Path folder;

  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  private static String train(String options) {
    return Macros.run("run(\"Train Detector...\", \"" + options + "\");");
  }

  private Path fields(int count) {
    Path output = folder.resolve("fields");
    String log =
        Macros.run(
            "run(\"Simulate Fields...\", \"output="
                + output
                + " kind=Sparse contrast=Phase width=160 height=160 pixelsize=0.3 fields="
                + count
                + " seed=7000\");");
    assertFalse(log.contains(Macros.ABORTED), log);
    return output;
  }

  @Test
  void trainsOnFromTheModelThatComesWithIt() {
    Path fields = fields(8);
    Path output = folder.resolve("model");
    String log =
        train(
            "dataset="
                + fields
                + " validation="
                + fields
                + " output="
                + output
                + " initial="
                + SHIPPED
                + " steps=20 batch=4 size=160 learningrate=0.004");
    Matcher best = BEST.matcher(log);
    assertTrue(best.find(), log);
    assertTrue(Double.parseDouble(best.group(1)) > 0.7, log);
    assertTrue(log.contains("302 of 302 variables come from"), log); // anchors and all
  }

  /** Detect, correct, export, train on, evaluate, and detect with the new model. */
  @Test
  void annotatorsLoopCloses() {
    Path fields = fields(3);
    Path labels = fields.resolve("corrected.json");
    Path model = folder.resolve("next");
    String log =
        Macros.run(
            "open(\""
                + fields.resolve("images/field_007000.png")
                + "\");"
                + "run(\"Detect Sperm...\", \"model="
                + SHIPPED
                + " rois=[Overlay only]\");"
                + "before = Overlay.size;"
                + "Overlay.removeSelection(0);"
                + "makeRectangle(10, 12, 18, 20); Overlay.addSelection;"
                + "run(\"Export Labels...\", \"format=[COCO JSON] output="
                + labels
                + "\"); print(\"before\", before, \"after\", Overlay.size);");
    assertFalse(log.contains(Macros.ABORTED), log);
    assertTrue(Files.exists(labels), log);
    String trained =
        train(
            "dataset="
                + labels
                + " validation="
                + labels
                + " output="
                + model
                + " initial="
                + SHIPPED
                + " steps=3 batch=2 size=96");
    assertTrue(BEST.matcher(trained).find(), trained);
    String evaluated =
        Macros.run(
            "run(\"Evaluate Detector...\", \"truth="
                + labels
                + " model="
                + model
                + "\");"
                + "run(\"Detect Sperm...\", \"model="
                + model
                + " minscore=0.1\"); print(\"found\", nResults);");
    assertFalse(evaluated.contains(Macros.ABORTED), evaluated);
    assertTrue(evaluated.contains("found"), evaluated);
  }

  @Test
  void runAgainWithTheSameOutputItIsDone() throws Exception {
    Path fields = fields(4);
    Path output = folder.resolve("model");
    String options = "dataset=" + fields + " output=" + output + " steps=4 batch=2 size=64";
    String first = train(options);
    assertTrue(first.contains("1 of 4 images are held back"), first);
    assertTrue(first.contains("Trained after 4 steps"), first);
    long written = Files.getLastModifiedTime(output.resolve("saved_model.pb")).toMillis();
    String second = train(options);
    assertTrue(second.contains("Going on"), second);
    assertEquals(written, Files.getLastModifiedTime(output.resolve("saved_model.pb")).toMillis());
    assertTrue(train(options + " learningrate=0.1").contains("other settings"));
  }

  @Test
  void refusesWhatCannotBe() {
    Path fields = fields(2);
    assertTrue(train("output=" + folder.resolve("m")).contains("dataset"));
    assertTrue(train("dataset=" + fields).contains("output is empty"));
    String none =
        train("dataset=" + fields + " output=" + folder.resolve("m") + " initial=nothing");
    assertTrue(none.contains("nothing") && none.endsWith(Macros.ABORTED), none);
    assertTrue(
        train("dataset=" + fields + " output=" + folder.resolve("m") + " network=big")
            .contains("network=big is not allowed"));
  }
}
