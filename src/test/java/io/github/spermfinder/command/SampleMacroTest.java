package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The sample image of File > Open Samples, as macros open it. */
class SampleMacroTest {

  @Test
  void opensACalibratedFieldWithSperm() {
    String printed =
        Macros.run(
            """
            run("Sperm (simulated)");
            getPixelSize(unit, width, height);
            print(getTitle(), getWidth(), getHeight(), bitDepth(), unit, width, height);
            run("Detect Sperm...");
            print("found", Overlay.size);
            close();
            """);
    assertTrue(printed.contains("sparse_phase.png 640 400 24 "), printed);
    assertTrue(printed.matches("(?s).* 24 .?m 0.3 0.3\\R.*"), printed);
    assertTrue(printed.matches("(?s).*found [1-9].*"), printed);
  }
}
