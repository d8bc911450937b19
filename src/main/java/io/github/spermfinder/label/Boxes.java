package io.github.spermfinder.label;

import io.github.spermfinder.Box;
import java.util.List;
import java.util.function.Predicate;

/** What formats have in common in their treatment of boxes. */
final class Boxes {

  private Boxes() {}

  /**
   * The box with this corner and size.
   *
   * @throws LabelException if the size is negative
   */
  static Box box(Json entry, double x, double y, double width, double height)
      throws LabelException {
    if (width < 0 || height < 0) {
      throw entry.error("the box has a negative size, " + width + " x " + height);
    }
    return new Box(x, y, width, height);
  }

  /** The bounding box of these points. */
  static Box bounds(double[] x, double[] y) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      left = Math.min(left, x[i]);
      top = Math.min(top, y[i]);
      right = Math.max(right, x[i]);
      bottom = Math.max(bottom, y[i]);
    }
    return Box.ofEdges(left, top, right, bottom);
  }

  /** The area within a polygon (the shoelace formula), in square pixels. */
  static double polygonArea(double[] x, double[] y) {
    double twice = 0;
    for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
      twice += x[j] * y[i] - x[i] * y[j];
    }
    return Math.abs(twice) / 2;
  }

  /**
   * Whether a box is worth keeping: one of no size cannot be found by anybody and comes from a
   * click by mistake. Says so, and says it of boxes that reach beyond the image, which are kept as
   * they are.
   *
   * @param width of the image, 0 where unknown
   * @param height of the image, 0 where unknown
   */
  static boolean check(Box box, int width, int height, Notes notes, String entry) {
    if (box.width() == 0 || box.height() == 0) {
      notes.add("A box of no size was left out", entry);
      return false;
    }
    if (width > 0
        && height > 0
        && (box.x() < 0 || box.y() < 0 || box.right() > width || box.bottom() > height)) {
      notes.add("A box reaches beyond its image and was kept as it is", entry);
    }
    return true;
  }

  static void noteConverted(String shape, Notes notes, String entry) {
    notes.add("The bounding box was taken of a " + shape, entry);
  }

  /** Says that a format has no place for something that annotations of a dataset have. */
  static void noteLost(Dataset dataset, String what, Predicate<Annotation> has, Notes notes) {
    long lost = annotations(dataset).stream().filter(has).count();
    if (lost > 0) {
      notes.add(what + " of " + lost + " boxes has no place in this format and was left out");
    }
  }

  static List<Annotation> annotations(Dataset dataset) {
    return dataset.images().stream().flatMap(image -> image.annotations().stream()).toList();
  }
}
