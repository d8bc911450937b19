package io.github.spermfinder.model;

import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks a zipped model, since TensorFlow loads folders only. */
final class ModelZip {

  /** What was unpacked since Java started, so that nothing is unpacked, nor loaded, twice. */
  private static final Map<String, Path> UNPACKED = new HashMap<>();

  private ModelZip() {}

  /**
   * Unpacks it into a temporary folder, which is deleted when Java ends; unless that was done.
   *
   * @return the folder in it that holds the model
   * @throws SpermFinderException if it is damaged or holds no SavedModel
   */
  static synchronized Path unpack(Path zip) throws SpermFinderException {
    try {
      String version = zip.toRealPath() + " " + Files.size(zip) + Files.getLastModifiedTime(zip);
      Path known = UNPACKED.get(version);
      if (known != null && Files.isDirectory(known)) {
        return known;
      }
      Path model = unpackNow(zip);
      UNPACKED.put(version, model);
      return model;
    } catch (IOException e) {
      throw new SpermFinderException(
          "The zipped model " + zip + " cannot be unpacked, it may be damaged: " + e.getMessage(),
          e);
    }
  }

  private static Path unpackNow(Path zip) throws IOException, SpermFinderException {
    Path folder = Files.createTempDirectory("sperm-finder-model-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new SpermFinderException(
              zip + " is refused: its entry " + entry.getName() + " leads out of the zip.");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, target);
          }
        }
      }
    }
    return modelIn(folder)
        .orElseThrow(
            () ->
                new SpermFinderException(
                    "There is no SavedModel in " + zip + ": it should hold saved_model.pb."));
  }

  /** The outermost folder with a SavedModel: people zip a folder, or what is in it. */
  private static Optional<Path> modelIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> folders =
          all.filter(Files::isDirectory).sorted(Comparator.comparing(Path::getNameCount)).toList();
      return folders.stream().filter(f -> ModelFolder.savedModelIn(f).isPresent()).findFirst();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      // a temporary folder that stays behind does no harm, and Java is ending
    }
  }
}
