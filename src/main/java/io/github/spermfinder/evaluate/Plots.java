package io.github.spermfinder.evaluate;

import ij.gui.Plot;
import io.github.spermfinder.evaluate.PrecisionRecallCurve.Point;
import java.awt.Color;
import java.util.List;
import java.util.Map;

/** Plots of an evaluation, at IoU .5. */
public final class Plots {

  /** Colours that colour-blind people can tell apart (Okabe and Ito 2008). */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x0072B2), // blue
          new Color(0xD55E00), // vermilion
          new Color(0x009E73), // bluish green
          new Color(0xCC79A7), // reddish purple
          new Color(0xE69F00), // orange
          new Color(0x56B4E9)); // sky blue

  private static final int BINS = 20;

  private Plots() {}

  /**
   * Precision against recall.
   *
   * @param curves by the name that the legend gives them; ones with nothing to find are left out
   */
  public static Plot precisionRecall(Map<String, PrecisionRecallCurve> curves) {
    Plot plot = new Plot("Precision-recall (IoU .5)", "Recall", "Precision");
    plot.setLineWidth(2);
    StringBuilder legend = new StringBuilder();
    int drawn = 0;
    for (Map.Entry<String, PrecisionRecallCurve> curve : curves.entrySet()) {
      List<Point> points =
          curve.getValue().points().stream().filter(point -> point.f1() >= 0).toList();
      if (!points.isEmpty()) {
        plot.setColor(COLORS.get(drawn++ % COLORS.size()));
        plot.add(
            "line",
            points.stream().mapToDouble(Point::recall).toArray(),
            points.stream().mapToDouble(Point::precision).toArray());
        legend.append(curve.getKey()).append('\n');
      }
    }
    plot.setLineWidth(1);
    plot.setColor(Color.BLACK);
    plot.addLegend(legend.toString());
    plot.setLimits(0, 1, 0, 1.02);
    return plot;
  }

  /** How many detections have which score, the wrong ones stacked on the right ones. */
  public static Plot scoreHistogram(PrecisionRecallCurve curve) {
    double[] centers = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      centers[i] = (i + .5) / BINS;
    }
    double[] right = new double[BINS];
    double[] all = new double[BINS];
    int rightAbove = 0;
    int allAbove = 0;
    for (Point point : curve.points()) {
      int bin = Math.max(0, Math.min((int) (point.threshold() * BINS), BINS - 1));
      int allFrom = point.truePositives() + point.falsePositives();
      right[bin] += point.truePositives() - rightAbove;
      all[bin] += allFrom - allAbove;
      rightAbove = point.truePositives();
      allAbove = allFrom;
    }
    Plot plot = new Plot("Scores (IoU .5)", "Score", "Detections");
    plot.setColor(COLORS.get(1), COLORS.get(1));
    plot.add("bar", centers, all);
    plot.setColor(COLORS.get(0), COLORS.get(0));
    plot.add("bar", centers, right);
    plot.setColor(Color.BLACK);
    plot.addLegend("False positives\nTrue positives");
    plot.setLimits(0, 1, 0, Double.NaN);
    return plot;
  }
}
