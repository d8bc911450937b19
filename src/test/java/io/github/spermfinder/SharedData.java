package io.github.spermfinder;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real images, models and oracles for tests, in a folder that is not part of the project. */
public final class SharedData {

  private static final Path ROOT =
      Path.of(System.getProperty("spermfinder.data", "../shared/data")).toAbsolutePath();

  private SharedData() {}

  /** A file or folder there; where it is absent, the test that asks for it is skipped. */
  public static Path get(String relativePath) {
    Path path = ROOT.resolve(relativePath).normalize();
    assumeTrue(Files.exists(path), "skipped, as there is no " + path);
    return path;
  }
}
