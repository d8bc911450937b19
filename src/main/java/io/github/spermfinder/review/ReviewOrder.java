package io.github.spermfinder.review;

import io.github.spermfinder.label.ReviewState;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** In which order an annotator goes through the regions of all planes. */
public enum ReviewOrder {
  /** What the detector was least sure of comes first. */
  LOWEST_SCORE("Lowest score first", Key.SCORED_FIRST.thenComparing(Key::score)),
  HIGHEST_SCORE(
      "Highest score first",
      Key.SCORED_FIRST.thenComparing(Comparator.comparingDouble(Key::score).reversed())),
  /** By frame, slice and channel, and in each plane from top to bottom. */
  POSITION("Position", Key.BY_POSITION);

  /** What items are sorted by, read once for each: properties are slow to read. */
  private record Key(int index, double score, int t, int z, int c, int slice, double y, double x) {

    static final Comparator<Key> SCORED_FIRST =
        Comparator.comparing((Key key) -> Double.isNaN(key.score()));

    static final Comparator<Key> BY_POSITION =
        Comparator.comparingInt(Key::t)
            .thenComparingInt(Key::z)
            .thenComparingInt(Key::c)
            .thenComparingInt(Key::slice)
            .thenComparingDouble(Key::y)
            .thenComparingDouble(Key::x);

    static Key of(Review review, int index) {
      ReviewItem item = review.items().get(index);
      var roi = item.roi();
      var bounds = roi.getFloatBounds();
      boolean hyper = roi.hasHyperStackPosition();
      return new Key(
          index,
          item.score(),
          hyper ? roi.getTPosition() : 0,
          hyper ? roi.getZPosition() : 0,
          hyper ? roi.getCPosition() : 0,
          hyper ? 0 : roi.getPosition(),
          bounds.y,
          bounds.x);
    }
  }

  private final String label;
  private final Comparator<Key> comparator;

  ReviewOrder(String label, Comparator<Key> comparator) {
    this.label = label;
    this.comparator =
        comparator.thenComparing(Key.BY_POSITION).thenComparingInt(Key::index); // one order
  }

  /** The items' indexes in this order. */
  int[] sorted(Review review) {
    return IntStream.range(0, review.items().size())
        .mapToObj(i -> Key.of(review, i))
        .sorted(comparator)
        .mapToInt(Key::index)
        .toArray();
  }

  /**
   * The item that many steps on; empty beyond the ends.
   *
   * @param current index of an item, or -1 before the first step
   */
  OptionalInt step(Review review, int current, int steps) {
    int[] sorted = sorted(review);
    int place = place(sorted, current);
    int target = place < 0 && steps < 0 ? -1 : place + steps;
    return target >= 0 && target < sorted.length
        ? OptionalInt.of(sorted[target])
        : OptionalInt.empty();
  }

  /** The next item that is not reviewed, from the beginning again after the last. */
  OptionalInt nextOpen(Review review, int current) {
    int[] sorted = sorted(review);
    List<ReviewItem> items = review.items();
    int place = place(sorted, current);
    return IntStream.rangeClosed(1, sorted.length)
        .map(i -> sorted[Math.floorMod(place + i, sorted.length)])
        .filter(index -> items.get(index).state() == ReviewState.OPEN)
        .findFirst();
  }

  private static int place(int[] sorted, int index) {
    return IntStream.range(0, sorted.length).filter(i -> sorted[i] == index).findFirst().orElse(-1);
  }

  /** For the user. */
  @Override
  public String toString() {
    return label;
  }
}
