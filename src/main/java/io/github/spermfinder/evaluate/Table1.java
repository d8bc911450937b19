package io.github.spermfinder.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A detector beside the people who do its work, as in Table 1 of Wu et al. 2021, Asian J Androl
 * 23:135-139: a row for each detector, each annotator, and all annotators together.
 */
public record Table1(List<Row> rows) {

  public Table1 {
    rows = List.copyOf(rows);
  }

  /**
   * @param name of the detector or annotator
   * @param precision mean AP at IoU .5 of a detector; of annotators, whose boxes have no scores,
   *     the part of their boxes that are right at IoU .5; 0 to 1, or -1 for none
   * @param averageRecall AR with at most 100 boxes an image, 0 to 1, or -1 for none
   */
  public record Row(String name, double precision, double averageRecall) {

    /** Harmonic mean of the two, 0 to 1, or -1 for none. */
    public double f1() {
      return Metrics.f1(precision, averageRecall);
    }
  }

  /**
   * @param detectors evaluated with {@link Evaluation#of}, by name, in the order of the rows
   * @param annotators evaluated with {@link Evaluation#ofAnnotator} against the same truth, by
   *     name, in the order of the rows; of two or more there is a last row for all together
   */
  public static Table1 of(Map<String, Evaluation> detectors, Map<String, Evaluation> annotators) {
    List<Row> rows = new ArrayList<>();
    detectors.forEach(
        (name, detector) -> {
          Metrics metrics = detector.metrics();
          rows.add(new Row(name, metrics.ap50(), metrics.ar100()));
        });
    annotators.forEach((name, annotator) -> rows.add(ofHuman(name, annotator)));
    if (annotators.size() > 1) {
      rows.add(ofHuman("All annotators", Evaluation.pooled(annotators.values())));
    }
    return new Table1(rows);
  }

  /** All boxes of an annotator have the same score, so the curve has one point, or none. */
  private static Row ofHuman(String name, Evaluation annotator) {
    double precision =
        annotator.curve().points().stream()
            .findFirst()
            .map(PrecisionRecallCurve.Point::precision)
            .orElse(-1.);
    return new Row(name, precision, annotator.metrics().ar100());
  }
}
