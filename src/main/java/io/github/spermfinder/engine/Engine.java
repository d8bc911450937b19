package io.github.spermfinder.engine;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.network.NetworkDesign;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs networks. There is one in a JVM; {@link Engines} starts it. */
public interface Engine {

  /** Name and version, for the user. */
  String version();

  /** What it could run on here, as the engine calls it: {@code CPU:0}, {@code GPU:0 (name)}. */
  List<String> devices();

  /** Why it can run on no GPU here, as the rest of a sentence; empty if it can. */
  Optional<String> gpuProblem();

  /** The jar of its native library. */
  Path nativeLibraryJar();

  /** Where its native library lies unpacked. */
  Path nativeLibraryFolder();

  /**
   * Loads a network into memory and runs it once, so that the first image does not wait for that.
   *
   * @param savedModel folder with {@code saved_model.pb}
   * @param precision the least that the network needs
   * @throws SpermFinderException if it is no object detection SavedModel, if it is damaged, or if
   *     the device cannot be used
   */
  Network load(Path savedModel, Device device, Precision precision) throws SpermFinderException;

  /**
   * Makes a network with random weights, to be trained.
   *
   * @throws SpermFinderException if the device cannot be used
   */
  TrainableNetwork create(NetworkDesign design, TrainingSettings settings, Device device)
      throws SpermFinderException;
}
