package io.github.spermfinder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * Puts new files in the place of older ones, which are kept under a number: they may hold
 * somebody's corrections.
 */
public final class KeptFiles {

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
   * @return where the older file is kept, as {@code NAME-1.EXTENSION}; empty if there was none, or
   *     one of the same content
   * @throws IOException if it cannot be written; an older file is where it was
   */
  public static Optional<Path> write(Path target, Writer writer) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path fresh = beside(target);
    try {
      writer.write(fresh);
      return put(fresh, target, number -> numbered(target, number));
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
   * @param numbered where an older file is kept, by a number from 1; the first path that is free
   * @return where the older file is kept, if there was another one
   */
  public static Optional<Path> put(Path fresh, Path target, IntFunction<Path> numbered)
      throws IOException {
    Optional<Path> kept = Optional.empty();
    if (Files.exists(target)) {
      if (Files.isRegularFile(target) && Files.mismatch(target, fresh) < 0) {
        Files.delete(fresh);
        return kept;
      }
      int number = 1;
      while (Files.exists(numbered.apply(number))) {
        number++;
      }
      kept = Optional.of(numbered.apply(number));
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

  private static Path numbered(Path target, int number) {
    String name = target.getFileName().toString();
    int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    return target.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
  }
}
