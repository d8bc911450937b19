package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.WindowManager;
import ij.measure.ResultsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The macros that come with the plugin, run as their first lines say. */
class ShippedMacrosTest {

  private static final String SAMPLES = Path.of("samples").toAbsolutePath().toString();

  @TempDir private Path folder;

  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  private static String run(String name, Object... arguments) {
    StringBuilder argument = new StringBuilder();
    for (Object one : arguments) {
      argument.append(argument.isEmpty() ? "" : ",").append(one);
    }
    String macro = Path.of("macros", name).toAbsolutePath().toString();
    String output = Macros.run("runMacro(\"" + macro + "\", \"" + argument + "\");");
    assertFalse(output.contains(Macros.ABORTED), output);
    return output;
  }

  @Test
  void quickStart() {
    String output =
        run("Quick_Start.ijm", SAMPLES + "/images/sparse_phase.png", "ssd_mobilenet_v2_sperm");
    assertTrue(output.contains("found in sparse_phase.png"), output);
  }

  @Test
  void detectInFolder() {
    Path results = folder.resolve("results");
    String output = run("Detect_in_Folder.ijm", SAMPLES + "/images", results);
    assertTrue(output.contains("images"), output);
    assertTrue(Files.exists(results.resolve("contact_sheet.png")));
  }

  @Test
  void trainOnMyLabels() {
    Path model = folder.resolve("model");
    String output = run("Train_on_My_Labels.ijm", SAMPLES, SAMPLES, model, 2);
    assertTrue(output.contains("Trained after 2 steps") && output.contains("AP50"), output);
    assertTrue(Files.exists(model.resolve("saved_model.pb")));
  }

  @Test
  void evaluateOnMyLabels() {
    String output =
        run("Evaluate_on_My_Labels.ijm", SAMPLES, "ssd_mobilenet_v2_sperm", folder.resolve("r"));
    assertTrue(output.contains("AP50") && output.contains("Sensitivity 0.95"), output);
  }
}
