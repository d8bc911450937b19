package io.github.spermfinder.detect;

import io.github.spermfinder.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Non-maximum suppression: of detections that mean the same object, the best one stays. */
final class Suppression {

  private Suppression() {}

  /**
   * Greedy non-maximum suppression within each class: goes through the detections, best first, and
   * keeps those that overlap none of those kept before by more than the IoU.
   *
   * @return best first
   */
  static List<Detection> suppress(List<Detection> detections, double maxOverlap) {
    return suppress(
        detections.stream().sorted(Detection.BEST_FIRST).toList(),
        (kept, d) -> kept.classId() == d.classId() && kept.box().iou(d.box()) > maxOverlap);
  }

  /**
   * Keeps, in order, what no one kept before suppresses.
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
