package io.github.spermfinder.host;

import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Imported;
import io.github.spermfinder.label.LabelFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Label files that a command's key names; what is wrong with them is told with the key. */
final class LabelFiles {

  /** In a COCO dataset's folder, what its labels are in. */
  static final String COCO_FILE = "annotations.json";

  private LabelFiles() {}

  /** Reads something of labels. */
  interface Reading {
    Imported read() throws IOException;
  }

  /**
   * A file or folder that is there; of a COCO dataset's folder, its file of labels.
   *
   * @throws SpermFinderException if it is not
   */
  static Path path(String key, String text) throws SpermFinderException {
    try {
      Path path = Path.of(text.trim());
      if (!text.isBlank() && Files.exists(path)) {
        Path coco = path.resolve(COCO_FILE);
        return (Files.isRegularFile(coco) ? coco : path).toAbsolutePath();
      }
    } catch (InvalidPathException e) {
      // told below
    }
    throw new SpermFinderException(
        key
            + "="
            + text
            + (text.isBlank() ? " is empty" : " does not exist")
            + ": give a file or folder.");
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
