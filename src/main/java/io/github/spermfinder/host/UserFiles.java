package io.github.spermfinder.host;

import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Coco;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Imported;
import io.github.spermfinder.label.LabelException;
import io.github.spermfinder.label.LabelFormats;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Files and folders that users name, and what to tell them when something is wrong with one. */
public final class UserFiles {

  private UserFiles() {}

  /**
   * A file or folder that has to be there.
   *
   * @param key of the command
   * @param text its value
   * @param what the key should name, as in "a file of labels"
   * @throws SpermFinderException if it is not there
   */
  public static Path existing(String key, String text, String what) throws SpermFinderException {
    Path path = any(key, text, what);
    if (!Files.exists(path)) {
      throw new SpermFinderException(key + "=" + text + " does not exist: give " + what + ".");
    }
    return path;
  }

  /**
   * Labels that have to be there: a file or folder. A COCO dataset's folder stands for its file of
   * labels; a text or XML file of a folder of labels, as that of one image, for its folder: dialogs
   * let one choose only files.
   *
   * @throws SpermFinderException if they are not
   */
  public static Path labels(String key, String text) throws SpermFinderException {
    Path path = existing(key, text, "a file or folder of labels");
    Path coco = path.resolve(Coco.DATASET_FILE);
    if (Files.isRegularFile(coco)) {
      return coco;
    }
    Path folder = path.getParent();
    boolean ofOneImage =
        Files.isRegularFile(path)
            && path.toString().matches("(?i).*\\.(txt|xml)")
            && !areLabels(path);
    return ofOneImage && areLabels(folder) ? folder : path;
  }

  private static boolean areLabels(Path path) {
    try {
      LabelFormats.of(path);
      return true;
    } catch (IOException noLabels) {
      return false;
    }
  }

  /**
   * A file or folder that need not be there.
   *
   * @param what as in {@link #existing}
   * @throws SpermFinderException if the text cannot be a path
   */
  public static Path any(String key, String text, String what) throws SpermFinderException {
    try {
      if (text != null && !text.isBlank()) {
        return Path.of(text.strip()).toAbsolutePath().normalize();
      }
    } catch (InvalidPathException e) {
      // told below
    }
    throw new SpermFinderException(
        key + "=" + (text == null ? "" : text) + " is not allowed: give " + what + ".");
  }

  /** Reads something of labels. */
  interface Reading {
    Imported read() throws IOException;
  }

  /**
   * Reads labels in whatever format they are.
   *
   * @param key of the command
   * @param notes is told, for the user, what is worth knowing about the reading
   * @throws SpermFinderException if they cannot be read
   */
  public static Dataset read(String key, Path path, Consumer<String> notes)
      throws SpermFinderException {
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
      throw new SpermFinderException(key + "=" + path + " cannot be read: " + reason(e), e);
    }
  }

  private static String reason(Exception problem) {
    return problem instanceof IOException io ? message(io) : problem.getMessage() + ".";
  }

  /** What went wrong with a file, as a sentence. */
  public static String message(IOException problem) {
    if (problem instanceof LabelException) {
      return problem.getMessage() + ".";
    }
    if (problem instanceof NoSuchFileException absent) {
      return absent.getFile() + " does not exist.";
    }
    if (problem instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read or written.";
    }
    if (problem instanceof FileAlreadyExistsException other) {
      return other.getFile() + " is a file, where a folder should be.";
    }
    if (problem instanceof FileSystemException failed) {
      String reason = failed.getReason() == null ? "could not be accessed" : failed.getReason();
      return failed.getFile() + ": " + reason + ".";
    }
    return "A file cannot be read or written: " + problem.getMessage() + ".";
  }
}
