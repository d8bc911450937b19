package io.github.spermfinder.host;

import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder that a command's key {@code saveto} names. */
final class OutputFolder {

  private OutputFolder() {}

  /**
   * The folder, made if it is not there.
   *
   * @throws SpermFinderException if nothing can be written there
   */
  static Path of(String saveTo) throws SpermFinderException {
    try {
      Path path = Path.of(saveTo.trim()).toAbsolutePath();
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, "try", null)); // the only answer to be trusted
      return path;
    } catch (IOException | InvalidPathException e) {
      throw new SpermFinderException(
          "saveto=" + saveTo + " is no folder that can be written to: choose another one.", e);
    }
  }
}
