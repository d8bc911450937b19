package io.github.spermfinder.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import io.github.spermfinder.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reviews with real windows; see {@link ReviewDriver} for what the annotator does there. */
class ReviewWindowsTest {

  @TempDir private Path folder;

  @BeforeEach
  void needsDisplay() {
    String display = System.getenv("DISPLAY");
    assumeTrue(
        display != null && !display.isEmpty(),
        "skipped, as there is no display: run the tests under xvfb-run");
  }

  private Path image(int slices) {
    ImagePlus image = IJ.createImage("field", "8-bit ramp", 640, 480, slices);
    Path path = folder.resolve("field.tif");
    IJ.saveAsTiff(image, path.toString());
    return path;
  }

  private List<String> options() {
    return List.of("-Djava.util.prefs.userRoot=" + folder.resolve("preferences"));
  }

  private String run(String what, Path image) throws Exception {
    String printed =
        ChildJvm.run(ChildJvm.classPath(), options(), ReviewDriver.class, what, image.toString());
    System.out.println(printed);
    assertTrue(printed.contains(ReviewDriver.DONE), printed);
    return printed;
  }

  @Test
  void aKillLosesAtMostTheLastSeconds() throws Exception {
    Path image = image(1);
    kill(image);
    run("resume", image);
    run("quit", image);
    Review saved = new ReviewFile(folder.resolve("field.tif.review.zip")).load();
    assertEquals(7, saved.items().size());
    assertTrue(saved.summary().startsWith("3 accepted, 1 added"), saved.summary());
  }

  private void kill(Path image) throws Exception {
    Path log = folder.resolve("work.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                options().get(0),
                "-cp",
                String.join(File.pathSeparator, ChildJvm.classPath()),
                ReviewDriver.class.getName(),
                "work",
                image.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      if (Files.readString(log).contains(ReviewDriver.WAITING)) {
        break;
      }
      Thread.sleep(100);
    }
    boolean waiting = process.isAlive();
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS); // as kill -9 does
    String printed = Files.readString(log);
    System.out.println(printed);
    assertTrue(waiting && printed.contains(ReviewDriver.WAITING), printed);
  }

  @Test
  void theDialogsAndAHyperstack() throws Exception {
    ImagePlus image = IJ.createHyperStack("field", 320, 240, 2, 3, 4, 8);
    Path path = folder.resolve("field.tif");
    IJ.saveAsTiff(image, path.toString());
    run("dialogs", path);
  }

  /** Else the crop's regions would be added to the review of the whole image. */
  @Test
  void aCropEndsTheReview() throws Exception {
    run("crop", image(3));
  }

  /** Else whoever finds that none of the labels is right would export them all the same. */
  @Test
  void whatIsDeletedInTheRoiManagerIsNotExported() throws Exception {
    run("delete", image(1));
  }

  @Test
  void theCurrentBoxDoesNotLimitWhereToLook() throws Exception {
    Path sample = Path.of("samples/images/semen_bright_field.png");
    run("detect", Files.copy(sample, folder.resolve("field.png")));
  }

  @Test
  void thousandsOfRegionsOverHundredsOfSlices() throws Exception {
    run("many", image(300));
  }
}
