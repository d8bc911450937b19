package io.github.spermfinder.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Non-maximum suppression: of detections that mean the same object, the best one stays. */
final class Suppression {

  private Suppression() {}

  /**
   * Greedily keeps, in order, what none of those kept before suppresses.
   *
   * @param suppresses whether the first, kept, suppresses the second
   */
  static <T> List<T> suppress(List<T> bestFirst, BiPredicate<T, T> suppresses) {
    List<T> kept = new ArrayList<>();
    for (T candidate : bestFirst) {
      if (kept.stream().noneMatch(better -> suppresses.test(better, candidate))) {
        kept.add(candidate);
      }
    }
    return kept;
  }
}
