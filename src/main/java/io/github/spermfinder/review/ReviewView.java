package io.github.spermfinder.review;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import io.github.spermfinder.host.RoiDisplay;
import io.github.spermfinder.label.ReviewState;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A review on an image: each item on the overlay, in the colour of its class and with a line that
 * says its state, and the current one as the image's selection, with handles. A step changes one
 * region of the overlay; ImageJ paints only those of the plane that is shown.
 */
final class ReviewView {

  private static final BasicStroke THICK = new BasicStroke(2);
  private static final BasicStroke DASHED = dashed(2, 6, 4);
  private static final BasicStroke DOTTED = dashed(1, 1, 3);

  private final ImagePlus image;
  private final List<Roi> shown = new ArrayList<>();
  private Overlay overlay;
  private Roi selected;

  ReviewView(ImagePlus image) {
    this.image = image;
  }

  private static BasicStroke dashed(float width, float on, float off) {
    return new BasicStroke(
        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {on, off}, 0);
  }

  // -- What there is to review --

  /** The detections and labels on the image's overlay; others' regions there are passed over. */
  static List<Roi> found(ImagePlus image) {
    return RoiDisplay.overlay(image).stream().filter(RoiDisplay::isOurs).toList();
  }

  /**
   * The regions in the ROI Manager. It does not say which image they are of: what was said of them
   * in another review does not count.
   */
  static List<Roi> inManager() {
    RoiManager manager = RoiManager.getRawInstance();
    if (manager == null) {
      return List.of();
    }
    return Arrays.stream(manager.getRoisAsArray())
        .filter(Roi::isArea)
        .map(roi -> ReviewItem.of(roi).withState(ReviewState.OPEN).toRoi())
        .toList();
  }

  /** What there is to review on an overlay that another command has made since. */
  List<Roi> arrived() {
    if (image.getOverlay() == overlay) {
      return List.of();
    }
    Set<Roi> known = identitySet(shown);
    return RoiDisplay.overlay(image).stream()
        .filter(roi -> RoiDisplay.isOurs(roi) && !known.contains(roi))
        .toList();
  }

  private static Set<Roi> identitySet(List<Roi> rois) { // equal regions need not be the same
    Set<Roi> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(rois);
    return set;
  }

  // -- The overlay --

  /** Shows all items. */
  void show(Review review) {
    shown.clear();
    review.items().forEach(item -> shown.add(display(item)));
    restoreOverlay();
  }

  private static Roi display(ReviewItem item) {
    Roi roi = item.toRoi();
    switch (item.state()) {
      case OPEN -> roi.setStroke(DASHED);
      case ACCEPTED, ADDED -> roi.setStroke(THICK);
      case REJECTED -> {
        roi.setStroke(DOTTED);
        roi.setStrokeColor(Color.LIGHT_GRAY);
      }
    }
    return roi;
  }

  /** Shows one item as it is after a change. */
  void show(Review.Change change) {
    restoreOverlay();
    int index = change.index();
    List<Roi> all = RoiDisplay.overlay(image); // others' come and go, anywhere among ours
    if (change.before() == null) {
      shown.add(display(change.after()));
      overlay.add(shown.get(index));
    } else if (change.after() == null) {
      overlay.remove(indexOf(all, shown.remove(index)));
    } else {
      int at = indexOf(all, shown.set(index, display(change.after())));
      if (at >= 0) {
        overlay.set(shown.get(index), at);
      } else {
        rebuildOverlay();
      }
    }
    image.draw();
  }

  private static int indexOf(List<Roi> rois, Roi roi) {
    return first(rois, other -> other == roi); // equal regions need not be the same
  }

  private static int first(List<Roi> rois, Predicate<Roi> which) {
    return IntStream.range(0, rois.size())
        .filter(i -> which.test(rois.get(i)))
        .findFirst()
        .orElse(-1);
  }

  /** Puts the items back, should another command have replaced the overlay. */
  void restoreOverlay() {
    if (overlay == null || image.getOverlay() != overlay) {
      rebuildOverlay();
    }
  }

  /** What others drew comes first. */
  private void rebuildOverlay() {
    overlay = new Overlay();
    others(shown).forEach(overlay::add);
    shown.forEach(overlay::add);
    image.setOverlay(overlay);
  }

  /** The regions on the image's overlay that are not of this review. */
  private List<Roi> others(List<Roi> ours) {
    Set<Roi> known = identitySet(ours);
    return RoiDisplay.overlay(image).stream()
        .filter(roi -> !known.contains(roi) && !RoiDisplay.isOurs(roi))
        .toList();
  }

  // -- The selection --

  /** Shows an item's plane and makes it the selection, within sight. */
  void select(ReviewItem item) {
    Regions.showPlane(item.roi(), image);
    selected = Regions.copy(item.roi());
    selected.setStrokeColor(null);
    Regions.setPosition(selected, item.roi());
    image.setRoi(selected);
    scrollTo(item.roi().getBounds());
  }

  private void scrollTo(Rectangle bounds) {
    ImageCanvas canvas = image.getCanvas();
    if (canvas == null || canvas.getSrcRect().contains(bounds)) {
      return;
    }
    Rectangle view = new Rectangle(canvas.getSrcRect());
    view.setLocation(
        (int) bounds.getCenterX() - view.width / 2, (int) bounds.getCenterY() - view.height / 2);
    canvas.setSourceRect(view);
    canvas.repaint();
  }

  /** Takes the selection of the current item away; one that the annotator drew stays. */
  void deselect() {
    if (selected != null && image.getRoi() == selected) {
      image.deleteRoi();
    }
    selected = null;
  }

  boolean hasSelected() {
    return selected != null && image.getRoi() == selected;
  }

  /** The current item's selection, as the annotator may have moved it. */
  Roi selected() {
    return selected;
  }

  /** What the annotator drew himself, or null. */
  Roi drawn() {
    Roi roi = image.getRoi();
    return roi == selected || roi == null || shownIndex(roi) >= 0 ? null : roi;
  }

  /**
   * The item whose region ImageJ itself made the selection, as a long click does, or a click on its
   * copy in the ROI Manager; or -1.
   */
  int picked() {
    Roi roi = image.getRoi();
    return roi == null || roi == selected ? -1 : shownIndex(roi);
  }

  private int shownIndex(Roi roi) {
    int index = indexOf(shown, roi);
    return index >= 0 || roi.getState() != Roi.NORMAL // one that grows passes many places
        ? index
        : first(shown, other -> Regions.isCopy(other, roi));
  }

  /** The smallest item at a pixel of the plane that is shown, or -1. */
  int itemAt(Review review, int x, int y) {
    int best = -1;
    double bestArea = Double.POSITIVE_INFINITY;
    for (int i = 0; i < review.items().size(); i++) {
      Roi roi = review.items().get(i).roi();
      Rectangle bounds = roi.getBounds();
      double area = (double) bounds.width * bounds.height;
      if (area < bestArea && bounds.contains(x, y) && Regions.isShown(roi, image)) {
        best = i;
        bestArea = area;
      }
    }
    return best;
  }

  // -- The end --

  /**
   * Leaves the labels, and what others drew, on the overlay, and the labels in the ROI Manager.
   *
   * @param fromManager as in {@link #replaceInManager}
   */
  void leave(Review review, boolean fromManager) {
    deselect();
    putOnOverlay(review, shown);
    replaceInManager(review, true, fromManager);
    RoiDisplay.setListed(image, review.labels(), true);
  }

  /** The same for an image without a review that is running. */
  static void show(ImagePlus image, Review review) {
    new ReviewView(image).leave(review, false);
  }

  private void putOnOverlay(Review review, List<Roi> ours) {
    Overlay labels = new Overlay();
    others(ours).forEach(labels::add);
    review.labels().forEach(labels::add);
    image.setOverlay(labels);
  }

  /**
   * Takes the review's regions out of the ROI Manager, puts its labels in, and leaves the others.
   *
   * @param open whether to open the ROI Manager where it is not
   * @param fromManager whether the review's regions were there before: those that nobody judged may
   *     be another image's, and stay
   */
  static void replaceInManager(Review review, boolean open, boolean fromManager) {
    RoiManager manager = open ? RoiDisplay.roiManager() : RoiManager.getRawInstance();
    if (manager == null) {
      return;
    }
    Set<String> places = new HashSet<>();
    for (ReviewItem item : review.items()) {
      if (!fromManager || item.state() != ReviewState.OPEN) {
        places.add(item.detected());
        places.add(Regions.place(item.roi()));
      }
    }
    List<Roi> kept =
        Arrays.stream(manager.getRoisAsArray())
            .filter(roi -> !places.contains(Regions.place(roi)))
            .toList();
    manager.reset();
    RoiDisplay.addToManager(kept, false);
    RoiDisplay.addToManager(review.labels(), false);
  }
}
