package io.github.spermfinder.evaluate;

import io.github.spermfinder.Detection;
import io.github.spermfinder.label.Annotation;
import java.util.Arrays;
import java.util.List;

/** How far the detections of one class in one image cover its annotations, and who gets whom. */
final class Overlaps {

  /** Number of IoU thresholds: .5, .55 to .95. */
  static final int THRESHOLDS = 10;

  /** Index of the threshold .5. */
  static final int HALF = 0;

  /** Index of the threshold .75. */
  static final int THREE_QUARTERS = 5;

  private final List<Annotation> truth;

  /** For each detection the annotations that it may match at all: few, even among thousands. */
  private final int[][] near;

  /** The IoU with each of them. */
  private final double[][] iou;

  Overlaps(List<Detection> detections, List<Annotation> truth) {
    this.truth = truth;
    near = new int[detections.size()][];
    iou = new double[detections.size()][];
    int[] indices = new int[truth.size()];
    double[] values = new double[truth.size()];
    for (int d = 0; d < near.length; d++) {
      int count = 0;
      for (int g = 0; g < indices.length; g++) {
        double value = iou(detections.get(d), truth.get(g));
        if (value >= threshold(HALF)) {
          indices[count] = g;
          values[count++] = value;
        }
      }
      near[d] = Arrays.copyOf(indices, count);
      iou[d] = Arrays.copyOf(values, count);
    }
  }

  /**
   * An IoU threshold, computed as numpy's linspace computes it, for COCO compares with exactly
   * that: the ninth is .8999999999999999.
   */
  static double threshold(int index) {
    return .5 + index * ((.95 - .5) / (THRESHOLDS - 1));
  }

  /**
   * IoU as COCO takes it. With a crowd it is the part of the detection that lies in it: nobody
   * knows how much of the crowd a detection should cover.
   */
  private static double iou(Detection detection, Annotation annotation) {
    if (!annotation.crowd()) {
      return detection.box().iou(annotation.box());
    }
    double intersection = detection.box().intersection(annotation.box());
    return intersection > 0 ? intersection / detection.box().area() : 0;
  }

  /**
   * Gives each detection in turn, the best score first, the annotation with the largest IoU that is
   * still free (the last of equals), and one that does not count only where none that counts is to
   * be had. A crowd is never used up.
   *
   * @param counts which annotations count
   * @param threshold the least IoU, from .5
   * @return for each detection the index of its annotation, or -1
   */
  int[] match(boolean[] counts, double threshold) {
    boolean[] taken = new boolean[truth.size()];
    int[] matches = new int[near.length];
    for (int d = 0; d < near.length; d++) {
      int match = bestFree(d, threshold, counts, true, taken);
      if (match < 0) {
        match = bestFree(d, threshold, counts, false, taken);
      }
      if (match >= 0) {
        taken[match] = !truth.get(match).crowd();
      }
      matches[d] = match;
    }
    return matches;
  }

  private int bestFree(
      int detection, double threshold, boolean[] counts, boolean counting, boolean[] taken) {
    int best = -1;
    double largest = threshold;
    for (int i = 0; i < near[detection].length; i++) {
      int g = near[detection][i];
      if (counts[g] == counting && !taken[g] && iou[detection][i] >= largest) {
        largest = iou[detection][i];
        best = g;
      }
    }
    return best;
  }
}
