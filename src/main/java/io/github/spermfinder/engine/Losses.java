package io.github.spermfinder.engine;

/**
 * What a network is told to make small.
 *
 * @param classification softmax cross entropy of the chosen anchors, by the number of matches
 * @param localization smooth L1 of the matched anchors, by the number of matches
 * @param regularization L2 of the convolutions' weights
 */
public record Losses(double classification, double localization, double regularization) {

  public double total() {
    return classification + localization + regularization;
  }
}
