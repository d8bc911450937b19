package io.github.spermfinder.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Precision and recall (sensitivity) at IoU .5 for every threshold that a detector's scores allow.
 *
 * @param points one for every score that a detection has, from the highest; recall grows along them
 */
public record PrecisionRecallCurve(List<Point> points) {

  public PrecisionRecallCurve {
    points = List.copyOf(points);
  }

  /**
   * What remains when detections with a score below the threshold are dropped.
   *
   * @param threshold the least score
   * @param truePositives number of right detections
   * @param falsePositives number of wrong detections
   * @param positives number of objects that are to be found
   */
  public record Point(double threshold, int truePositives, int falsePositives, long positives) {

    /** Part of the detections that are right, 0 to 1; -1 where there are none. */
    public double precision() {
      int detections = truePositives + falsePositives;
      return detections > 0 ? (double) truePositives / detections : -1;
    }

    /** Part of the objects that are found, 0 to 1; -1 where there are none to find. */
    public double recall() {
      return positives > 0 ? (double) truePositives / positives : -1;
    }

    /** Harmonic mean of precision and recall, 0 to 1; -1 where one of them is -1. */
    public double f1() {
      return Metrics.f1(precision(), recall());
    }
  }

  static PrecisionRecallCurve of(Collection<ClassEvaluation> classes) {
    List<Outcome> ranking =
        classes.stream()
            .flatMap(ofClass -> ofClass.ranking().stream())
            .sorted(Comparator.comparingDouble(Outcome::score).reversed())
            .toList();
    long positives =
        classes.stream()
            .flatMap(ofClass -> ofClass.matches().stream())
            .mapToLong(match -> match.targets().size())
            .sum();
    long bit = Outcome.bit(AreaRange.ALL, Overlaps.HALF);
    List<Point> points = new ArrayList<>();
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < ranking.size(); i++) {
      double score = ranking.get(i).score();
      right += ranking.get(i).isTruePositive(bit) ? 1 : 0;
      wrong += ranking.get(i).isFalsePositive(bit) ? 1 : 0;
      if (i + 1 == ranking.size() || ranking.get(i + 1).score() != score) {
        points.add(new Point(score, right, wrong, positives));
      }
    }
    return new PrecisionRecallCurve(points);
  }

  /**
   * The highest threshold with at least this recall; empty where no threshold reaches it.
   *
   * @param recall wanted, 0 to 1
   */
  public Optional<Point> forRecall(double recall) {
    return points.stream().filter(point -> point.recall() >= recall).findFirst();
  }

  /**
   * The threshold with the best F1, of equally good ones the lowest, since a miss is worse than a
   * false alarm; empty where nothing was detected or nothing is to be found.
   */
  public Optional<Point> bestF1() {
    return points.stream()
        .filter(point -> point.f1() >= 0)
        .reduce((best, next) -> next.f1() >= best.f1() ? next : best);
  }
}
