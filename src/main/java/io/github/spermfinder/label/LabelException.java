package io.github.spermfinder.label;

import java.io.IOException;
import java.nio.file.Path;

/** A label file that cannot be read or written; the message names file, entry and reason. */
public final class LabelException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param file or folder
   * @param entry the place in it, such as "image a.png, region 3"; empty for the whole file
   * @param reason what is wrong, as the rest of a sentence
   */
  public LabelException(Path file, String entry, String reason) {
    super(file + (entry.isEmpty() ? "" : ", " + entry) + ": " + reason);
  }

  /** Where something below this package found the reason. */
  public LabelException(Path file, String entry, String reason, Throwable cause) {
    this(file, entry, reason);
    initCause(cause);
  }
}
