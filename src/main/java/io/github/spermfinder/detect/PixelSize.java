package io.github.spermfinder.detect;

import java.util.Optional;

/**
 * How large a pixel is in the sample.
 *
 * @param width in micrometres, above 0
 * @param height in micrometres, above 0
 */
public record PixelSize(double width, double height) {

  /**
   * As users give it.
   *
   * @param microns width and height; 0 for nothing
   */
  public static Optional<PixelSize> given(double microns) {
    return microns > 0 ? Optional.of(new PixelSize(microns, microns)) : Optional.empty();
  }

  public PixelSize {
    if (!(width > 0 && height > 0 && width + height < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("A pixel has a size, not " + width + " x " + height);
    }
  }
}
