package io.github.spermfinder.model;

import static java.util.stream.Collectors.joining;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Precision;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known about a model beside its graph, from its {@code model.json}.
 *
 * @param micronsPerPixel size of a pixel that the network sees, in micrometres, in the images that
 *     it was trained with; empty where the card does not say
 * @param thresholds recommended lowest scores; empty where the card does not say
 * @param precision that it needs; 32-bit floats where the card does not say
 */
public record ModelCard(
    OptionalDouble micronsPerPixel, Optional<Thresholds> thresholds, Precision precision) {

  static final String FILE_NAME = "model.json";

  private static final String SENSITIVITY_95 = "sensitivity95";
  private static final String SENSITIVITY_90 = "sensitivity90";
  private static final String BEST_F1 = "bestF1";

  /** The card of a model that came without one. */
  public static final ModelCard NONE =
      new ModelCard(OptionalDouble.empty(), Optional.empty(), Precision.FLOAT32);

  private record Json(Double micronsPerPixel, Map<String, Double> thresholds, String precision) {}

  /**
   * Reads the card in a model's folder.
   *
   * @return {@link #NONE} where there is none
   * @throws SpermFinderException if it is there but cannot be read
   */
  public static ModelCard read(Path modelFolder) throws SpermFinderException {
    Path file = modelFolder.resolve(FILE_NAME);
    if (!Files.exists(file)) {
      return NONE;
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      Json json = new Gson().fromJson(reader, Json.class);
      if (json == null) {
        return NONE;
      }
      Double size = json.micronsPerPixel;
      if (size != null && !(size > 0 && Double.isFinite(size))) {
        throw new SpermFinderException(
            file + ": micronsPerPixel must be above 0, not " + size + ".");
      }
      return new ModelCard(
          size == null ? OptionalDouble.empty() : OptionalDouble.of(size),
          json.thresholds == null
              ? Optional.empty()
              : Optional.of(
                  new Thresholds(
                      score(file, json.thresholds, SENSITIVITY_95),
                      score(file, json.thresholds, SENSITIVITY_90),
                      score(file, json.thresholds, BEST_F1))),
          precision(file, json.precision));
    } catch (IOException | JsonParseException | NumberFormatException e) {
      throw new SpermFinderException("The model card " + file + " cannot be read: " + e, e);
    }
  }

  private static Precision precision(Path file, String name) throws SpermFinderException {
    for (Precision precision : Precision.values()) {
      if (name == null || name.equals(name(precision))) {
        return precision; // the first where the card does not say
      }
    }
    throw new SpermFinderException(
        file
            + ": precision must be "
            + Arrays.stream(Precision.values()).map(ModelCard::name).collect(joining(" or "))
            + ", not "
            + name
            + ".");
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  private static double score(Path file, Map<String, Double> thresholds, String name)
      throws SpermFinderException {
    Double score = thresholds.get(name);
    if (score == null || !(score >= 0 && score <= 1)) {
      throw new SpermFinderException(
          file + ": thresholds." + name + " must be a score from 0 to 1, not " + score + ".");
    }
    return score;
  }

  /**
   * Writes the card into a model's folder.
   *
   * @param about what else it says, for people, such as what the model has learned from
   */
  void write(Path modelFolder, Map<String, String> about) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    micronsPerPixel.ifPresent(size -> json.put("micronsPerPixel", size));
    thresholds.ifPresent(scores -> json.put("thresholds", byName(scores)));
    json.put("precision", name(precision));
    json.putAll(about);
    byte[] text =
        new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create()
            .toJson(json)
            .getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(modelFolder.resolve(FILE_NAME), out -> out.write(text));
  }

  private static Map<String, Double> byName(Thresholds thresholds) {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put(SENSITIVITY_95, thresholds.sensitivity95());
    scores.put(SENSITIVITY_90, thresholds.sensitivity90());
    scores.put(BEST_F1, thresholds.bestF1());
    return scores;
  }
}
