package io.github.spermfinder.label;

import io.github.spermfinder.Folders;
import io.github.spermfinder.KeptFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Label files on disk, where there may be older ones. */
public final class LabelFiles {

  private LabelFiles() {}

  /**
   * The folder that the file names of a dataset count from.
   *
   * @param labels the file or folder that the dataset was read from
   */
  public static Path imageFolder(Path labels) {
    Path absolute = labels.toAbsolutePath().normalize();
    return Files.isDirectory(absolute) ? ImageFolder.root(absolute) : absolute.getParent();
  }

  /**
   * The file of a dataset's image, which for a plane of a stack is the stack's; empty where it is
   * not where its name says.
   *
   * @param labels the file or folder that the dataset was read from
   */
  public static Optional<Path> imageFile(Path labels, String imageName) {
    return ImageFolder.file(imageFolder(labels), imageName);
  }

  /**
   * The folder that the names of images count from where labels are a folder.
   *
   * @param target folder of the labels, which need not be there
   */
  public static Path root(Path target) {
    return ImageFolder.root(target);
  }

  /**
   * Writes labels, all or none. Older files are kept under a number.
   *
   * @param path file or folder, whichever the format is
   * @return what the format could not hold, and which older files are kept; one sentence each
   * @throws LabelException if the format cannot hold the labels at all
   * @throws IOException if a file cannot be written
   */
  public static List<String> write(Dataset dataset, LabelFormat format, Path path)
      throws IOException {
    Path target = path.toAbsolutePath().normalize();
    List<String> notes = new ArrayList<>();
    if (format.isFolder()) {
      notes.addAll(writeFolder(dataset, format, target));
    } else {
      KeptFiles.write(
              target,
              file -> notes.addAll(namingTarget(file, target, () -> format.write(dataset, file))))
          .ifPresent(kept -> notes.add(keptNote(target, kept)));
    }
    return notes;
  }

  /** What to tell the user of an older file. */
  public static String keptNote(Path file, Path kept) {
    return file + " was there already and is kept as " + kept.getFileName() + ".";
  }

  private static List<String> writeFolder(Dataset dataset, LabelFormat format, Path target)
      throws IOException {
    Path root = ImageFolder.root(target);
    boolean present = Files.exists(root);
    Files.createDirectories(root);
    Path fresh = Files.createTempDirectory(root, ".labels");
    boolean written = false;
    try {
      Notes kept = new Notes();
      List<String> notes =
          new ArrayList<>(namingTarget(fresh, root, () -> format.write(dataset, fresh, root)));
      List<Path> files;
      try (Stream<Path> paths = Files.walk(fresh)) {
        files = paths.filter(Files::isRegularFile).sorted().toList();
      }
      for (Path file : files) {
        Path place = root.resolve(fresh.relativize(file).toString());
        Files.createDirectories(place.getParent());
        KeptFiles.put(file, place)
            .ifPresent(older -> kept.add("An older file is kept under a number", older.toString()));
      }
      written = true;
      notes.addAll(kept.sentences());
      return notes;
    } finally {
      Folders.delete(present || written ? fresh : root);
    }
  }

  /** Writing. */
  private interface Action {
    List<String> run() throws IOException;
  }

  /** Errors are to name the place that the user gave, not where it is prepared. */
  private static List<String> namingTarget(Path prepared, Path target, Action action)
      throws IOException {
    try {
      return action.run();
    } catch (LabelException e) {
      throw new LabelException(
          target,
          "",
          e.getMessage().replace(prepared.toString(), "").replaceFirst("^[,:] *", ""),
          e);
    }
  }
}
