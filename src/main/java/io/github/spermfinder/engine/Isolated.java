package io.github.spermfinder.engine;

import io.github.spermfinder.SpermFinderException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/**
 * The way to the classes that live apart, with the native libraries that they use. All are loaded
 * by one class loader, once in a JVM, since a native library can be loaded by one only.
 */
public final class Isolated {

  /** Bytes that JavaCPP lets the whole process take, by default twice Java's memory; 0 for any. */
  private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static ClassLoader loader;

  private Isolated() {}

  /**
   * Calls a static method with one argument.
   *
   * @param installed the folder {@code lib/sperm-finder} of an installed plugin
   * @param library that the class uses, for the user
   * @param className in an isolated package, by its name since nobody may import it
   * @param type of the argument, as the method declares it
   * @return what the method returns
   * @throws SpermFinderException what the method throws, or that the library does not load
   */
  public static <A> Object call(
      Path installed, String library, String className, String method, Class<A> type, A argument)
      throws SpermFinderException {
    ClassLoader isolated = loader(installed);
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(isolated); // JavaCPP and protobuf look for their parts through it
    try {
      return Class.forName(className, true, isolated)
          .getMethod(method, type)
          .invoke(null, argument);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SpermFinderException told) {
        throw told;
      }
      throw new SpermFinderException(library + " does not start: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new SpermFinderException(
          library + " does not start, its jars in " + installed + " do not fit: " + e, e);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private static synchronized ClassLoader loader(Path installed) throws SpermFinderException {
    if (loader == null) {
      ClassLoader own = Isolated.class.getClassLoader();
      ClassLoader isolated = new IsolatedClassLoader(NativeJars.find(installed, own), own);
      startWithoutLimit(isolated, installed);
      loader = isolated;
    }
    return loader;
  }

  /**
   * TensorFlow takes what it needs and keeps it, so JavaCPP's limit would sooner or later fail
   * whatever comes next, with lots of memory left. Other plugins' JavaCPP keeps its own.
   */
  private static void startWithoutLimit(ClassLoader isolated, Path installed)
      throws SpermFinderException {
    String before = System.getProperty(LIMIT);
    if (before == null) {
      System.setProperty(LIMIT, "0");
    }
    try {
      Class.forName("org.bytedeco.javacpp.Pointer", true, isolated);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new SpermFinderException(
          "JavaCPP does not start, its jars in " + installed + ": " + e, e);
    } finally {
      if (before == null) {
        System.clearProperty(LIMIT);
      }
    }
  }
}
