package io.github.spermfinder;

/**
 * An axis-parallel rectangle in pixel coordinates of an image: {@code (x, y)} is the upper left
 * corner, and pixel (0, 0) covers [0, 1) x [0, 1), as in ImageJ and COCO.
 *
 * @param x left edge, in pixels
 * @param y upper edge, in pixels
 * @param width at least 0, in pixels
 * @param height at least 0, in pixels
 */
public record Box(double x, double y, double width, double height) {

  /**
   * @throws IllegalArgumentException if a number is not finite, or width or height is negative
   */
  public Box {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException("A box needs a finite corner, not (" + x + ", " + y + ")");
    }
    if (!(width >= 0 && height >= 0 && width + height < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "A box needs a finite size of at least 0, not " + width + " x " + height);
    }
  }

  /** The box with these edges. */
  public static Box ofEdges(double left, double top, double right, double bottom) {
    return new Box(left, top, right - left, bottom - top);
  }

  public double right() {
    return x + width;
  }

  public double bottom() {
    return y + height;
  }

  public double centerX() {
    return x + width / 2;
  }

  public double centerY() {
    return y + height / 2;
  }

  public double area() {
    return width * height;
  }

  /** Area that both boxes cover. */
  public double intersection(Box other) {
    double w = Math.min(right(), other.right()) - Math.max(x, other.x);
    double h = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
    return w > 0 && h > 0 ? w * h : 0;
  }

  /** Intersection over union (Jaccard index), 0 to 1; 0 where both boxes are empty. */
  public double iou(Box other) {
    double intersection = intersection(other);
    return intersection > 0 ? intersection / (area() + other.area() - intersection) : 0;
  }

  /** Whether another box lies within this one, borders included. */
  public boolean contains(Box other) {
    return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom();
  }

  /** The smallest box around both. */
  public Box union(Box other) {
    return ofEdges(
        Math.min(x, other.x),
        Math.min(y, other.y),
        Math.max(right(), other.right()),
        Math.max(bottom(), other.bottom()));
  }

  /**
   * The part of this box within another; of no size, on the other's border, where they are apart.
   */
  public Box clip(Box window) {
    if (window.contains(this)) {
      return this; // to the last digit
    }
    double left = clamp(x, window.x, window.right());
    double top = clamp(y, window.y, window.bottom());
    double right = clamp(right(), window.x, window.right());
    double bottom = clamp(bottom(), window.y, window.bottom());
    return ofEdges(left, top, right, bottom);
  }

  private static double clamp(double value, double low, double high) {
    return Math.max(low, Math.min(value, high));
  }
}
