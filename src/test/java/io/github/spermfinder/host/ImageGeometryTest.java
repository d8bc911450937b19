package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.detect.Region;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGeometryTest {

  @ParameterizedTest
  @CsvSource({
    "nm, 250",
    "nanometer, 250",
    "nanometres, 250",
    "um, .25",
    "micrometre, .25",
    "mm, .00025",
    "Millimeters, .00025",
    "millimetre, .00025",
    "cm, .000025",
    "centimetres, .000025",
    "m, .00000025",
    "meters, .00000025",
    "metre, .00000025"
  })
  void unitsOfLengthAreKnownInBothSpellings(String unit, double width) {
    ImagePlus image = IJ.createImage("a", "8-bit black", 10, 10, 1);
    image.getCalibration().setUnit(unit);
    image.getCalibration().pixelWidth = width;
    image.getCalibration().pixelHeight = width;
    PixelSize size = ImageGeometry.pixelSize(image, Assertions::fail).orElseThrow();
    assertEquals(.25, size.width(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSelectionIsAsItWasThoughItIsDraggedMeanwhile(boolean oval) {
    Roi roi = oval ? new OvalRoi(10, 10, 20, 20) : new Roi(10, 10, 20, 20);
    Region region = ImageGeometry.region(roi, 100, 100).orElseThrow();
    roi.setLocation(60, 60);
    assertTrue(region.contains(20, 20));
    assertFalse(region.contains(70, 70));
  }
}
