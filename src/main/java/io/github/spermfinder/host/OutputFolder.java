package io.github.spermfinder.host;

import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder that a command's key names. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * The folder, made if it is not there.
   *
   * @throws SpermFinderException if nothing can be written there
   */
  public static Path of(String key, String text) throws SpermFinderException {
    if (text.isBlank()) {
      throw new SpermFinderException(key + " is empty: give a folder.");
    }
    try {
      Path path = Path.of(text.trim()).toAbsolutePath();
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, "try", null)); // the only answer to be trusted
      return path;
    } catch (IOException | InvalidPathException e) {
      throw new SpermFinderException(
          key + "=" + text + " is no folder that can be written to: choose another one.", e);
    }
  }
}
