package io.github.spermfinder.engine;

import io.github.spermfinder.SpermFinderException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a network is asked to run on.
 *
 * @param kind processor or graphics card, or whichever is faster
 * @param index which graphics card, from 0; 0 for the others
 */
public record Device(Kind kind, int index) {

  /** Kinds of devices. */
  public enum Kind {
    /** A GPU where one is usable, else the CPU. */
    AUTOMATIC,
    CPU,
    /** A GPU, or an error. */
    GPU
  }

  public static final Device AUTOMATIC = new Device(Kind.AUTOMATIC, 0);
  public static final Device CPU = new Device(Kind.CPU, 0);

  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

  /**
   * Reads {@code Automatic}, {@code CPU}, {@code GPU} or {@code GPU:1}, in any case.
   *
   * @throws SpermFinderException if it is none of these
   */
  public static Device parse(String text) throws SpermFinderException {
    String name = text.trim().toLowerCase(Locale.ROOT);
    Matcher gpu = GPU.matcher(name);
    if (gpu.matches()) {
      return new Device(Kind.GPU, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
    }
    return switch (name) {
      case "automatic" -> AUTOMATIC;
      case "cpu" -> CPU;
      default ->
          throw new SpermFinderException(
              "device="
                  + text
                  + " is not allowed: give Automatic, CPU, GPU, or GPU:1 for the second GPU.");
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case AUTOMATIC -> "Automatic";
      case CPU -> "CPU";
      case GPU -> index == 0 ? "GPU" : "GPU:" + index;
    };
  }
}
