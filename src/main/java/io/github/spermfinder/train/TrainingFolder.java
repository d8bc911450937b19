package io.github.spermfinder.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.TrainableNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a training keeps what it needs to go on after an interruption: the last checkpoint, and a
 * small file that says which one it is, written after it. So there is always a whole one.
 */
final class TrainingFolder {

  private static final String STATE_FILE = "state.json";
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Path folder;

  /**
   * Where a training stands.
   *
   * @param recipe what it does, to tell it from others
   * @param step that the checkpoint was saved after
   * @param bestAp validation AP50 of the best weights so far, -1 for none
   * @param bestStep when they were
   */
  record State(String recipe, long step, double bestAp, long bestStep) {}

  TrainingFolder(Path folder) {
    this.folder = folder;
  }

  /** The last state saved, if there is any. */
  Optional<State> read() throws SpermFinderException {
    Path file = folder.resolve(STATE_FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(GSON.fromJson(Files.readString(file), State.class));
    } catch (IOException | JsonParseException e) {
      throw new SpermFinderException("The training's " + file + " cannot be read: " + e, e);
    }
  }

  Path checkpoint(long step) {
    return folder.resolve("step-" + step);
  }

  /** Saves, and then removes the checkpoint before. */
  void save(TrainableNetwork network, State state) throws SpermFinderException {
    try {
      Files.createDirectories(folder);
      network.save(checkpoint(state.step()));
      AtomicFile.write(
          folder.resolve(STATE_FILE),
          out -> out.write(GSON.toJson(state).getBytes(StandardCharsets.UTF_8)));
      String current = "step-" + state.step() + ".";
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (name.startsWith("step-") && !name.startsWith(current)) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      throw new SpermFinderException("The training cannot be saved in " + folder + ": " + e, e);
    }
  }
}
