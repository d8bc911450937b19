package io.github.spermfinder.image;

import java.util.Arrays;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;

/** Brings pixel values of any range to the grey levels 0 to 255 that networks are trained on. */
public final class Intensity {

  /** Shares of the pixels that may be darker than black, and brighter than white. */
  private static final double CUT = 0.001;

  private static final int SAMPLES = 1 << 18;

  private Intensity() {}

  /**
   * Values that become black and white.
   *
   * @param black becomes 0, as does everything below
   * @param white becomes 255, as does everything above
   */
  public record Range(double black, double white) {}

  /**
   * The range between the 0.1 and 99.9 percentiles of a plane, which single hot pixels do not move.
   * NaN and infinite values do not count. Large planes are sampled on a regular grid.
   *
   * @return 0 to 0 where no value counts
   */
  public static <T extends RealType<T>> Range robustRange(RandomAccessibleInterval<T> plane) {
    long width = plane.dimension(0);
    long height = plane.dimension(1);
    long step = Math.max(1, (long) Math.ceil(Math.sqrt((double) width * height / SAMPLES)));
    double[] samples =
        new double[Math.toIntExact(((width - 1) / step + 1) * ((height - 1) / step + 1))];
    int count = 0;
    RandomAccess<T> access = plane.randomAccess();
    for (long y = 0; y < height; y += step) {
      for (long x = 0; x < width; x += step) {
        double value = access.setPositionAndGet(plane.min(0) + x, plane.min(1) + y).getRealDouble();
        if (Double.isFinite(value)) {
          samples[count++] = value;
        }
      }
    }
    if (count == 0) {
      return new Range(0, 0);
    }
    Arrays.sort(samples, 0, count);
    int cut = (int) (CUT * (count - 1));
    return new Range(samples[cut], samples[count - 1 - cut]);
  }

  /** A view of a plane in which the range lies from 0 to 255; NaN becomes 0. */
  public static <T extends RealType<T>> RandomAccessibleInterval<FloatType> scale(
      RandomAccessibleInterval<T> plane, Range range) {
    double black = range.black();
    double factor = range.white() > black ? 255 / (range.white() - black) : 0;
    return Converters.convert(
        plane,
        (in, out) -> {
          double value = (in.getRealDouble() - black) * factor;
          out.setReal(value > 0 ? Math.min(value, 255) : 0);
        },
        new FloatType());
  }
}
