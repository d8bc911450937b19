package io.github.spermfinder.engine;

import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the jars of TensorFlow and FFmpeg. In an installed plugin they lie in {@code
 * lib/sperm-finder/} beside ImageJ's {@code plugins/}, off the class path, where no other plugin
 * trips over them. Where the plugin runs from its build, they are on the class path.
 */
final class NativeJars {

  /** One class of each jar; none of them exists in TensorFlow 1, which may be there too. */
  private static final List<String> MARKERS =
      List.of(
          "org/tensorflow/ConcreteFunction.class",
          "org/tensorflow/ndarray/NdArray.class",
          "org/tensorflow/internal/c_api/TF_Tensor.class",
          "org/bytedeco/javacpp/Loader.class",
          "com/google/protobuf/GeneratedMessageV3.class");

  /** FFmpeg's; without it there is no video, but all else. */
  private static final String FFMPEG = "org/bytedeco/ffmpeg/avformat/AVFormatContext.class";

  private static final List<String> NATIVE_FOLDERS =
      List.of("org/tensorflow/internal/c_api/", "org/bytedeco/ffmpeg/");

  /** Platforms that there are native libraries for, by JavaCPP's names. */
  private static final List<String> PLATFORMS =
      List.of("linux-x86_64", "linux-x86_64-gpu", "linux-arm64", "windows-x86_64", "macosx-arm64");

  private NativeJars() {}

  /**
   * @param installed the folder {@code lib/sperm-finder}, used if it is there
   * @param loader of the plugin's own classes
   * @return the jars, and the plugin's own jar or folder
   * @throws SpermFinderException if those of TensorFlow are nowhere
   */
  static Set<URL> find(Path installed, ClassLoader loader) throws SpermFinderException {
    Set<URL> jars = new LinkedHashSet<>();
    jars.add(NativeJars.class.getProtectionDomain().getCodeSource().getLocation());
    if (Files.isDirectory(installed)) {
      jars.addAll(jarsIn(installed));
    } else {
      for (String marker : MARKERS) {
        rootOf(loader, marker).ifPresent(jars::add);
      }
      rootOf(loader, FFMPEG).ifPresent(jars::add);
      for (String folder : NATIVE_FOLDERS) {
        for (String platform : PLATFORMS) {
          rootOf(loader, folder + platform + "/").ifPresent(jars::add);
        }
      }
    }
    try (URLClassLoader found = new URLClassLoader(jars.toArray(URL[]::new), null)) {
      for (String marker : MARKERS) {
        if (jars.size() > 1 && found.findResource(marker) == null) {
          throw new SpermFinderException(
              "TensorFlow is incomplete: the jar with "
                  + marker
                  + " is missing from "
                  + installed
                  + ". Unpack the Sperm Finder zip for your platform over the folder of Fiji or"
                  + " ImageJ again.");
        }
      }
    } catch (IOException e) {
      throw new SpermFinderException("TensorFlow's jars cannot be read: " + jars, e);
    }
    if (jars.size() == 1) {
      throw new SpermFinderException(
          "TensorFlow is missing: "
              + installed
              + " holds no jar of it. Unpack the Sperm Finder zip for your platform over the"
              + " folder of Fiji or ImageJ again.");
    }
    return jars;
  }

  private static List<URL> jarsIn(Path folder) throws SpermFinderException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(NativeJars::url)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new SpermFinderException("TensorFlow's folder " + folder + " cannot be read.", e);
    }
  }

  private static Optional<URL> rootOf(ClassLoader loader, String resource) {
    URL url = loader.getResource(resource);
    if (url == null) {
      return Optional.empty();
    }
    try {
      URLConnection connection = url.openConnection();
      if (connection instanceof JarURLConnection jar) {
        return Optional.of(jar.getJarFileURL());
      }
      Path root = Path.of(url.toURI());
      for (int i = 0; i < Path.of(resource).getNameCount(); i++) {
        root = root.getParent();
      }
      return Optional.of(url(root));
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("Not a place on the class path: " + url, e);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
