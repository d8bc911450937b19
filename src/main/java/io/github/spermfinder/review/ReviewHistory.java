package io.github.spermfinder.review;

import ij.gui.Roi;
import io.github.spermfinder.label.ReviewState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A review that can be undone, change by change, to its beginning. */
final class ReviewHistory {

  private final List<Review.Change> changes = new ArrayList<>();
  private int done;
  private Review now;

  ReviewHistory(Review start) {
    now = start;
  }

  Review now() {
    return now;
  }

  // -- Steps; each is empty where nothing changes --

  /**
   * @param state accepted or rejected
   */
  Optional<Review.Change> judge(int index, ReviewState state) {
    ReviewItem item = now.items().get(index);
    boolean stays = item.state() == ReviewState.ADDED && state == ReviewState.ACCEPTED;
    return replace(index, stays ? item : item.withState(state));
  }

  /**
   * @param classId 1 to 255
   */
  Optional<Review.Change> classify(int index, int classId) {
    ReviewItem item = now.items().get(index);
    return replace(index, item.classId() == classId ? item : item.withClass(classId));
  }

  Optional<Review.Change> reshape(int index, Roi shape) {
    ReviewItem item = now.items().get(index);
    return replace(index, Regions.sameShape(item.roi(), shape) ? item : item.withShape(shape));
  }

  Review.Change add(ReviewItem item) {
    Review.Change change = new Review.Change(now.items().size(), null, item);
    make(change);
    return change;
  }

  private Optional<Review.Change> replace(int index, ReviewItem item) {
    ReviewItem before = now.items().get(index);
    if (item.equals(before)) {
      return Optional.empty();
    }
    Review.Change change = new Review.Change(index, before, item);
    make(change);
    return Optional.of(change);
  }

  private void make(Review.Change change) {
    changes.subList(done, changes.size()).clear();
    changes.add(change);
    done++;
    now = now.with(change);
  }

  // -- Back and forth --

  /** The change that this made; empty where there is nothing to undo. */
  Optional<Review.Change> undo() {
    if (done == 0) {
      return Optional.empty();
    }
    done--;
    return apply(changes.get(done).inverse());
  }

  /** The change that this made; empty where there is nothing to redo. */
  Optional<Review.Change> redo() {
    if (done == changes.size()) {
      return Optional.empty();
    }
    done++;
    return apply(changes.get(done - 1));
  }

  private Optional<Review.Change> apply(Review.Change change) {
    now = now.with(change);
    return Optional.of(change);
  }
}
