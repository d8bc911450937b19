package io.github.spermfinder.model;

import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The models that are installed.
 *
 * @param folders that hold them, one subfolder or zip each; need not exist
 */
public record ModelLibrary(List<Path> folders) {

  public ModelLibrary {
    folders = List.copyOf(folders);
  }

  /**
   * Names of the models, in alphabetical order.
   *
   * @throws SpermFinderException if a folder cannot be read
   */
  public List<String> names() throws SpermFinderException {
    SortedSet<String> names = new TreeSet<>();
    for (Path folder : folders) {
      list(folder).stream()
          .filter(ModelLibrary::isModel)
          .map(ModelLibrary::name)
          .forEach(names::add);
    }
    return List.copyOf(names);
  }

  /**
   * Finds a model.
   *
   * @param nameOrPath name of an installed model, or path of a model's folder or zip
   * @throws SpermFinderException if there is none, or it is not whole
   */
  public ModelFolder find(String nameOrPath) throws SpermFinderException {
    String wanted = nameOrPath.trim();
    if (wanted.isEmpty()) {
      throw new SpermFinderException("model= is empty: give " + choice() + ".");
    }
    for (Path folder : folders) {
      for (Path path : list(folder)) {
        if (isModel(path) && name(path).equals(wanted)) {
          return read(path);
        }
      }
    }
    try {
      Path path = Path.of(wanted).toAbsolutePath();
      if (Files.exists(path)) {
        return read(model(path));
      }
    } catch (InvalidPathException e) {
      // then it is neither
    }
    throw new SpermFinderException("model=" + wanted + " does not exist: give " + choice() + ".");
  }

  private String choice() throws SpermFinderException {
    List<String> names = names();
    String path = "the path of a SavedModel folder or of a zip of one";
    return names.isEmpty()
        ? path + " (no model is installed in " + folders + ")"
        : "one of " + String.join(", ", names) + ", or " + path;
  }

  /**
   * What a user means by a path: to a model's graph, too, or to the folder that the Object
   * Detection API's exporter makes for the SavedModel alone. Its names and card lie beside that.
   */
  private static Path model(Path path) {
    Path folder = path.endsWith(ModelFolder.GRAPH) ? path.getParent() : path;
    Path around = folder.getParent();
    return folder.endsWith(ModelFolder.SUBFOLDER)
            && ModelFolder.savedModelIn(around).equals(Optional.of(folder))
            && !ModelFolder.isDescribed(folder)
        ? around
        : folder;
  }

  private static ModelFolder read(Path path) throws SpermFinderException {
    if (Files.isDirectory(path)) {
      return ModelFolder.read(name(path), path);
    }
    if (isZip(path)) {
      return ModelFolder.read(name(path), ModelZip.unpack(path));
    }
    throw new SpermFinderException(
        "model=" + path + " is neither a folder nor a zip: choose the folder of a SavedModel.");
  }

  private static boolean isModel(Path path) {
    return isZip(path) || ModelFolder.savedModelIn(path).isPresent();
  }

  private static boolean isZip(Path path) {
    return Files.isRegularFile(path) && path.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  private static String name(Path path) {
    String fileName = String.valueOf(path.getFileName()); // a root has none
    return isZip(path) ? fileName.substring(0, fileName.length() - ".zip".length()) : fileName;
  }

  /** What is in a folder, in alphabetical order; nothing where there is none. */
  private static List<Path> list(Path folder) throws SpermFinderException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new SpermFinderException(
          "The folder of models " + folder + " cannot be read: see that you may read it.", e);
    }
  }
}
