package io.github.spermfinder.tensorflow;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;

/**
 * TensorFlow's native library. JavaCPP unpacks it from its jar into a cache folder of the user when
 * it is used for the first time, and says nothing about it; so this watches the folder grow.
 */
final class NativeLibrary {

  private static final String FOLDER = "org/tensorflow/internal/c_api/";

  /** As JavaCPP has it: where both builds are, it takes the one for GPUs. */
  private static final List<String> EXTENSIONS = List.of("-gpu", "");

  private static final long MEGABYTE = 1_000_000;

  private final Path jar;
  private final long unpackedBytes;
  private final boolean gpu;
  private final Path cache;

  private NativeLibrary(Path jar, long unpackedBytes, boolean gpu, Path cache) {
    this.jar = jar;
    this.unpackedBytes = unpackedBytes;
    this.gpu = gpu;
    this.cache = cache;
  }

  /**
   * @throws SpermFinderException if there is none for this computer
   */
  static NativeLibrary find() throws SpermFinderException {
    ClassLoader loader = NativeLibrary.class.getClassLoader();
    for (String extension : EXTENSIONS) {
      String folder = FOLDER + Loader.getPlatform() + extension + "/";
      URL url = loader.getResource(folder);
      if (url != null) {
        try {
          JarURLConnection connection = (JarURLConnection) url.openConnection();
          long bytes =
              connection.getJarFile().stream()
                  .filter(entry -> entry.getName().startsWith(folder))
                  .mapToLong(JarEntry::getSize)
                  .sum();
          Path jar = Path.of(connection.getJarFile().getName());
          Path cache = Loader.getCacheDir().toPath().resolve(jar.getFileName()).resolve(folder);
          return new NativeLibrary(jar, bytes, !extension.isEmpty(), cache);
        } catch (IOException e) {
          throw new SpermFinderException("TensorFlow's native library cannot be read: " + url, e);
        }
      }
    }
    throw new SpermFinderException(
        "TensorFlow is installed for another platform: this computer is "
            + Loader.getPlatform()
            + ". Install the Sperm Finder zip whose name ends in -"
            + Loader.getPlatform()
            + ".zip.");
  }

  /** Whether it was built to run on NVIDIA GPUs too. */
  boolean isGpuBuild() {
    return gpu;
  }

  /** What it is packed in. */
  Path jar() {
    return jar;
  }

  /** Where it lies, or will lie, unpacked. */
  Path cache() {
    return cache;
  }

  /**
   * Loads it, unpacking it first where that has not been done yet.
   *
   * @throws SpermFinderException if there is no room, or it does not load
   */
  void load(Progress progress) throws SpermFinderException {
    long missing = unpackedBytes - unpacked();
    if (missing <= 0) {
      progress.show(0, "Starting TensorFlow...");
      loadNow();
      return;
    }
    requireRoom();
    CountDownLatch done = new CountDownLatch(1);
    Thread watch = new Thread(() -> watch(progress, done), "Sperm Finder: unpacking TensorFlow");
    watch.setDaemon(true);
    watch.start();
    try {
      loadNow();
    } catch (SpermFinderException e) {
      requireRoom(); // somebody else may have filled the disk meanwhile
      throw e;
    } finally {
      done.countDown();
    }
  }

  private void requireRoom() throws SpermFinderException {
    long missing = unpackedBytes - unpacked();
    long free = existing(cache).toFile().getUsableSpace();
    if (free < missing) {
      throw new SpermFinderException(
          String.format(
              "TensorFlow unpacks %d MB on its first use, but only %d MB are free in %s. Make room,"
                  + " or start Java with -Dorg.bytedeco.javacpp.cachedir=FOLDER.",
              missing / MEGABYTE, free / MEGABYTE, cache));
    }
  }

  private void loadNow() throws SpermFinderException {
    try {
      TensorFlow.version();
    } catch (LinkageError e) {
      throw new SpermFinderException(
          "TensorFlow's native library does not load (from " + jar + " into " + cache + "): " + e,
          e);
    }
  }

  private void watch(Progress progress, CountDownLatch done) {
    try {
      do {
        long bytes = Math.min(unpacked(), unpackedBytes);
        progress.show(
            (double) bytes / unpackedBytes,
            String.format(
                "First use: unpacking TensorFlow, %d of %d MB",
                bytes / MEGABYTE, unpackedBytes / MEGABYTE));
      } while (!done.await(200, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long unpacked() {
    if (!Files.isDirectory(cache)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(cache)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    } catch (IOException e) {
      return 0; // it changes while we look: the next look tells more
    }
  }

  private static Path existing(Path folder) {
    Path path = folder.toAbsolutePath();
    while (!Files.exists(path)) {
      path = path.getParent();
    }
    return path;
  }
}
