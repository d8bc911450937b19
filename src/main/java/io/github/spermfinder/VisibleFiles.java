package io.github.spermfinder;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The files in a folder and in all folders below it, links followed. What begins with a dot, such
 * as the "._a.png" that a Mac puts beside "a.png", is left out, and so is what may not be looked
 * into.
 */
public final class VisibleFiles {

  private VisibleFiles() {}

  /**
   * Looks for files.
   *
   * @param skips folders below that are not looked into
   * @param found is given each file, in no certain order
   * @throws IOException if the folder itself cannot be read
   */
  public static void walk(
      Path folder, Predicate<Path> skips, BiConsumer<Path, BasicFileAttributes> found)
      throws IOException {
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
            boolean skip = !below.equals(folder) && (isHidden(below) || skips.test(below));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isHidden(file)) {
              found.accept(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (file.equals(folder)) {
              throw problem;
            }
            return FileVisitResult.CONTINUE; // a link in a circle, a folder of somebody else
          }
        });
  }

  private static boolean isHidden(Path path) {
    return path.getFileName() != null && path.getFileName().toString().startsWith(".");
  }
}
