package io.github.spermfinder.command;

import io.github.spermfinder.ChildJvm;
import io.github.spermfinder.host.Launcher;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a macro in a JVM of its own, which is killed in the midst of it. */
public final class FolderRunner {

  private FolderRunner() {}

  /**
   * @param args the macro
   */
  public static void main(String[] args) throws Exception {
    Launcher.prepare();
    Runner.run(args[0]);
  }

  /** Apart, so that ImageJ's classes load late. */
  private static final class Runner {
    static void run(String macro) {
      new ij.macro.Interpreter().run(macro, "");
    }
  }

  /** Kills it as soon as a file has so many lines, unless it ends before. */
  static void startAndKill(String macro, Path file, int lines) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, ChildJvm.classPath()),
                FolderRunner.class.getName(),
                macro)
            .redirectErrorStream(true)
            .redirectOutput(new File("target", "folder-runner.log"))
            .start();
    try {
      while (process.isAlive()
          && (!Files.exists(file) || Files.readAllLines(file).size() < lines)) {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
