package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.WindowManager;
import ij.measure.ResultsTable;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelFormats;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's lines of macros, run as they stand but for folders and how much they do. */
class ReadmeLinesTest {

  private static final Pattern LINE = Pattern.compile("(?m)^run\\(\"([^\"]+)\", \".*\"\\);$");

  @TempDir private Path home;

  @BeforeEach
  void fillTheHome() throws Exception {
    Path samples = Path.of("samples");
    copy(samples.resolve("images"), home.resolve("patient 7"));
    copy(samples, home.resolve("labels"));
    copy(samples, home.resolve("other_patient"));
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> all = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  private static List<MatchResult> lines() throws Exception {
    return LINE.matcher(Files.readString(Path.of("README.md"))).results().toList();
  }

  private void run(String command) throws Exception {
    String line =
        lines().stream()
            .filter(match -> match.group(1).equals(command))
            .findFirst()
            .orElseThrow()
            .group()
            .replace("/home/me", home.toString())
            .replaceAll("fields=\\d+", "fields=3")
            .replaceAll("steps=\\d+", "steps=2");
    String output = Macros.run(line);
    assertFalse(output.contains(Macros.ABORTED), line + "\n" + output);
  }

  @Test
  void areThese() throws Exception {
    assertEquals(
        List.of(
            "Detect Sperm...",
            "Detect in Folder...",
            "Live Detection", // needs a window: LiveWindowsTest
            "Export Labels...",
            "Train Detector...",
            "Evaluate Detector...",
            "Simulate Fields..."),
        lines().stream().map(match -> match.group(1)).toList());
  }

  @Test
  void detect() throws Exception {
    WindowManager.setTempCurrentImage(
        IJ.openImage(home.resolve("patient 7/sparse_phase.png").toString()));
    run("Detect Sperm...");
    assertTrue(ResultsTable.getResultsTable().size() > 0);
    assertTrue(Files.exists(home.resolve("results/RoiSet.zip")));
  }

  @Test
  void detectInFolder() throws Exception {
    run("Detect in Folder...");
    assertTrue(Files.exists(home.resolve("results/contact_sheet.png")));
  }

  /** As images without labels there are empty, this one has to have some. */
  @Test
  void export() throws Exception {
    Path image = home.resolve("patient 7/sparse_phase.png");
    WindowManager.setTempCurrentImage(IJ.openImage(image.toString()));
    run("Detect Sperm...");
    run("Export Labels...");
    Dataset dataset =
        LabelFormats.read(image.getParent(), LabelMap.of(Map.of(1, "sperm"))).dataset();
    assertEquals(3, dataset.images().size());
    assertEquals(
        ResultsTable.getResultsTable().size(),
        dataset.images().stream().mapToInt(labelled -> labelled.annotations().size()).sum());
  }

  @Test
  void evaluate() throws Exception {
    run("Evaluate Detector...");
    assertTrue(Files.exists(home.resolve("evaluation/metrics.csv")));
  }

  @Test
  void simulate() throws Exception {
    run("Simulate Fields...");
    assertTrue(Files.exists(home.resolve("fields/annotations.json")));
  }

  @Test
  void train() throws Exception {
    run("Train Detector...");
    assertTrue(Files.exists(home.resolve("my_model/saved_model.pb")));
  }
}
