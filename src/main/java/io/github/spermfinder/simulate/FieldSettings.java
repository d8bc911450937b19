package io.github.spermfinder.simulate;

import java.util.Optional;

/**
 * What fields are simulated.
 *
 * @param kind what is in them
 * @param width in pixels
 * @param height in pixels
 * @param micronsPerPixel above 0
 * @param contrast of the microscope; empty for any
 */
public record FieldSettings(
    FieldKind kind, int width, int height, double micronsPerPixel, Optional<Contrast> contrast) {

  /**
   * @throws IllegalArgumentException if a length is not above 0
   */
  public FieldSettings {
    if (width < 1 || height < 1 || !(micronsPerPixel > 0)) {
      throw new IllegalArgumentException(
          width + " x " + height + " pixels of " + micronsPerPixel + " um");
    }
  }

  /** A kind's own size and scale. */
  public static FieldSettings of(FieldKind kind) {
    return new FieldSettings(kind, kind.width, kind.height, kind.micronsPerPixel, Optional.empty());
  }
}
