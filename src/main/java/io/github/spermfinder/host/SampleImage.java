package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.spermfinder.simulate.FieldKind;
import io.github.spermfinder.simulate.FieldSettings;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;

/** A simulated field in the plugin's own jar. */
public final class SampleImage {

  private static final String NAME = "sparse_phase.png";
  private static final String FOLDER = "/io/github/spermfinder/samples/";

  private SampleImage() {}

  /**
   * The image, not shown yet.
   *
   * @throws IOException if the jar cannot be read
   */
  public static ImagePlus open() throws IOException {
    try (InputStream png = SampleImage.class.getResourceAsStream(FOLDER + NAME)) {
      ImagePlus image = new ImagePlus(NAME, ImageIO.read(png));
      Calibration calibration = image.getCalibration();
      calibration.setUnit("um");
      calibration.pixelWidth = FieldSettings.of(FieldKind.SPARSE).micronsPerPixel();
      calibration.pixelHeight = calibration.pixelWidth;
      return image;
    }
  }
}
