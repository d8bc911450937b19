package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real label files that are no part of the project; tests that need them are skipped without. */
final class SharedData {

  private SharedData() {}

  /** A file or folder in the folder that the property spermfinder.data names. */
  static Path path(String name) {
    Path data = Path.of(System.getProperty("spermfinder.data", "../shared/data"));
    Path path = data.resolve(name);
    assumeTrue(Files.exists(path), "Needs " + name + " in the folder of test data");
    return path;
  }
}
