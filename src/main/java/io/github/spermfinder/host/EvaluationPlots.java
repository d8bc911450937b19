package io.github.spermfinder.host;

import ij.gui.Plot;
import io.github.spermfinder.evaluate.Evaluation;
import io.github.spermfinder.evaluate.Plots;
import io.github.spermfinder.evaluate.PrecisionRecallCurve;
import io.github.spermfinder.evaluate.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which plots an evaluation has. */
final class EvaluationPlots {

  /** More curves in one plot could not be told apart. */
  private static final int MAX_CURVES = 6;

  private static final String CURVES_FILE = "precision-recall.png";
  private static final String SCORES_FILE = "scores.png";

  /** The names of the files that there may be. */
  static final List<String> FILES = List.of(CURVES_FILE, SCORES_FILE);

  private EvaluationPlots() {}

  /** The plots of the detector by the names of their files; none where there is no detector. */
  static Map<String, Plot> of(Report report) {
    Map<String, Plot> plots = new LinkedHashMap<>();
    report
        .evaluation()
        .ifPresent(
            evaluation -> {
              plots.put(CURVES_FILE, Plots.precisionRecall(curves(evaluation)));
              plots.put(SCORES_FILE, Plots.scoreHistogram(evaluation.curve()));
            });
    return plots;
  }

  private static Map<String, PrecisionRecallCurve> curves(Evaluation evaluation) {
    Map<String, PrecisionRecallCurve> curves = new LinkedHashMap<>();
    int classes = evaluation.classIds().size();
    if (classes != 1) {
      curves.put("All classes", evaluation.curve());
    }
    if (classes < MAX_CURVES) {
      evaluation
          .classIds()
          .forEach(id -> curves.put(evaluation.classes().name(id), evaluation.curve(id)));
    }
    return curves;
  }
}
