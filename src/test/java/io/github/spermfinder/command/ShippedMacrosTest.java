package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.WindowManager;
import ij.measure.ResultsTable;
import io.github.spermfinder.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    String output = start(name, arguments);
    assertFalse(output.contains(Macros.ABORTED), output);
    return output;
  }

  private static String start(String name, Object... arguments) {
    StringBuilder argument = new StringBuilder();
    for (Object one : arguments) {
      argument.append(argument.isEmpty() ? "" : ",").append(one);
    }
    String macro = Path.of("macros", name).toAbsolutePath().toString();
    return Macros.run("runMacro(\"" + macro + "\", \"" + argument + "\");");
  }

  @Test
  void quickStart() {
    String output =
        run("Quick_Start.ijm", SAMPLES + "/images/sparse_phase.png", "ssd_mobilenet_v2_sperm");
    assertTrue(output.contains("found in sparse_phase.png"), output);
  }

  @Test
  void quickStartLooksAtTheSamplesAndLeavesFilesOfEach() throws Exception {
    List<String> images = List.of("semen_bright_field", "sparse_phase", "sparse_relief");
    for (String image : images) {
      Files.deleteIfExists(Path.of("target", "detections", image, "detections.csv"));
    }
    String output = run("Quick_Start.ijm");
    for (String image : images) {
      assertTrue(output.contains("found in " + image + ".png"), output);
      assertTrue(Files.exists(Path.of("target", "detections", image, "detections.csv")), image);
    }
  }

  /** They ask, but here is nobody to answer. */
  @ParameterizedTest
  @CsvSource({
    "Detect_in_Folder.ijm, 'INPUT,OUTPUT'",
    "Evaluate_on_My_Labels.ijm, 'LABELS,MODEL,RESULTS'",
    "Train_on_My_Labels.ijm, 'LABELS,OTHER_LABELS,MODEL,STEPS'"
  })
  void withoutArgumentAndDisplayTheySayWhatToGive(String name, String argument) {
    String output = start(name);
    assertTrue(output.contains("Without a display, give the argument " + argument + "."), output);
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

  /** All its stages, each of a step on a few images. */
  @Test
  void trainShippedModel() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.createSymbolicLink(
        data.resolve("mobilenet-v2-imagenet"), SharedData.get("mobilenet-v2-imagenet"));
    Path clip = SharedData.get("visem-tracking-11");
    for (String kind : List.of("images", "labels")) {
      Path target = Files.createDirectories(data.resolve("visem-tracking-11").resolve(kind));
      try (Stream<Path> files = Files.list(clip.resolve(kind))) {
        for (Path file : files.sorted().limit(2).toList()) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
    String recipe = Files.readString(Path.of("macros", "Train_Shipped_Model.ijm"));
    Path small = folder.resolve("Recipe.ijm");
    Files.writeString(
        small,
        recipe
            .replaceAll("fields=\\d+", "fields=3")
            .replaceAll("\\d+, \\d+, (0\\.\\d+)\\);", "1, 1, $1);"));
    Path output = folder.resolve("output");
    String log = Macros.run("runMacro(\"" + small + "\", \"" + data + "," + output + "\");");
    assertTrue(log.contains("all,Sensitivity 0.9,"), log);
    assertTrue(log.contains("all,Sensitivity 0.95,"), log);
    assertTrue(Files.exists(output.resolve("shipped/training/candidate/saved_model.pb")), log);
  }

  @Test
  void evaluateOnMyLabels() {
    String output =
        run("Evaluate_on_My_Labels.ijm", SAMPLES, "ssd_mobilenet_v2_sperm", folder.resolve("r"));
    assertTrue(output.contains("AP50") && output.contains("Sensitivity 0.95"), output);
  }
}
