package io.github.spermfinder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Puts new files in the place of older ones, which are kept under a number: they may hold
 * somebody's corrections.
 */
public final class KeptFiles {

  private static final Pattern NUMBER = Pattern.compile("\\.[1-9]\\d*$");

  /** Writes a file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes it, wholly or not at all. */
    void write(Path file) throws IOException;
  }

  private KeptFiles() {}

  /**
   * Writes a file beside the target, and then {@linkplain #put puts} it there.
   *
   * @param target folders above it are made
   * @return where the older file is kept; empty if there was none, or one of the same content
   * @throws IOException if it cannot be written; an older file is where it was
   */
  public static Optional<Path> write(Path target, Writer writer) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path fresh = beside(target);
    try {
      writer.write(fresh);
      return put(fresh, target);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** A hidden path of its own, on the same disk, for what will be the target. */
  public static Path beside(Path target) {
    return target.resolveSibling("." + UUID.randomUUID() + ".new"); // long names leave no room
  }

  /**
   * Moves a new file to its place. Its content stays where it was, if it is the same there.
   *
   * @return where the older file is kept, if there was another one: under the first number that is
   *     free, as {@code labels.json.1}, so that it is known again
   */
  public static Optional<Path> put(Path fresh, Path target) throws IOException {
    Optional<Path> kept = Optional.empty();
    if (Files.exists(target)) {
      if (Files.isRegularFile(target) && Files.mismatch(target, fresh) < 0) {
        Files.delete(fresh);
        return kept;
      }
      int number = 1;
      while (Files.exists(numbered(target, number))) {
        number++;
      }
      kept = Optional.of(numbered(target, number));
      Files.move(target, kept.get());
    }
    try {
      Files.move(fresh, target);
    } catch (IOException e) {
      if (kept.isPresent()) {
        Files.move(kept.get(), target);
      }
      throw e;
    }
    return kept;
  }

  /** Whether a file is an older one that is kept beside the newer one. */
  public static boolean isKept(Path file) {
    String name = file.getFileName().toString();
    String newer = NUMBER.matcher(name).replaceFirst("");
    return !newer.equals(name) && Files.isRegularFile(file.resolveSibling(newer));
  }

  private static Path numbered(Path target, int number) {
    return target.resolveSibling(target.getFileName() + "." + number);
  }
}
