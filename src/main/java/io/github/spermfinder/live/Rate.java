package io.github.spermfinder.live;

import java.util.ArrayDeque;
import java.util.Deque;

/** How often something happens, by the last two seconds. */
final class Rate {

  private static final long SPAN = 2_000_000_000L;

  private final Deque<Long> times = new ArrayDeque<>();

  /**
   * It happens.
   *
   * @param now in nanoseconds
   */
  void tick(long now) {
    times.add(now);
  }

  /**
   * Times a second; 0 where it has not happened twice.
   *
   * @param now in nanoseconds
   */
  double perSecond(long now) {
    while (!times.isEmpty() && now - times.peekFirst() > SPAN) {
      times.removeFirst();
    }
    return times.size() < 2 ? 0 : 1e9 * (times.size() - 1) / (times.peekLast() - times.peekFirst());
  }
}
