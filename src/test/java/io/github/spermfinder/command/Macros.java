package io.github.spermfinder.command;

import ij.macro.Interpreter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Runs macros. */
final class Macros {

  /** At the end of the output of a macro that was aborted. */
  static final String ABORTED = "ABORTED";

  private Macros() {}

  /** Runs a macro; what it printed. */
  static String run(String macro) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true));
    System.setErr(System.out);
    try {
      Interpreter interpreter = new Interpreter();
      interpreter.run(macro, "");
      System.out.print(interpreter.wasError() ? ABORTED : "");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return bytes.toString();
  }
}
