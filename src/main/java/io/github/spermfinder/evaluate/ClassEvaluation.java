package io.github.spermfinder.evaluate;

import java.util.Comparator;
import java.util.List;

/**
 * Precision and recall of one class over all images, as COCOeval.accumulate computes them.
 *
 * <p>Every image has a weight, the number of times it counts: 1 in an evaluation, any number in a
 * bootstrap sample.
 */
final class ClassEvaluation {

  /** COCO's largest number of detections an image and class. */
  static final int MAX_DETECTIONS = 100;

  /** Precision is taken at the recalls 0, .01 to 1. */
  private static final int RECALLS = 101;

  private final List<ImageMatch> matches;
  private final List<Outcome> ranking;

  /**
   * @param matches of the images that have annotations or detections of the class, in their order
   */
  ClassEvaluation(List<ImageMatch> matches) {
    this.matches = List.copyOf(matches);
    ranking =
        matches.stream()
            .flatMap(match -> match.outcomes().stream())
            .sorted(Comparator.comparingDouble(Outcome::score).reversed())
            .toList();
  }

  List<ImageMatch> matches() {
    return matches;
  }

  /** The detections of all images, best score first. */
  List<Outcome> ranking() {
    return ranking;
  }

  /** How many annotations are to be found. */
  long positives(AreaRange area, int[] weights) {
    long positives = 0;
    for (ImageMatch match : matches) {
      positives += (long) weights[match.image()] * match.positives()[area.ordinal()];
    }
    return positives;
  }

  /** Recall with at most so many detections an image, at every IoU threshold. */
  double[] recall(AreaRange area, int maxDetections, int[] weights) {
    long[] found = new long[Overlaps.THRESHOLDS];
    for (Outcome outcome : ranking) {
      if (outcome.rank() < maxDetections) {
        for (int t = 0; t < found.length; t++) {
          found[t] += outcome.isTruePositive(Outcome.bit(area, t)) ? weights[outcome.image()] : 0;
        }
      }
    }
    long positives = positives(area, weights);
    double[] recall = new double[found.length];
    for (int t = 0; t < recall.length; t++) {
      recall[t] = (double) found[t] / positives;
    }
    return recall;
  }

  /** Precision at every IoU threshold and, within it, at every recall. */
  double[][] precision(AreaRange area, int[] weights) {
    long positives = positives(area, weights);
    double[][] precision = new double[Overlaps.THRESHOLDS][];
    for (int t = 0; t < precision.length; t++) {
      precision[t] = precision(Outcome.bit(area, t), positives, weights);
    }
    return precision;
  }

  /**
   * The largest precision at a recall of at least 0, .01 to 1; 0 where recall does not get that
   * far. Only the points where a detection is right can be such a largest one.
   */
  private double[] precision(long bit, long positives, int[] weights) {
    double[] recallAt = new double[ranking.size()];
    double[] precisionAt = new double[ranking.size()];
    int points = 0;
    long right = 0;
    long wrong = 0;
    for (Outcome outcome : ranking) {
      int weight = outcome.rank() < MAX_DETECTIONS ? weights[outcome.image()] : 0;
      if (outcome.isFalsePositive(bit)) {
        wrong += weight;
      } else if (outcome.isTruePositive(bit) && weight > 0) {
        right += weight;
        recallAt[points] = (double) right / positives;
        precisionAt[points] = right / ((double) wrong + right + Math.ulp(1.));
        points++;
      }
    }
    for (int i = points - 1; i > 0; i--) {
      precisionAt[i - 1] = Math.max(precisionAt[i - 1], precisionAt[i]);
    }
    double[] precision = new double[RECALLS];
    int point = 0;
    for (int r = 0; r < RECALLS; r++) {
      // Not r / 100., which differs from numpy's linspace in the last digit
      while (point < points && recallAt[point] < r * .01) {
        point++;
      }
      precision[r] = point < points ? precisionAt[point] : 0;
    }
    return precision;
  }
}
