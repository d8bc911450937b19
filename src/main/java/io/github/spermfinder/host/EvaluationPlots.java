package io.github.spermfinder.host;

import ij.gui.Plot;
import io.github.spermfinder.evaluate.Evaluation;
import io.github.spermfinder.evaluate.Plots;
import io.github.spermfinder.evaluate.PrecisionRecallCurve;
import io.github.spermfinder.evaluate.Report;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which plots an evaluation has. */
final class EvaluationPlots {

  /** More curves in one plot could not be told apart. */
  private static final int MAX_CURVES = 6;

  private EvaluationPlots() {}

  /** The plots of the detector by the names of their files; none where there is no detector. */
  static Map<String, Plot> of(Report report) {
    Map<String, Plot> plots = new LinkedHashMap<>();
    report
        .evaluation()
        .ifPresent(
            evaluation -> {
              plots.put("precision-recall.png", Plots.precisionRecall(curves(evaluation)));
              plots.put("scores.png", Plots.scoreHistogram(evaluation.curve()));
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
