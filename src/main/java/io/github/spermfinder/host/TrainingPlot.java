package io.github.spermfinder.host;

import ij.IJ;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import io.github.spermfinder.engine.Losses;
import io.github.spermfinder.train.Trainer;
import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.util.Arrays;
import java.util.Locale;

/** Shows the losses and the average precision of a training while it goes on; headless, logs. */
public final class TrainingPlot implements Trainer.Listener {

  private static final String TITLE = "Training";

  /** Losses of so many steps are shown as one point, their mean. */
  private static final int STEPS_A_POINT = 20;

  private final ResultsTable losses = new ResultsTable();
  private final ResultsTable precisions = new ResultsTable();
  private final double[] sums = new double[3];
  private int summed;
  private PlotWindow window;

  @Override
  public void step(long step, Losses loss, double learningRate) {
    sums[0] += loss.classification();
    sums[1] += loss.localization();
    sums[2] += loss.regularization();
    if (++summed < STEPS_A_POINT) {
      return;
    }
    losses.addRow();
    losses.addValue("Step", step + 1);
    losses.addValue("Classification", sums[0] / summed);
    losses.addValue("Localization", sums[1] / summed);
    losses.addValue("L2", sums[2] / summed);
    Arrays.fill(sums, 0);
    summed = 0;
    draw();
  }

  @Override
  public void validated(long step, double ap50) {
    precisions.addRow();
    precisions.addValue("Step", step);
    precisions.addValue("AP50", ap50);
    int last = losses.size() - 1;
    IJ.log(
        String.format(
            Locale.ROOT,
            "Step %d: AP50 %.3f%s",
            step,
            ap50,
            last < 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", losses: classification %.3f, localization %.3f, L2 %.3f",
                    losses.getValue("Classification", last),
                    losses.getValue("Localization", last),
                    losses.getValue("L2", last))));
    draw();
  }

  private void draw() {
    boolean hidden = GraphicsEnvironment.isHeadless() || Interpreter.isBatchMode();
    if (hidden || losses.size() < 2) {
      return; // in batch mode a plot would become the macro's current image
    }
    Plot plot = new Plot(TITLE, "Step", "Loss, AP50");
    double[] steps = losses.getColumn("Step");
    plot.setColor(Color.BLUE);
    plot.add("line", steps, losses.getColumn("Classification"));
    plot.setColor(Color.RED);
    plot.add("line", steps, losses.getColumn("Localization"));
    plot.setColor(Color.BLACK);
    String legend = "Classification\tLocalization";
    if (precisions.size() > 0) {
      plot.add("connected circle", precisions.getColumn("Step"), precisions.getColumn("AP50"));
      legend += "\tAP50 (validation)";
    }
    plot.setLimitsToFit(true);
    plot.addLegend(legend);
    if (window == null) {
      window = plot.show();
    } else if (window.isVisible()) {
      window.drawPlot(plot);
    }
  }
}
