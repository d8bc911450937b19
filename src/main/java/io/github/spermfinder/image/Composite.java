package io.github.spermfinder.image;

import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.converter.RealLUTConverter;
import net.imglib2.display.ColorTable8;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;

/** Shows channels in colour, one over the other, as ImageJ's composite images do. */
public final class Composite {

  private Composite() {}

  /**
   * A view of a channel in the colours of a lookup table.
   *
   * @param min value that has the first colour, as has everything below
   * @param max value that has the last colour, as has everything above
   * @param colours red, green and blue of 256 colours each
   */
  public static <T extends RealType<T>> RandomAccessibleInterval<ARGBType> colours(
      RandomAccessibleInterval<T> channel, double min, double max, byte[][] colours) {
    return Converters.convert(
        channel, new RealLUTConverter<>(min, max, new ColorTable8(colours)), new ARGBType());
  }

  /** A view of the sum of several channels' colours, each component at most 255. */
  public static RandomAccessibleInterval<ARGBType> merge(
      List<RandomAccessibleInterval<ARGBType>> channels) {
    return channels.stream()
        .reduce(
            (a, b) ->
                Converters.convert(
                    a, b, (x, y, sum) -> sum.set(add(x.get(), y.get())), new ARGBType()))
        .orElseThrow(() -> new IllegalArgumentException("No channel to show"));
  }

  private static int add(int a, int b) {
    return ARGBType.rgba(
        Math.min(255, ARGBType.red(a) + ARGBType.red(b)),
        Math.min(255, ARGBType.green(a) + ARGBType.green(b)),
        Math.min(255, ARGBType.blue(a) + ARGBType.blue(b)),
        255);
  }
}
