package io.github.spermfinder.image;

import java.nio.ByteBuffer;
import net.imglib2.Cursor;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * A two-dimensional image as a network sees it: grey or RGB, with values from 0 to 255. A view of
 * the original pixels: making one copies nothing.
 */
public abstract class Plane {

  private final int width;
  private final int height;
  private final int channels;

  private Plane(RandomAccessibleInterval<?> pixels, int channels) {
    if (pixels.numDimensions() != 2) {
      throw new IllegalArgumentException("A plane has 2 dimensions, not " + pixels.numDimensions());
    }
    this.width = Math.toIntExact(pixels.dimension(0));
    this.height = Math.toIntExact(pixels.dimension(1));
    this.channels = channels;
  }

  /**
   * A grey plane.
   *
   * @param values from 0 to 255; x, y
   */
  public static <T extends RealType<T>> Plane grey(RandomAccessibleInterval<T> values) {
    RandomAccessibleInterval<T> pixels = Views.zeroMin(values);
    return new Plane(pixels, 1) {
      @Override
      void read(Interval part, float[] target) {
        int i = 0;
        for (Cursor<T> cursor = cursor(pixels, part); cursor.hasNext(); ) {
          target[i++] = cursor.next().getRealFloat();
        }
      }

      @Override
      void copy(Interval part, ByteBuffer rgb) {
        for (Cursor<T> cursor = cursor(pixels, part); cursor.hasNext(); ) {
          byte value = toByte(cursor.next().getRealFloat());
          rgb.put(value).put(value).put(value);
        }
      }
    };
  }

  /**
   * A colour plane.
   *
   * @param colours their alpha is ignored; x, y
   */
  public static Plane colour(RandomAccessibleInterval<ARGBType> colours) {
    RandomAccessibleInterval<ARGBType> pixels = Views.zeroMin(colours);
    return new Plane(pixels, 3) {
      @Override
      void read(Interval part, float[] target) {
        int i = 0;
        for (Cursor<ARGBType> cursor = cursor(pixels, part); cursor.hasNext(); ) {
          int argb = cursor.next().get();
          target[i++] = ARGBType.red(argb);
          target[i++] = ARGBType.green(argb);
          target[i++] = ARGBType.blue(argb);
        }
      }

      @Override
      void copy(Interval part, ByteBuffer rgb) {
        for (Cursor<ARGBType> cursor = cursor(pixels, part); cursor.hasNext(); ) {
          int argb = cursor.next().get();
          rgb.put((byte) (argb >> 16)).put((byte) (argb >> 8)).put((byte) argb);
        }
      }
    };
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** 1 where it is grey, 3 where it is RGB. */
  public int channels() {
    return channels;
  }

  /** Reads a part that lies within the plane: {@link #channels()} values a pixel, row by row. */
  abstract void read(Interval part, float[] target);

  /** Writes a part that lies within the plane: 3 bytes a pixel, row by row. */
  abstract void copy(Interval part, ByteBuffer rgb);

  /** The nearest grey level to a value from 0 to 255. */
  static byte toByte(float value) {
    return (byte) (int) (value + 0.5f);
  }

  private static <T> Cursor<T> cursor(RandomAccessibleInterval<T> pixels, Interval part) {
    boolean whole = Intervals.equals(pixels, part);
    return Views.flatIterable(whole ? pixels : Views.interval(pixels, part)).cursor();
  }
}
