package io.github.spermfinder.model;

import java.util.Optional;
import java.util.stream.DoubleStream;

/** How sure a model has to be for a detection to count: as its card recommends, or a number. */
public enum Threshold {
  /** As few misses as possible, with more false alarms. */
  SENSITIVE("Sensitive"),
  /** Between the others. */
  BALANCED("Balanced"),
  /** Few false alarms, with more misses. */
  PRECISE("Precise"),
  /** The user's own number. */
  LOWEST_SCORE("Lowest score");

  private final String label;

  Threshold(String label) {
    this.label = label;
  }

  /** For the user. */
  @Override
  public String toString() {
    return label;
  }

  /**
   * The lowest score that counts. Of a good model, the score for the best F1 may lie below that for
   * a sensitivity; so the three go by their size.
   *
   * @param card of the model
   * @return 0 to 1; empty for the user's own number, or where the card recommends none
   */
  public Optional<Double> score(ModelCard card) {
    if (this == LOWEST_SCORE) {
      return Optional.empty();
    }
    return card.thresholds()
        .map(
            scores ->
                DoubleStream.of(scores.sensitivity95(), scores.sensitivity90(), scores.bestF1())
                    .sorted()
                    .toArray()[ordinal()]);
  }
}
