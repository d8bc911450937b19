package io.github.spermfinder.review;

import ij.gui.Roi;
import io.github.spermfinder.label.ReviewState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The regions of an image and what was said of them. It never changes; a {@link Change} makes
 * another one.
 *
 * @param items in the order in which they came; none is ever taken out, but by undoing that it was
 *     added
 */
record Review(List<ReviewItem> items) {

  /**
   * One step of an annotator.
   *
   * @param index of the item
   * @param before null for an item that was not there
   * @param after null for an item that is there no more
   */
  record Change(int index, ReviewItem before, ReviewItem after) {

    Change inverse() {
      return new Change(index, after, before);
    }
  }

  Review {
    items = List.copyOf(items);
  }

  /** Regions, each under a name of its own, since files number names that are taken. */
  static Review of(Collection<Roi> rois) {
    Review none = new Review(List.of());
    return none.withMissing(rois);
  }

  /**
   * With those of the regions that are not among its items, by the place of their detection; of
   * several that say the same, with one.
   */
  Review withMissing(Collection<Roi> rois) {
    Set<String> places = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (ReviewItem item : items) {
      places.add(item.detected());
      places.add(Regions.place(item.roi()));
      names.add(item.name());
    }
    List<ReviewItem> all = new ArrayList<>(items);
    Map<String, List<ReviewItem>> added = new HashMap<>();
    for (Roi roi : rois) {
      ReviewItem item = ReviewItem.of(roi);
      List<ReviewItem> there = added.computeIfAbsent(item.detected(), key -> new ArrayList<>());
      if (!places.contains(item.detected()) && there.stream().noneMatch(item::saysTheSame)) {
        there.add(item);
        String unique = item.name();
        for (int i = 1; !names.add(unique); i++) {
          unique = item.name() + "-" + i;
        }
        all.add(new ReviewItem(item.roi(), item.state(), item.classId(), unique));
      }
    }
    return new Review(all);
  }

  Review with(Change change) {
    List<ReviewItem> changed = new ArrayList<>(items);
    if (change.before() == null) {
      changed.add(change.index(), change.after());
    } else if (change.after() == null) {
      changed.remove(change.index());
    } else {
      changed.set(change.index(), change.after());
    }
    return new Review(changed);
  }

  /** How many items are in each state. */
  Map<ReviewState, Integer> counts() {
    Map<ReviewState, Integer> counts = new EnumMap<>(ReviewState.class);
    for (ReviewState state : ReviewState.values()) {
      counts.put(state, 0);
    }
    items.forEach(item -> counts.merge(item.state(), 1, Integer::sum));
    return counts;
  }

  /** For the user. */
  String summary() {
    Map<ReviewState, Integer> counts = counts();
    return counts.get(ReviewState.ACCEPTED)
        + " accepted, "
        + counts.get(ReviewState.ADDED)
        + " added, "
        + counts.get(ReviewState.REJECTED)
        + " rejected, "
        + counts.get(ReviewState.OPEN)
        + " not reviewed";
  }

  /** The regions as they came: what they say themselves, also of their classes. */
  List<Roi> given() {
    return items.stream().map(ReviewItem::roi).toList();
  }

  /** What all was said, as regions. */
  List<Roi> rois() {
    return items.stream().map(ReviewItem::toRoi).toList();
  }

  /** What was found to be there, as regions. */
  List<Roi> labels() {
    return items.stream().filter(item -> item.state().isLabel()).map(ReviewItem::toRoi).toList();
  }
}
