package io.github.spermfinder.image;

import java.nio.ByteBuffer;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Writes rectangles of a {@link Plane} as RGB bytes, as they are or resized: what a network takes.
 * Where a rectangle reaches beyond the plane, the plane's outermost pixels are repeated.
 */
public final class Crops {

  private Crops() {}

  /**
   * Writes a rectangle as it is.
   *
   * @param crop x and y, in pixels of the plane
   * @param rgb takes 3 bytes a pixel, row by row, from its position on
   */
  public static void copy(Plane plane, Interval crop, ByteBuffer rgb) {
    if (Intervals.contains(new FinalInterval(plane.width(), plane.height()), crop)) {
      plane.copy(crop, rgb);
    } else {
      resize(
          plane,
          crop,
          Math.toIntExact(crop.dimension(0)),
          Math.toIntExact(crop.dimension(1)),
          Resampling.LEGACY,
          rgb);
    }
  }

  /**
   * Writes a rectangle resized with bilinear interpolation, equal to TensorFlow's {@code
   * ResizeBilinear} of the same rectangle up to the rounding to whole grey levels.
   *
   * @param crop x and y, in pixels of the plane
   * @param width of the result, in pixels
   * @param height of the result, in pixels
   * @param rgb takes 3 bytes a pixel, row by row, from its position on
   */
  public static void resize(
      Plane plane, Interval crop, int width, int height, Resampling resampling, ByteBuffer rgb) {
    Axis xs = Axis.of(crop, 0, width, plane.width(), resampling);
    Axis ys = Axis.of(crop, 1, height, plane.height(), resampling);
    int channels = plane.channels();
    SourceRow upper = new SourceRow(plane, xs);
    SourceRow lower = new SourceRow(plane, xs);
    for (int y = 0; y < height; y++) {
      if (lower.y == ys.low[y]) { // going down, the lower row of before is the upper one of now
        SourceRow former = upper;
        upper = lower;
        lower = former;
      }
      upper.moveTo(ys.low[y]);
      if (ys.high[y] != ys.low[y]) {
        lower.moveTo(ys.high[y]);
      }
      float[] top = upper.values;
      float[] bottom = ys.high[y] == ys.low[y] ? top : lower.values;
      float weight = ys.weight[y];
      for (int i = 0; i < width * channels; i++) {
        byte value = Plane.toByte(top[i] + (bottom[i] - top[i]) * weight);
        rgb.put(value);
        if (channels == 1) {
          rgb.put(value).put(value);
        }
      }
    }
  }

  /** For each pixel of the target the two pixels of the plane that it lies between. */
  private record Axis(int[] low, int[] high, float[] weight) {

    static Axis of(Interval crop, int d, int length, int planeLength, Resampling resampling) {
      int cropLength = Math.toIntExact(crop.dimension(d));
      int offset = Math.toIntExact(crop.min(d));
      int[] low = new int[length];
      int[] high = new int[length];
      float[] weight = new float[length];
      for (int i = 0; i < length; i++) {
        float position = resampling.sourcePosition(i, cropLength, length);
        int floor = (int) Math.floor(position);
        low[i] = within(planeLength, offset + within(cropLength, floor));
        high[i] = within(planeLength, offset + within(cropLength, floor + 1));
        weight[i] = position - floor;
      }
      return new Axis(low, high, weight);
    }

    private static int within(int length, int index) {
      return Math.max(0, Math.min(index, length - 1));
    }

    int first() {
      return low[0];
    }

    int count() {
      return high[high.length - 1] - low[0] + 1;
    }
  }

  /** A row of the plane, interpolated along x. */
  private static final class SourceRow {

    private final Plane plane;
    private final Axis xs;
    private final float[] source;
    private final float[] values;
    private int y = -1;

    SourceRow(Plane plane, Axis xs) {
      this.plane = plane;
      this.xs = xs;
      this.source = new float[xs.count() * plane.channels()];
      this.values = new float[xs.low.length * plane.channels()];
    }

    void moveTo(int newY) {
      if (y == newY) {
        return;
      }
      y = newY;
      int channels = plane.channels();
      int first = xs.first();
      plane.read(FinalInterval.createMinSize(first, y, xs.count(), 1), source);
      for (int x = 0; x < xs.low.length; x++) {
        int low = (xs.low[x] - first) * channels;
        int high = (xs.high[x] - first) * channels;
        for (int c = 0; c < channels; c++) {
          float value = source[low + c];
          values[x * channels + c] = value + (source[high + c] - value) * xs.weight[x];
        }
      }
    }
  }
}
