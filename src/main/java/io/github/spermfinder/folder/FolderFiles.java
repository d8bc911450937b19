package io.github.spermfinder.folder;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.VisibleFiles;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;

/** Lists the files that are to be looked at. */
final class FolderFiles {

  private FolderFiles() {}

  /**
   * The files in a folder and the folders below it, in the order of their names. What begins with a
   * dot is left out, and so are the folder of the results and those of earlier runs.
   *
   * @param pattern of file names, with {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}}, in
   *     upper or lower case
   * @param notes is told, for the user, of files that were left out
   * @throws SpermFinderException if the pattern is none, or the folder cannot be read or has no
   *     such file
   */
  static List<FolderFile> list(Path input, String pattern, Path output, Consumer<String> notes)
      throws SpermFinderException {
    PathMatcher matcher = matcher(pattern);
    List<FolderFile> files = new ArrayList<>();
    List<Path> nameless = new ArrayList<>();
    try {
      VisibleFiles.walk(
          input,
          folder -> folder.equals(output) || hasResults(folder),
          (file, attributes) -> {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (!canBeSaid(file)) {
              nameless.add(file);
            } else if (matcher.matches(Path.of(name))) {
              files.add(file(input, file, attributes));
            }
          });
    } catch (IOException e) {
      throw new SpermFinderException("input=" + input + " cannot be read: " + e + ".", e);
    }
    if (!nameless.isEmpty()) {
      notes.accept(
          nameless.size()
              + " file(s) were left out, such as "
              + nameless.get(0)
              + ": their names have letters that Java cannot read here. On Linux start ImageJ with the"
              + " environment variable LC_ALL=C.UTF-8.");
    }
    if (files.isEmpty()) {
      throw new SpermFinderException(
          "input=" + input + " has no file whose name is like pattern=" + pattern + ".");
    }
    files.sort(Comparator.comparing(FolderFile::name));
    return files;
  }

  /** Where a system's language has no such letters, names cannot be put into text and back. */
  private static boolean canBeSaid(Path file) {
    try {
      return Path.of(file.toString()).equals(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static PathMatcher matcher(String pattern) throws SpermFinderException {
    try {
      if (!pattern.isBlank()) {
        return FileSystems.getDefault()
            .getPathMatcher("glob:" + pattern.strip().toLowerCase(Locale.ROOT));
      }
    } catch (PatternSyntaxException e) {
      throw new SpermFinderException(
          "pattern=" + pattern + " is no pattern of file names: " + e.getDescription() + ".", e);
    }
    throw new SpermFinderException("pattern is empty: give one of file names, such as *.png.");
  }

  /** Of an earlier run; its contact sheet is an image, too. */
  private static boolean hasResults(Path folder) {
    return Files.exists(folder.resolve(FolderResults.JOURNAL));
  }

  private static FolderFile file(Path input, Path file, BasicFileAttributes attributes) {
    String name = input.relativize(file).toString().replace('\\', '/');
    return new FolderFile(file, name, attributes.size(), attributes.lastModifiedTime().toMillis());
  }
}
