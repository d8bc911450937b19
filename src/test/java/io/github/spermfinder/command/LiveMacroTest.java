package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live Detection as macros run it, without a display. */
class LiveMacroTest {

  @AfterEach
  void leaveNothingBehind() {
    WindowManager.setTempCurrentImage(null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          device=CPU   | needs a display and an image that is shown
          minscore=2   | minscore=2 is not allowed
          rois=None    | rois is not one of the keys, which are
          """)
  void whatCannotBeDoneIsSaid(String options, String message) {
    ImagePlus image = IJ.createImage("field", "8-bit black", 100, 80, 1);
    WindowManager.setTempCurrentImage(image);
    String output = Macros.run("run(\"Live Detection\", \"" + options + "\");");
    assertTrue(output.contains(message), output);
    assertTrue(output.endsWith(Macros.ABORTED), output);
    assertNull(image.getOverlay());
  }

  @Test
  void itNeedsAnImage() {
    WindowManager.setTempCurrentImage(null);
    String output = Macros.run("close('*'); run(\"Live Detection\");");
    assertTrue(output.contains("No image is open"), output);
    assertTrue(output.endsWith(Macros.ABORTED), output);
  }
}
