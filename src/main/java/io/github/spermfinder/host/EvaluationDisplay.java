package io.github.spermfinder.host;

import ij.gui.Plot;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import io.github.spermfinder.evaluate.Report;
import java.awt.GraphicsEnvironment;

/** Shows an evaluation: each table in a window of its own, and plots. */
public final class EvaluationDisplay {

  private EvaluationDisplay() {}

  /**
   * Shows the results or, without a display, puts the tables into the log. In batch mode plots
   * would become the macro's current image, and are left out.
   */
  public static void show(Report report) {
    show("Metrics", report.metricsTable());
    show("Thresholds", report.thresholdsTable());
    show("Intervals (95%)", report.intervalsTable());
    show("Time", report.timeTable());
    show("Table 1", report.table1Table());
    if (!GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode()) {
      EvaluationPlots.of(report).values().forEach(Plot::show);
    }
  }

  private static void show(String title, ResultsTable table) {
    if (table.size() == 0) {
      return;
    }
    if (GraphicsEnvironment.isHeadless()) {
      StringBuilder text = new StringBuilder(title + "\n" + table.getColumnHeadings());
      for (int row = 0; row < table.size(); row++) {
        text.append('\n').append(table.getRowAsString(row));
      }
      Messages.text(title, text.toString());
    } else {
      table.show(title);
    }
  }
}
