package io.github.spermfinder.engine;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Keeps TensorFlow and FFmpeg to itself. Other plugins put TensorFlow 1 on Fiji's class path, which
 * shares over a thousand class names with ours, or JavaCPP of another version. So these libraries,
 * what they stand on, and our own classes that use them are looked for here first; everything else
 * comes from the parent as usual.
 */
final class IsolatedClassLoader extends URLClassLoader {

  /** The packages that may use them; they lie in the plugin's own jar. */
  private static final List<String> OWN_PACKAGES =
      List.of("io.github.spermfinder.tensorflow.", "io.github.spermfinder.ffmpeg.");

  static {
    registerAsParallelCapable();
  }

  IsolatedClassLoader(Collection<URL> jars, ClassLoader parent) {
    super(jars.toArray(URL[]::new), parent);
  }

  private static boolean isIsolated(String className) {
    return className.startsWith("org.tensorflow.")
        || className.startsWith("org.bytedeco.")
        || className.startsWith("com.google.protobuf.")
        || OWN_PACKAGES.stream().anyMatch(className::startsWith);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isIsolated(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  public URL getResource(String name) {
    return isIsolated(name.replace('/', '.')) ? findResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (!isIsolated(name.replace('/', '.'))) {
      return super.getResources(name);
    }
    URL found = findResource(name);
    return found == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(found));
  }
}
