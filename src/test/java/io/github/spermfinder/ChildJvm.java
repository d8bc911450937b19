package io.github.spermfinder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for what would disturb the other tests. */
public final class ChildJvm {

  /** So that a window that waits for somebody does not hold up the build for ever. */
  private static final int TIMEOUT_MINUTES = 5;

  private ChildJvm() {}

  /** The class path that the tests run with. */
  public static List<String> classPath() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.asList(classPath.split(File.pathSeparator));
  }

  /**
   * Runs a class's main method to its end.
   *
   * @return what it printed, both streams
   * @throws AssertionError if it ends with an error; it shows what was printed
   */
  public static String run(
      List<String> classPath, List<String> options, Class<?> main, String... args)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(Path.of("target"), "child", ".log");
    Process process = start(output, classPath, options, main, args);
    boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    int exit = ended ? process.exitValue() : -1;
    String printed = Files.readString(output);
    if (exit != 0) {
      throw new AssertionError(main + " ended with " + exit + ":\n" + printed);
    }
    return printed;
  }

  /** Starts a class's main method, and has both its streams written to a file. */
  public static Process start(
      Path output, List<String> classPath, List<String> options, Class<?> main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}
