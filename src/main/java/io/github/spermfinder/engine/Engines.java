package io.github.spermfinder.engine;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import java.nio.file.Path;

/** Starts the engine: TensorFlow, in a class loader of its own, once in a JVM. */
public final class Engines {

  private static final String TENSORFLOW = "io.github.spermfinder.tensorflow.TensorFlowEngine";

  private static Engine engine;

  private Engines() {}

  /**
   * The engine, started if it is not running yet. The very first start on a machine unpacks
   * TensorFlow's native library, which takes a while and 650 MB.
   *
   * @param installed the folder {@code lib/sperm-finder} of an installed plugin
   * @param progress is told what a start is doing
   * @throws SpermFinderException if TensorFlow is missing, is for another platform, or has no room
   */
  public static synchronized Engine start(Path installed, Progress progress)
      throws SpermFinderException {
    if (engine == null) {
      engine =
          (Engine)
              Isolated.call(installed, "TensorFlow", TENSORFLOW, "start", Progress.class, progress);
    }
    return engine;
  }
}
