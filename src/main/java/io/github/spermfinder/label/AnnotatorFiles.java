package io.github.spermfinder.label;

import io.github.spermfinder.KeptFiles;
import io.github.spermfinder.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The label files of several annotators, who are called by the names of their files. */
public final class AnnotatorFiles {

  private AnnotatorFiles() {}

  /**
   * The label files and folders that lie directly in a folder.
   *
   * @param notes is told, for the user, of files that hold no labels; images are passed over
   * @return sorted
   */
  public static List<Path> in(Path folder, Consumer<String> notes) throws IOException {
    List<Path> children;
    try (Stream<Path> paths = Files.list(folder)) {
      children = paths.filter(AnnotatorFiles::isCandidate).sorted().toList();
    }
    List<Path> labels = new ArrayList<>();
    for (Path child : children) {
      try {
        LabelFormats.of(child);
        labels.add(child);
      } catch (LabelException noLabels) {
        notes.accept(child + " holds no labels and was left out.");
      }
    }
    return labels;
  }

  private static boolean isCandidate(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && !ImageFolder.isImage(name) && !KeptFiles.isKept(path);
  }

  /**
   * Reads what each annotator drew.
   *
   * @param notes is told, for the user, what is worth knowing about the reading
   * @return datasets by the names of their files without extension, or by whole paths where two
   *     files have one name
   */
  public static SortedMap<String, Dataset> read(List<Path> files, Consumer<String> notes)
      throws IOException {
    boolean distinct = files.stream().map(AnnotatorFiles::name).distinct().count() == files.size();
    SortedMap<String, Dataset> annotators = new TreeMap<>();
    for (Path file : files) {
      String name = distinct ? name(file) : file.toString();
      LabelFormat format = LabelFormats.of(file);
      // No annotator's classes count for more than another's, so none are known beforehand.
      Imported imported = format.read(file, LabelMap.empty());
      imported.notes().forEach(note -> notes.accept(name + ": " + note));
      annotators.put(name, imported.dataset());
    }
    return annotators;
  }

  /** What an annotator is called: the name of the file without its extension, or of the folder. */
  public static String name(Path file) {
    String name = String.valueOf(file.getFileName()); // the root of a disk has none
    int dot = name.lastIndexOf('.');
    return dot > 0 && !Files.isDirectory(file) ? name.substring(0, dot) : name;
  }
}
