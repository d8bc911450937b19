package io.github.spermfinder.review;

import ij.gui.Roi;
import io.github.spermfinder.label.ReviewState;
import io.github.spermfinder.label.Rois;
import java.util.Locale;
import java.util.Objects;

/**
 * A region and what the annotator said of it. It never changes.
 *
 * @param roi where, and what the detector said; nobody may change it
 * @param state what the annotator said
 * @param classId 1 to 255, or 0 for a region without a class
 * @param name for lists
 */
record ReviewItem(Roi roi, ReviewState state, int classId, String name) {

  /** Property of a region that was corrected: the place that the detector gave it. */
  static final String DETECTED = "detected";

  ReviewItem {
    Objects.requireNonNull(roi);
    Objects.requireNonNull(state);
  }

  /** A region of an overlay, a list or a file. */
  static ReviewItem of(Roi roi) {
    ReviewState state = ReviewState.of(roi).orElse(ReviewState.OPEN);
    String name = roi.getName() == null ? Regions.className(roi.getGroup()) : roi.getName();
    return new ReviewItem(Regions.copy(roi), state, roi.getGroup(), name);
  }

  /**
   * A region that the annotator drew.
   *
   * @param plane whose position it gets
   */
  static ReviewItem drawn(Roi roi, int classId, Roi plane) {
    Roi copy = bare(roi);
    Regions.setPosition(copy, plane);
    return new ReviewItem(copy, ReviewState.ADDED, classId, Regions.className(classId) + " added");
  }

  /** Without what only the selection on the screen has. */
  private static Roi bare(Roi roi) {
    Roi copy = Regions.copy(roi);
    copy.setStrokeColor(null);
    copy.setFillColor(null);
    copy.setStrokeWidth(0);
    return copy;
  }

  ReviewItem withState(ReviewState newState) {
    return new ReviewItem(roi, newState, classId, name);
  }

  ReviewItem withClass(int newClassId) {
    String newName = Regions.className(newClassId);
    if (hasScore()) {
      newName += String.format(Locale.ROOT, " %.2f", score());
    } else if (state == ReviewState.ADDED) {
      newName += " added";
    }
    return new ReviewItem(roi, state, newClassId, newName);
  }

  /** Elsewhere on the same plane, or of another shape. */
  ReviewItem withShape(Roi shape) {
    Roi copy = bare(shape);
    Regions.setPosition(copy, roi);
    Regions.copyProperties(roi, copy);
    copy.setProperty(DETECTED, detected());
    return new ReviewItem(copy, state, classId, name);
  }

  /** The place that it had at first, by which it is known again. */
  String detected() {
    String moved = roi.getProperty(DETECTED);
    return moved == null ? Regions.place(roi) : moved;
  }

  /** Whether another one is a copy: a class or state of its own is somebody's word. */
  boolean saysTheSame(ReviewItem other) {
    return state == other.state
        && classId == other.classId
        && name.equals(other.name)
        && Regions.sameShape(roi, other.roi);
  }

  boolean hasScore() {
    return !Double.isNaN(score());
  }

  /** How sure the detector was, 0 to 1; not a number for what it did not find. */
  double score() {
    return Rois.score(roi).orElse(Double.NaN);
  }

  /** A region that says all this, for overlays, lists and files. */
  Roi toRoi() {
    Roi copy = Regions.copy(roi);
    copy.setName(name);
    copy.setGroup(classId);
    Rois.setClassName(copy, Roi.getGroupName(classId));
    copy.setProperty(ReviewState.PROPERTY, state.toString());
    return copy;
  }
}
