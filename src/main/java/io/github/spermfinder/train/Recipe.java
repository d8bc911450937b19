package io.github.spermfinder.train;

import io.github.spermfinder.engine.TrainingSettings;
import io.github.spermfinder.network.NetworkDesign.Preset;

/**
 * How long and how fast a network learns.
 *
 * @param steps in all, at least 1
 * @param learningRate the highest, above 0
 * @param warmUp steps in which the learning rate rises to it
 * @param validateEvery steps between two looks at the validation images
 * @param patience validations without a better result after which training ends, counted from three
 *     quarters of the steps on
 * @param settings what does not change from step to step
 */
public record Recipe(
    long steps,
    double learningRate,
    long warmUp,
    long validateEvery,
    int patience,
    TrainingSettings settings) {

  private static final int LEAST_PATIENCE = 10;

  /**
   * Recommended. For the paper's network RMSProp as published, but for averages that follow a
   * training of hours: with an epsilon of 1 it is little else than gradient descent with momentum.
   * Where RMSProp may fit each weight's step to its gradients, small objects are learned in fewer
   * steps.
   */
  public static Recipe of(
      Preset preset, long steps, int batch, int side, double learningRate, long seed) {
    boolean published = preset == Preset.PAPER;
    long validateEvery = Math.max(1, Math.min(500, steps / 10));
    return new Recipe(
        steps,
        learningRate,
        Math.min(500, steps / 10),
        validateEvery,
        (int) Math.max(LEAST_PATIENCE, steps / 8 / validateEvery),
        new TrainingSettings(
            batch,
            side,
            4e-5,
            0.9,
            published ? 0.9 : 0.99,
            published ? 1 : 0.001,
            0.99,
            0.999,
            seed));
  }

  /**
   * The learning rate of a step: it rises linearly, then falls to nothing along half a cosine
   * (Loshchilov and Hutter 2017, equation 5).
   *
   * @param step from 0
   */
  public double learningRate(long step) {
    if (step < warmUp) {
      return learningRate * (step + 1) / (warmUp + 1);
    }
    double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return learningRate * (0.5 + 0.5 * Math.cos(Math.PI * Math.min(1, done)));
  }

  /**
   * Whether nothing better is to be expected. Not while the learning rate is high: most of what a
   * network gains it gains when the rate falls.
   *
   * @param step after which the network was validated, from 1
   * @param bestStep after which it was best
   */
  boolean endsEarly(long step, long bestStep) {
    return step / validateEvery - Math.max(bestStep, steps * 3 / 4) / validateEvery >= patience;
  }
}
