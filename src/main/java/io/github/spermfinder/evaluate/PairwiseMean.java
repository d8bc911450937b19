package io.github.spermfinder.evaluate;

/**
 * Mean of numbers, added up in the order in which numpy adds them (pairwise summation), so that
 * figures agree with those of pycocotools to the last digit.
 */
final class PairwiseMean {

  /** Up to this many numbers numpy adds in eight interleaved sums, not recursively. */
  private static final int BLOCK = 128;

  private static final int LANES = 8;

  private PairwiseMean() {}

  /** Mean of at least one number. */
  static double of(double[] values) {
    return sum(values, 0, values.length) / values.length;
  }

  private static double sum(double[] values, int start, int length) {
    if (length > BLOCK) {
      int half = length / 2 - length / 2 % LANES;
      return sum(values, start, half) + sum(values, start + half, length - half);
    }
    int inLanes = length - length % LANES;
    double total = 0;
    if (inLanes > 0) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < inLanes; i++) {
        lanes[i % LANES] += values[start + i];
      }
      total =
          ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
              + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    }
    for (int i = inLanes; i < length; i++) {
      total += values[start + i];
    }
    return total;
  }
}
