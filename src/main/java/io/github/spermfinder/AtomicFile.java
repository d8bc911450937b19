package io.github.spermfinder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that are written wholly or not at all. */
public final class AtomicFile {

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; the stream need not be closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file beside the target, makes sure that it is on the disk, and renames it. Whatever
   * goes wrong before that, a full disk or a crash, leaves the previous file whole.
   *
   * @param target replaced if it exists; folders above it are made
   * @throws IOException if the content cannot be written; nothing is left behind
   */
  public static void write(Path target, Content content) throws IOException {
    // A link stays a link, and the file that it points to is the one replaced.
    Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    Files.createDirectories(file.getParent());
    Path beside = file.resolveSibling("." + UUID.randomUUID() + ".tmp"); // room for long names
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      replace(beside, file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void replace(Path beside, Path file) throws IOException {
    try {
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException networkDrive) {
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
