package io.github.spermfinder.evaluate;

import io.github.spermfinder.Detection;

/**
 * What became of a detection when it was held against the truth, at every IoU threshold and in
 * every area range. It may be neither right nor wrong: COCO ignores a detection that matches a
 * crowd or an object outside the area range, and one outside the range that matches nothing.
 *
 * @param image index of its image in the evaluation
 * @param rank its place among the detections of its class in the image, from 0, best first
 * @param detection the detection itself
 * @param truePositive one {@link #bit} for every area range and threshold where it is right
 * @param falsePositive one {@link #bit} for every area range and threshold where it is wrong
 */
record Outcome(int image, int rank, Detection detection, long truePositive, long falsePositive) {

  /** The bit that stands for an area range and the index of an IoU threshold. */
  static long bit(AreaRange area, int threshold) {
    return 1L << (area.ordinal() * Overlaps.THRESHOLDS + threshold);
  }

  boolean isTruePositive(long bit) {
    return (truePositive & bit) != 0;
  }

  boolean isFalsePositive(long bit) {
    return (falsePositive & bit) != 0;
  }

  double score() {
    return detection.score();
  }
}
