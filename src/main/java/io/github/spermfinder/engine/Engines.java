package io.github.spermfinder.engine;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/** Starts the engine: TensorFlow, in a class loader of its own, once in a JVM. */
public final class Engines {

  private static final String TENSORFLOW = IsolatedClassLoader.OWN_PACKAGE + "TensorFlowEngine";

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
      engine = create(installed, progress);
    }
    return engine;
  }

  private static Engine create(Path installed, Progress progress) throws SpermFinderException {
    ClassLoader own = Engines.class.getClassLoader();
    ClassLoader loader = new IsolatedClassLoader(TensorFlowJars.find(installed, own), own);
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // JavaCPP and protobuf look for their parts through it
    try {
      return (Engine)
          Class.forName(TENSORFLOW, true, loader)
              .getMethod("start", Progress.class)
              .invoke(null, progress);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SpermFinderException told) {
        throw told;
      }
      throw new SpermFinderException("TensorFlow does not start: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new SpermFinderException(
          "TensorFlow does not start, its jars in " + installed + " do not fit: " + e, e);
    } finally {
      thread.setContextClassLoader(context);
    }
  }
}
