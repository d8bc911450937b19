package io.github.spermfinder;

import java.util.Comparator;
import java.util.Objects;

/**
 * An object that a detector found.
 *
 * @param box where, in pixels of the image
 * @param classId its class, from 1, as in the detector's {@link LabelMap}
 * @param score how sure the detector is, 0 to 1
 */
public record Detection(Box box, int classId, double score) {

  /** Best score first. Sorting with it keeps the order of equal scores. */
  public static final Comparator<Detection> BEST_FIRST =
      Comparator.comparingDouble(Detection::score).reversed();

  public Detection {
    Objects.requireNonNull(box);
  }
}
