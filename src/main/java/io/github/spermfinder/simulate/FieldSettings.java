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
 * @param sperm in a field, on average; at least 0
 */
public record FieldSettings(
    FieldKind kind,
    int width,
    int height,
    double micronsPerPixel,
    Optional<Contrast> contrast,
    double sperm) {

  /**
   * @throws IllegalArgumentException if a length is not above 0, or the number of sperm below
   */
  public FieldSettings {
    if (width < 1 || height < 1 || !(micronsPerPixel > 0 && sperm >= 0)) {
      throw new IllegalArgumentException(
          width + " x " + height + " pixels of " + micronsPerPixel + " um, " + sperm + " sperm");
    }
  }

  /** As many sperm as the kind has. */
  public FieldSettings(
      FieldKind kind, int width, int height, double micronsPerPixel, Optional<Contrast> contrast) {
    this(kind, width, height, micronsPerPixel, contrast, kind.sperm);
  }

  /** A kind's own size and scale. */
  public static FieldSettings of(FieldKind kind) {
    return new FieldSettings(kind, kind.width, kind.height, kind.micronsPerPixel, Optional.empty());
  }
}
