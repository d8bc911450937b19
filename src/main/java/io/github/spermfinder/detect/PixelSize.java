package io.github.spermfinder.detect;

/**
 * How large a pixel is in the sample.
 *
 * @param width in micrometres, above 0
 * @param height in micrometres, above 0
 */
public record PixelSize(double width, double height) {

  public PixelSize {
    if (!(width > 0 && height > 0 && width + height < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("A pixel has a size, not " + width + " x " + height);
    }
  }
}
