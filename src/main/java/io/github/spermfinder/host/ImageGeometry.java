package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.measure.Calibration;
import io.github.spermfinder.Box;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.detect.Region;
import java.awt.Rectangle;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What ImageJ knows of an image beside its pixels: their size, and the selection. */
public final class ImageGeometry {

  /** No microscope image has pixels larger than this, in micrometres: a sperm head has 5. */
  private static final double MAX_PIXEL = 10;

  private ImageGeometry() {}

  /**
   * The size of the image's pixels by its calibration.
   *
   * @param notes is told, for the user, when the calibration is not believed
   * @return empty where the image has none, or none that a microscope could have, such as the dots
   *     per inch that many programs write into every file
   */
  public static Optional<PixelSize> pixelSize(ImagePlus image, Consumer<String> notes) {
    Calibration calibration = image.getCalibration();
    double unit = micrometres(calibration.getUnit());
    double width = calibration.pixelWidth * unit;
    double height = calibration.pixelHeight * unit;
    if (!(width > 0 && height > 0)) {
      return Optional.empty();
    }
    if (width > MAX_PIXEL || height > MAX_PIXEL) {
      notes.accept(
          String.format(
              Locale.ROOT,
              "A pixel size of %.3g um is no microscope's and is left out of account.",
              width));
      return Optional.empty();
    }
    return Optional.of(new PixelSize(width, height));
  }

  /** How many micrometres a unit has; 0 where it is no unit of length. */
  private static double micrometres(String unit) {
    return switch (unit.trim().toLowerCase(Locale.ROOT)) {
      case "\u00b5m",
          "\u03bcm",
          "um",
          "micron",
          "microns",
          "micrometer",
          "micrometers",
          "micrometre",
          "micrometres" ->
          1;
      case "nm", "nanometer", "nanometers", "nanometre", "nanometres" -> 1e-3;
      case "mm", "millimeter", "millimeters", "millimetre", "millimetres" -> 1e3;
      case "cm", "centimeter", "centimeters", "centimetre", "centimetres" -> 1e4;
      case "m", "meter", "meters", "metre", "metres" -> 1e6;
      case "inch", "inches" -> 25_400;
      default -> 0;
    };
  }

  /**
   * The image's selection.
   *
   * @return empty where there is none
   * @throws SpermFinderException if it has no area within the image
   */
  public static Optional<Region> selection(ImagePlus image) throws SpermFinderException {
    Roi roi = image.getRoi();
    Optional<Region> region = region(roi, image.getWidth(), image.getHeight());
    if (roi != null && region.isEmpty()) {
      throw new SpermFinderException(
          "The selection on "
              + image.getTitle()
              + " has no area in the image: draw one, or remove it (Edit > Selection > Select None).");
    }
    return region;
  }

  /**
   * A selection on an image of some size, as it is now: it may be moved meanwhile.
   *
   * @param roi null for none
   * @return empty where there is none, or none that has an area within the image
   */
  public static Optional<Region> region(Roi roi, int width, int height) {
    if (roi == null) {
      return Optional.empty();
    }
    Rectangle inside = roi.getBounds().intersection(new Rectangle(width, height));
    boolean flat = roi.getFloatWidth() <= 0 || roi.getFloatHeight() <= 0;
    if (!roi.isArea() || roi instanceof TextRoi || flat || inside.isEmpty()) {
      return Optional.empty();
    }
    Roi copy = (Roi) roi.clone();
    Box bounds = new Box(inside.x, inside.y, inside.width, inside.height);
    return Optional.of(
        new Region() {
          @Override
          public Box bounds() {
            return bounds;
          }

          @Override
          public boolean contains(double x, double y) {
            // containsPoint(x, y) is always false for regions with fractional bounds
            return copy.contains((int) Math.floor(x), (int) Math.floor(y));
          }
        });
  }
}
