package io.github.spermfinder.host;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Engine;
import io.github.spermfinder.engine.Engines;
import io.github.spermfinder.model.ModelCache;
import io.github.spermfinder.model.ModelFolder;
import io.github.spermfinder.model.ModelLibrary;
import java.util.List;

/** The models of this ImageJ, and the engine that runs them; one of each for all commands. */
public final class Models {

  /** The model that comes with the plugin. */
  public static final String SHIPPED = "ssd_mobilenet_v2_sperm";

  private static final ModelCache CACHE = new ModelCache();

  private Models() {}

  public static ModelLibrary library() {
    return new ModelLibrary(Installation.models());
  }

  /**
   * The names of the installed models.
   *
   * @throws SpermFinderException if a folder of models cannot be read
   */
  public static List<String> names() throws SpermFinderException {
    return library().names();
  }

  /**
   * The model that is used where none is named: the one that came with the plugin, if it is there.
   *
   * @param installed names of all models
   */
  public static String defaultName(List<String> installed) {
    return installed.isEmpty() || installed.contains(SHIPPED) ? SHIPPED : installed.get(0);
  }

  /**
   * The engine, started if need be.
   *
   * @throws SpermFinderException if TensorFlow does not start
   */
  public static Engine engine(Progress progress) throws SpermFinderException {
    return Engines.start(Installation.tensorFlowJars(), progress);
  }

  /**
   * A model, loaded if need be; it stays in memory at least until the loan is closed.
   *
   * @param nameOrPath of an installed model, or of a folder or zip
   * @throws SpermFinderException if there is none, or it cannot run on the device
   */
  public static ModelCache.Loan borrow(String nameOrPath, Device device, Progress progress)
      throws SpermFinderException {
    ModelFolder folder = library().find(nameOrPath);
    Engine engine = engine(progress);
    progress.show(0, "Loading model " + folder.name() + "...");
    return CACHE.borrow(folder, device, engine);
  }
}
