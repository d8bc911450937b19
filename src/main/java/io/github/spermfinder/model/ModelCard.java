package io.github.spermfinder.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * What is known about a model beside its graph, from its {@code model.json}.
 *
 * @param micronsPerPixel size of a pixel that the network sees, in micrometres, in the images that
 *     it was trained with; empty where the card does not say
 */
public record ModelCard(OptionalDouble micronsPerPixel) {

  static final String FILE_NAME = "model.json";

  /** The card of a model that came without one. */
  public static final ModelCard NONE = new ModelCard(OptionalDouble.empty());

  private record Json(Double micronsPerPixel) {}

  /**
   * Reads the card in a model's folder.
   *
   * @return {@link #NONE} where there is none
   * @throws SpermFinderException if it is there but cannot be read
   */
  static ModelCard read(Path modelFolder) throws SpermFinderException {
    Path file = modelFolder.resolve(FILE_NAME);
    if (!Files.exists(file)) {
      return NONE;
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      Json json = new Gson().fromJson(reader, Json.class);
      if (json == null || json.micronsPerPixel == null) {
        return NONE;
      }
      if (!(json.micronsPerPixel > 0 && Double.isFinite(json.micronsPerPixel))) {
        throw new SpermFinderException(
            file + ": micronsPerPixel must be above 0, not " + json.micronsPerPixel + ".");
      }
      return new ModelCard(OptionalDouble.of(json.micronsPerPixel));
    } catch (IOException | JsonParseException | NumberFormatException e) {
      throw new SpermFinderException("The model card " + file + " cannot be read: " + e, e);
    }
  }

  /** Writes the card into a model's folder. */
  void write(Path modelFolder) throws IOException {
    Double size = micronsPerPixel.isPresent() ? micronsPerPixel.getAsDouble() : null;
    byte[] text =
        new GsonBuilder()
            .setPrettyPrinting()
            .create()
            .toJson(new Json(size))
            .getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(modelFolder.resolve(FILE_NAME), out -> out.write(text));
  }
}
