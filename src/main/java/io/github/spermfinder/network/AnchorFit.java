package io.github.spermfinder.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Anchors that fit the boxes of a training set: k-means on their sizes with 1 - IoU as the distance
 * (Redmon and Farhadi 2017, YOLO9000, section 2, "Dimension Clusters").
 */
public final class AnchorFit {

  private static final int ROUNDS = 100;

  private AnchorFit() {}

  /**
   * Fits. Deterministic: it starts from the quantiles of the areas.
   *
   * @param sizes of the boxes, at least one
   * @param count of anchors wanted
   * @return so many anchors, by ascending area
   */
  public static List<AnchorSize> fit(List<AnchorSize> sizes, int count) {
    List<AnchorSize> sorted = new ArrayList<>(sizes);
    sorted.sort(BY_AREA);
    List<AnchorSize> anchors = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      anchors.add(sorted.get((int) ((k + 0.5) / count * sorted.size())));
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<AnchorSize> moved = means(sorted, anchors);
      if (moved.equals(anchors)) {
        break;
      }
      anchors = moved;
    }
    anchors.sort(BY_AREA);
    return List.copyOf(anchors);
  }

  private static final Comparator<AnchorSize> BY_AREA =
      Comparator.comparingDouble(size -> size.width() * size.height());

  private static List<AnchorSize> means(List<AnchorSize> sizes, List<AnchorSize> anchors) {
    double[][] sums = new double[anchors.size()][3];
    for (AnchorSize size : sizes) {
      double[] sum = sums[nearest(size, anchors)];
      sum[0] += size.width();
      sum[1] += size.height();
      sum[2]++;
    }
    List<AnchorSize> means = new ArrayList<>();
    for (int k = 0; k < sums.length; k++) {
      double n = sums[k][2];
      means.add(n == 0 ? anchors.get(k) : new AnchorSize(sums[k][0] / n, sums[k][1] / n));
    }
    return means;
  }

  private static int nearest(AnchorSize size, List<AnchorSize> anchors) {
    int best = 0;
    for (int k = 1; k < anchors.size(); k++) {
      if (iou(size, anchors.get(k)) > iou(size, anchors.get(best))) {
        best = k;
      }
    }
    return best;
  }

  /** IoU of two boxes with one centre, 0 to 1. */
  public static double iou(AnchorSize a, AnchorSize b) {
    double intersection = Math.min(a.width(), b.width()) * Math.min(a.height(), b.height());
    return intersection / (a.width() * a.height() + b.width() * b.height() - intersection);
  }
}
