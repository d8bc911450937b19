package io.github.spermfinder.simulate;

/** Blurs maps. */
final class Blur {

  private Blur() {}

  /**
   * Near a Gaussian: three running means (Kovesi 2010), with borders repeated.
   *
   * @param sigma in pixels
   * @return a new map
   */
  static float[] gaussian(float[] map, int width, int height, double sigma) {
    float[] result = map.clone();
    int radius = (int) Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2);
    if (radius < 1) {
      double side = Math.min(0.25, sigma * sigma / 2); // three taps of the right variance
      tap(result, width, height, side);
      return result;
    }
    float[] line = new float[Math.max(width, height)];
    for (int pass = 0; pass < 3; pass++) {
      for (int row = 0; row < height; row++) {
        mean(result, row * width, 1, width, radius, line);
      }
      for (int column = 0; column < width; column++) {
        mean(result, column, width, height, radius, line);
      }
    }
    return result;
  }

  private static void mean(float[] map, int start, int step, int length, int radius, float[] line) {
    for (int i = 0; i < length; i++) {
      line[i] = map[start + i * step];
    }
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      sum += line[clamp(i, length)];
    }
    for (int i = 0; i < length; i++) {
      map[start + i * step] = (float) (sum / (2 * radius + 1));
      sum += line[clamp(i + radius + 1, length)] - line[clamp(i - radius, length)];
    }
  }

  private static void tap(float[] map, int width, int height, double side) {
    float[] old = map.clone();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int at = row * width + column;
        float left = old[row * width + clamp(column - 1, width)];
        float right = old[row * width + clamp(column + 1, width)];
        float up = old[clamp(row - 1, height) * width + column];
        float down = old[clamp(row + 1, height) * width + column];
        map[at] = (float) (old[at] * (1 - 2 * side) + side / 2 * (left + right + up + down));
      }
    }
  }

  private static int clamp(int index, int length) {
    return Math.max(0, Math.min(index, length - 1));
  }
}
