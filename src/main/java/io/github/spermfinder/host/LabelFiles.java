package io.github.spermfinder.host;

import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Imported;
import io.github.spermfinder.label.LabelFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Label files that a command's key names; what is wrong with them is told with the key. */
final class LabelFiles {

  private LabelFiles() {}

  /** Reads something of labels. */
  interface Reading {
    Imported read() throws IOException;
  }

  /**
   * Reads labels in whatever format they are.
   *
   * @param notes is told, for the user, what is worth knowing about the reading
   * @throws SpermFinderException if they cannot be read
   */
  static Dataset read(String key, Path path, Consumer<String> notes) throws SpermFinderException {
    return read(key, path, notes, () -> LabelFormats.read(path, LabelMap.empty()));
  }

  /** Reads labels in a certain way. */
  static Dataset read(String key, Path path, Consumer<String> notes, Reading reading)
      throws SpermFinderException {
    try {
      Imported imported = reading.read();
      imported.notes().forEach(note -> notes.accept(path.getFileName() + ": " + note));
      return imported.dataset();
    } catch (IOException | IllegalArgumentException e) {
      throw new SpermFinderException(
          key + "=" + path + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
