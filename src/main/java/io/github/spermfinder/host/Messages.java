package io.github.spermfinder.host;

import ij.IJ;
import ij.Macro;
import ij.text.TextWindow;
import java.awt.GraphicsEnvironment;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Tells the user something, in ImageJ's way. */
public final class Messages {

  private static final String TITLE = "Sperm Finder";

  private static final int WIDTH = 700;
  private static final int HEIGHT = 300;

  private Messages() {}

  /**
   * Says what went wrong, in a dialog or, without a display, on the console, and aborts the macro
   * that is running.
   */
  public static void error(String message) {
    try {
      IJ.error(TITLE, message);
    } catch (RuntimeException e) {
      if (!Macro.MACRO_CANCELED.equals(e.getMessage())) {
        throw e;
      }
      // ImageJ has stopped the macro; this exception only ends the thread that the macro runs in
    }
  }

  /** Shows a text in a window of its own or, without a display, in the log. */
  public static void text(String title, String text) {
    if (GraphicsEnvironment.isHeadless()) {
      IJ.log(text);
    } else {
      new TextWindow(title, text, WIDTH, HEIGHT);
    }
  }

  /** Puts each different note into the Log window once. */
  public static Consumer<String> notes() {
    Set<String> told = new LinkedHashSet<>();
    return note -> {
      synchronized (told) {
        if (told.add(note)) {
          IJ.log(TITLE + ": " + note);
        }
      }
    };
  }
}
