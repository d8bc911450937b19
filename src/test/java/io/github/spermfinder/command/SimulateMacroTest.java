package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.WindowManager;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulate Fields as macros run it, without a display. */
class SimulateMacroTest {

  @TempDir private Path folder;

  @AfterEach
  void leaveNothingBehind() {
    WindowManager.setTempCurrentImage(null);
  }

  private static String simulate(String options) {
    return Macros.run("run(\"Simulate Fields...\", \"" + options + "\");");
  }

  @Test
  void writesADatasetThatCanBeRead() throws Exception {
    Path output = folder.resolve("fields");
    String options = "output=" + output + " fields=3 kind=Semen width=200 height=150 seed=5";
    assertFalse(simulate(options).contains(Macros.ABORTED));
    Dataset dataset =
        LabelFormats.read(output.resolve("annotations.json"), LabelMap.empty()).dataset();
    assertEquals(3, dataset.images().size());
    assertEquals("sperm", dataset.classes().name(1));
    assertEquals("images/field_000005.png", dataset.images().get(0).fileName());
    assertTrue(dataset.images().stream().anyMatch(image -> !image.annotations().isEmpty()));
    for (var image : dataset.images()) {
      var pixels = ImageIO.read(output.resolve(image.fileName()).toFile());
      assertEquals(200, pixels.getWidth());
      assertEquals(150, pixels.getHeight());
    }
    byte[] before = Files.readAllBytes(output.resolve("annotations.json"));
    String again = simulate(options);
    assertTrue(again.contains("holds a dataset already") && again.endsWith(Macros.ABORTED), again);
    assertEquals(
        -1, Arrays.mismatch(before, Files.readAllBytes(output.resolve("annotations.json"))));
  }

  @Test
  void opensAStackWithItsSpermMarked() {
    String log =
        Macros.run(
            "run(\"Simulate Fields...\", \"fields=2 kind=Semen width=160 height=120 pixelsize=0.3\");"
                + "getPixelSize(unit, w, h);"
                + "print(nSlices, getWidth(), getHeight(), unit, w, Overlay.size);");
    assertTrue(log.lines().anyMatch(line -> line.matches("2 160 120 .?m 0.3 [1-9]\\d*")), log);
  }

  @Test
  void emptyFieldsWhereWanted() throws Exception {
    Path output = folder.resolve("empty");
    simulate("output=" + output + " fields=3 width=160 height=120 sperm=0");
    Dataset dataset =
        LabelFormats.read(output.resolve("annotations.json"), LabelMap.empty()).dataset();
    assertEquals(3, dataset.images().size());
    assertTrue(dataset.images().stream().allMatch(image -> image.annotations().isEmpty()));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertTrue(simulate("kind=Many").contains("kind=Many is not allowed"));
    assertTrue(simulate("fields=0").endsWith(Macros.ABORTED));
    assertTrue(simulate("kind=Mixed").contains("width, height and pixelsize"));
  }
}
