package io.github.spermfinder.label;

import io.github.spermfinder.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A format of label files. */
public interface LabelFormat {

  /** What it is called in menus and messages. */
  String title();

  /** Whether labels are a folder with a file for each image; else they are one file. */
  default boolean isFolder() {
    return false;
  }

  /**
   * Whether a file, or a folder for formats that have one file an image, is in this format, judged
   * by its content.
   *
   * @throws IOException if it cannot be looked at
   */
  boolean recognises(Path path) throws IOException;

  /**
   * Reads labels.
   *
   * @param path file or folder
   * @param known classes whose names keep their ids; other names get the id that the file gives
   *     them, or the next free one
   * @throws LabelException if the labels are not in this format or make no sense
   * @throws IOException if the file cannot be read
   */
  Imported read(Path path, LabelMap known) throws IOException;

  /**
   * Writes labels. Each file is written whole or not at all; the previous one stays if that fails.
   *
   * @param path file or folder
   * @return what the format could not hold, one sentence each
   * @throws LabelException if the format cannot hold the labels at all
   * @throws IOException if a file cannot be written
   */
  List<String> write(Dataset dataset, Path path) throws IOException;

  /**
   * Writes labels that are to lie among others.
   *
   * @param present folder or file that they will be put into, for what they must agree with
   */
  default List<String> write(Dataset dataset, Path path, Path present) throws IOException {
    return write(dataset, path);
  }
}
