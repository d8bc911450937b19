package io.github.spermfinder.model;

/**
 * Scores that a model's card recommends as the lowest that counts, from the images it was validated
 * on.
 *
 * @param sensitivity95 with it, 95 % of the objects were found, or all that the model finds where
 *     that is less; 0 to 1
 * @param sensitivity90 with it, 90 % of the objects were found; 0 to 1
 * @param bestF1 with it, the harmonic mean of precision and recall was best; 0 to 1
 */
public record Thresholds(double sensitivity95, double sensitivity90, double bestF1) {

  /**
   * @throws IllegalArgumentException if a score is not from 0 to 1
   */
  public Thresholds {
    for (double score : new double[] {sensitivity95, sensitivity90, bestF1}) {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException("thresholds go from 0 to 1, not " + score);
      }
    }
  }
}
