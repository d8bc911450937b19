package io.github.spermfinder.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.Plot;
import io.github.spermfinder.evaluate.PrecisionRecallCurve.Point;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlotsTest {

  private static final PrecisionRecallCurve CURVE =
      new PrecisionRecallCurve(
          List.of(new Point(1, 2, 0, 4), new Point(.97, 3, 1, 4), new Point(.12, 3, 3, 4)));

  @Test
  void precisionStandsAgainstRecall() {
    Plot plot = Plots.precisionRecall(Map.of("sperm", CURVE));
    assertArrayEquals(new float[] {.5f, .75f, .75f}, plot.getDataObjectArrays(0)[0]);
    assertArrayEquals(new float[] {1, .75f, .5f}, plot.getDataObjectArrays(0)[1]);
    assertTrue(plot.getProcessor().getWidth() > 0);
  }

  @Test
  void aCurveWithNothingToFindIsLeftOut() {
    PrecisionRecallCurve nothing = new PrecisionRecallCurve(List.of(new Point(1, 0, 2, 0)));
    assertEquals(0, Plots.precisionRecall(Map.of("cluster", nothing)).getNumPlotObjects());
  }

  @Test
  void histogramCountsScoresInTwentiethsWithOneInTheLast() {
    Plot plot = Plots.scoreHistogram(CURVE);
    float[] all = new float[20];
    all[19] = 4;
    all[2] = 2;
    float[] right = new float[20];
    right[19] = 3;
    assertArrayEquals(all, plot.getDataObjectArrays(0)[1]);
    assertArrayEquals(right, plot.getDataObjectArrays(1)[1]);
    assertTrue(plot.getProcessor().getWidth() > 0);
  }
}
