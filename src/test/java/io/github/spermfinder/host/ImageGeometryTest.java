package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.github.spermfinder.detect.Region;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGeometryTest {

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
