package io.github.spermfinder.evaluate;

import io.github.spermfinder.Detection;
import io.github.spermfinder.label.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The detections of one class in one image, held against the truth.
 *
 * @param image index of the image in the evaluation
 * @param outcomes of the detections, best score first
 * @param positives how many annotations are to be found in each {@link AreaRange}
 * @param targets the annotations that are to be found in {@link AreaRange#ALL}
 */
record ImageMatch(int image, List<Outcome> outcomes, int[] positives, List<Target> targets) {

  /**
   * An annotation that is to be found.
   *
   * @param score of the detection that is right about it at IoU .5; negative infinity if none is
   */
  record Target(Annotation annotation, double score) {}

  /**
   * @param image index of the image in the evaluation
   * @param truth annotations of the class in the image
   * @param detections of the class in the image, in any order; equal scores keep theirs
   */
  static ImageMatch of(int image, List<Annotation> truth, List<Detection> detections) {
    List<Detection> ranked = detections.stream().sorted(Detection.BEST_FIRST).toList();
    Overlaps overlaps = new Overlaps(ranked, truth);
    long[] right = new long[ranked.size()];
    long[] wrong = new long[ranked.size()];
    int[] positives = new int[AreaRange.values().length];
    for (AreaRange area : AreaRange.values()) {
      boolean[] counts = counts(truth, area);
      for (boolean one : counts) {
        positives[area.ordinal()] += one ? 1 : 0;
      }
      for (int t = 0; t < Overlaps.THRESHOLDS; t++) {
        int[] matches = overlaps.match(counts, Overlaps.threshold(t));
        for (int d = 0; d < matches.length; d++) {
          if (matches[d] < 0) {
            wrong[d] |= area.contains(ranked.get(d).box().area()) ? Outcome.bit(area, t) : 0;
          } else if (counts[matches[d]]) {
            right[d] |= Outcome.bit(area, t);
          }
        }
      }
    }
    List<Outcome> outcomes =
        IntStream.range(0, ranked.size())
            .mapToObj(d -> new Outcome(image, d, ranked.get(d), right[d], wrong[d]))
            .toList();
    return new ImageMatch(image, outcomes, positives, targets(ranked, truth, overlaps));
  }

  private static boolean[] counts(List<Annotation> truth, AreaRange area) {
    boolean[] counts = new boolean[truth.size()];
    for (int g = 0; g < counts.length; g++) {
      counts[g] = !truth.get(g).crowd() && area.contains(truth.get(g).area());
    }
    return counts;
  }

  private static List<Target> targets(
      List<Detection> ranked, List<Annotation> truth, Overlaps overlaps) {
    boolean[] counts = counts(truth, AreaRange.ALL);
    double[] scores = new double[truth.size()];
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    int[] matches = overlaps.match(counts, Overlaps.threshold(Overlaps.HALF));
    for (int d = 0; d < matches.length; d++) {
      if (matches[d] >= 0) {
        scores[matches[d]] = ranked.get(d).score();
      }
    }
    List<Target> targets = new ArrayList<>();
    for (int g = 0; g < counts.length; g++) {
      if (counts[g]) {
        targets.add(new Target(truth.get(g), scores[g]));
      }
    }
    return targets;
  }
}
