package io.github.spermfinder.host;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.text.TextWindow;
import java.awt.GraphicsEnvironment;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Tells the user something, in ImageJ's way. */
public final class Messages {

  private static final String TITLE = "Sperm Finder";

  private static final int LINE = 90;
  private static final int WIDTH = 700;
  private static final int HEIGHT = 300;

  private Messages() {}

  /**
   * Says what went wrong, in a dialog or, without a display, in the log, and aborts the macro that
   * it went wrong for. {@link IJ#error} would do both, but in Fiji, where commands run on threads
   * of their own, its dialog for macros closes itself at once.
   *
   * @param forMacro whether a macro or script asked for it; another may be running meanwhile
   */
  public static void error(String message, boolean forMacro) {
    problem(message);
    if (!forMacro) {
      return;
    }
    Interpreter macro = Interpreter.getInstance();
    if (macro != null) {
      macro.abort((String) null); // the user has been told
    } else {
      Macro.abort(); // IJ.run of a script
    }
  }

  /** Shows a sentence in a dialog, in lines that fit on a screen; ImageJ itself breaks none. */
  static void show(String title, String message) {
    IJ.showMessage(
        title, message.replaceAll("(.{1," + LINE + "})(\\s+|$)", "$1\n").stripTrailing());
  }

  /** Says what went wrong in the background, where no macro waits for it. */
  public static void problem(String message) {
    IJ.showProgress(1);
    if (GraphicsEnvironment.isHeadless()) {
      IJ.log(TITLE + ": " + message);
    } else {
      show(TITLE, message);
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
