package io.github.spermfinder;

import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Engine;
import io.github.spermfinder.engine.Engines;
import io.github.spermfinder.model.Model;
import io.github.spermfinder.model.ModelCache;
import io.github.spermfinder.model.ModelLibrary;
import java.nio.file.Path;
import java.util.List;

/** Real models, run by the real TensorFlow, for tests. */
public final class TestModels {

  private static final ModelCache CACHE = new ModelCache();

  private TestModels() {}

  /** TensorFlow from the class path, in isolation. */
  public static Engine engine() throws SpermFinderException {
    return Engines.start(Path.of("target", "no-such-folder"), Progress.NONE);
  }

  /** A model of the shared data folder, on the CPU; stays loaded until another one is asked for. */
  public static Model load(String relativePath) throws SpermFinderException {
    return load(SharedData.get(relativePath));
  }

  public static Model load(Path path) throws SpermFinderException {
    try (ModelCache.Loan loan =
        CACHE.borrow(new ModelLibrary(List.of()).find(path.toString()), Device.CPU, engine())) {
      return loan.model();
    }
  }
}
