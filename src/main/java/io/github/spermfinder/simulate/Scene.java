package io.github.spermfinder.simulate;

import java.util.HashMap;
import java.util.Map;

/**
 * What lies between light and lens, as maps of what it does to light.
 *
 * <p>Lengths are in pixels. Things are drawn with soft edges, the softer the more they are out of
 * focus.
 */
final class Scene {

  /** Steps of a profile that soft edges are drawn with, in widths of the edge. */
  private static final double EDGE = 1.5;

  final int width;
  final int height;

  /** Delay of light, in radians; row by row. */
  final float[] phase;

  /** Light that is lost: its natural logarithm; row by row. */
  final float[] absorption;

  Scene(int width, int height) {
    this.width = width;
    this.height = height;
    phase = new float[width * height];
    absorption = new float[width * height];
  }

  /**
   * A lens-shaped body: thick in the middle where {@code dome} is 1, flat where it is 0, thin in
   * the middle where it is negative.
   *
   * @param angle of its first axis, in radians
   * @param softness width of its edge
   */
  void ellipse(
      double x,
      double y,
      double a,
      double b,
      double angle,
      double delay,
      double loss,
      double dome,
      double softness) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double small = Math.min(a, b);
    double reach = Math.max(a, b) + EDGE * softness + 1;
    int x0 = (int) Math.max(0, Math.floor(x - reach));
    int x1 = (int) Math.min(width - 1, Math.ceil(x + reach));
    int y0 = (int) Math.max(0, Math.floor(y - reach));
    int y1 = (int) Math.min(height - 1, Math.ceil(y + reach));
    for (int row = y0; row <= y1; row++) {
      for (int column = x0; column <= x1; column++) {
        double u = ((column + 0.5 - x) * cos + (row + 0.5 - y) * sin) / a;
        double v = ((row + 0.5 - y) * cos - (column + 0.5 - x) * sin) / b;
        double r = Math.sqrt(u * u + v * v);
        double inside = step((1 - r) * small, softness);
        if (inside > 0) {
          double shape = 1 - dome * Math.min(1, r * r);
          int at = row * width + column;
          phase[at] += (float) (delay * inside * shape);
          absorption[at] += (float) (loss * inside * shape);
        }
      }
    }
  }

  /** A thread along points. */
  void stroke(double[] xs, double[] ys, double thickness, double delay, double end, double soft) {
    double sigma = Math.max(0.45, Math.hypot(thickness / 2, soft / 2));
    double peak = delay * Math.min(1, thickness / (2 * sigma));
    double reach = 2.5 * sigma;
    int n = xs.length - 1;
    Map<Integer, Double> strongest = new HashMap<>();
    for (int i = 0; i < n; i++) {
      double dx = xs[i + 1] - xs[i];
      double dy = ys[i + 1] - ys[i];
      double length2 = Math.max(1e-9, dx * dx + dy * dy);
      int x0 = (int) Math.max(0, Math.floor(Math.min(xs[i], xs[i + 1]) - reach));
      int x1 = (int) Math.min(width - 1, Math.ceil(Math.max(xs[i], xs[i + 1]) + reach));
      int y0 = (int) Math.max(0, Math.floor(Math.min(ys[i], ys[i + 1]) - reach));
      int y1 = (int) Math.min(height - 1, Math.ceil(Math.max(ys[i], ys[i + 1]) + reach));
      for (int row = y0; row <= y1; row++) {
        for (int column = x0; column <= x1; column++) {
          double px = column + 0.5 - xs[i];
          double py = row + 0.5 - ys[i];
          double t = Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
          double d2 = Math.pow(px - t * dx, 2) + Math.pow(py - t * dy, 2);
          double along = (i + t) / n;
          double value = peak * (1 + (end - 1) * along) * Math.exp(-d2 / (2 * sigma * sigma));
          if (value > 0.01 * Math.abs(peak)) {
            strongest.merge(row * width + column, value, Math::max);
          }
        }
      }
    }
    strongest.forEach((at, value) -> phase[at] += value.floatValue());
  }

  /** 0 outside, 1 inside, smooth over an edge. */
  private static double step(double depth, double softness) {
    double t = depth / (2 * EDGE / 3 * Math.max(softness, 0.5)) + 0.5;
    return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
  }
}
