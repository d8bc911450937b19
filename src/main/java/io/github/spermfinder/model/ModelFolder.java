package io.github.spermfinder.model;

import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model on disk: a SavedModel with, perhaps, a label map and a card beside it.
 *
 * @param name of the folder or zip, for the user
 * @param savedModel folder with {@code saved_model.pb}
 * @param labels names of its classes; empty where it came without
 * @param card what else is known about it
 */
public record ModelFolder(String name, Path savedModel, LabelMap labels, ModelCard card) {

  /** What makes a folder a model. */
  public static final String GRAPH = "saved_model.pb";

  private static final String VARIABLES = "variables";

  private static final int FINGERPRINT_BYTES = 8;

  /** Where the Object Detection API's exporter puts it. */
  static final String SUBFOLDER = "saved_model";

  /**
   * Reads a model's folder. The SavedModel may lie in it or in its subfolder {@code saved_model},
   * as the Object Detection API's exporter puts it.
   *
   * @throws SpermFinderException if there is no SavedModel, or a file beside it cannot be read
   */
  public static ModelFolder read(String name, Path folder) throws SpermFinderException {
    Path savedModel =
        savedModelIn(folder)
            .orElseThrow(
                () ->
                    new SpermFinderException(
                        "There is no SavedModel in "
                            + folder
                            + ": choose the folder that holds "
                            + GRAPH
                            + "."));
    return new ModelFolder(name, savedModel, LabelMapFile.read(folder), ModelCard.read(folder));
  }

  /**
   * Writes what belongs beside a SavedModel: its label map, and its card with the graph's hash.
   *
   * @param folder of the model
   * @param about what else its card says, for people
   * @throws SpermFinderException if it cannot be written to
   */
  public static void describe(
      Path folder, LabelMap labels, ModelCard card, Map<String, String> about)
      throws SpermFinderException {
    try {
      LabelMapFile.write(folder, labels);
      Map<String, String> all = new LinkedHashMap<>(about);
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(GRAPH)));
      all.put("sha256", HexFormat.of().formatHex(hash));
      card.write(folder, all);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new SpermFinderException("The model in " + folder + " cannot be written: " + e, e);
    }
  }

  /** Whether a folder says more of a model than the graph does. */
  static boolean isDescribed(Path folder) {
    return Files.exists(folder.resolve(LabelMapFile.FILE_NAME))
        || Files.exists(folder.resolve(ModelCard.FILE_NAME));
  }

  /** The folder with the graph, in a model's folder. */
  static Optional<Path> savedModelIn(Path folder) {
    return Stream.of(folder, folder.resolve(SUBFOLDER))
        .filter(candidate -> Files.isRegularFile(candidate.resolve(GRAPH)))
        .findFirst();
  }

  /**
   * Tells apart models by what is in them, wherever they lie: a hash of the graph, its variables,
   * and what is beside it that decides what is found.
   *
   * @throws SpermFinderException if they cannot be read
   */
  public String fingerprint() throws SpermFinderException {
    Path variables = savedModel.resolve(VARIABLES);
    try (Stream<Path> files =
        Files.isDirectory(variables) ? Files.list(variables) : Stream.empty()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(savedModel.resolve(GRAPH)));
      for (Path file : files.sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
      String beside = labels.names() + " " + card.micronsPerPixel();
      digest.update(beside.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    } catch (IOException e) {
      throw new SpermFinderException("The model in " + savedModel + " cannot be read.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Tells apart what lay at one path at different times. */
  String version() throws SpermFinderException {
    Path graph = savedModel.resolve(GRAPH);
    try {
      return graph.toRealPath() + " " + Files.size(graph) + " " + Files.getLastModifiedTime(graph);
    } catch (IOException e) {
      throw new SpermFinderException("The model file " + graph + " cannot be read.", e);
    }
  }
}
