package io.github.spermfinder.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.TrainableNetwork;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  /** Saves, if that has not been done, and then removes the checkpoint before. */
  void save(TrainableNetwork network, State state) throws SpermFinderException {
    if (read().filter(state::equals).isPresent()) {
      return; // writing over the only checkpoint would put it at risk
    }
    try {
      Files.createDirectories(folder);
      Path checkpoint = checkpoint(state.step());
      network.save(checkpoint);
      force(checkpoint);
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

  /** Makes sure that a checkpoint is on the disk, in case the power fails. */
  private void force(Path checkpoint) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, checkpoint.getFileName() + ".*")) {
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }
}
