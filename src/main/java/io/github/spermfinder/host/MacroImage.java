package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.scijava.thread.ThreadService;

/**
 * The current image of a macro or script whose commands run on threads of their own, as SciJava's
 * do in Fiji. ImageJ keeps an image that is not shown (batch mode, no display, {@code IJ.run(image,
 * ...)}) as the current one of a single thread; on another it answers with whatever window is in
 * front, or what an earlier command left on that thread.
 */
public final class MacroImage {

  private MacroImage() {}

  /**
   * The current image of who had this thread run.
   *
   * @return empty where this is the macro's own thread, or its image is the one in front
   */
  public static Optional<ImagePlus> current(ThreadService threads) {
    Thread caller = threads.getParent(null);
    if (caller == null) {
      return Optional.empty();
    }
    Map<?, ?> images = imagesOfThreads();
    Set<Thread> seen = new HashSet<>(); // threads are used again: each may have had the other run
    for (Thread next = caller; next != null && seen.add(next); next = threads.getParent(next)) {
      if (images.get(next) instanceof ImagePlus image) {
        return Optional.of(image);
      }
    }
    return Optional.ofNullable(Interpreter.getLastBatchModeImage());
  }

  /**
   * Shows an image; where that makes it a thread's current one, that of who had this thread run.
   */
  public static void show(ImagePlus image, ThreadService threads) {
    image.show();
    Thread caller = threads.getParent(null);
    if (caller != null && WindowManager.getTempCurrentImage() == image) {
      WindowManager.setTempCurrentImage(null);
      WindowManager.setTempCurrentImage(caller, image);
    }
  }

  /** ImageJ tells those of other threads to nobody. */
  private static Map<?, ?> imagesOfThreads() {
    try {
      Field table = WindowManager.class.getDeclaredField("tempImageTable");
      table.setAccessible(true);
      return (Map<?, ?>) table.get(null);
    } catch (ReflectiveOperationException | RuntimeException otherImageJ) {
      return Map.of();
    }
  }
}
