package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import io.github.spermfinder.label.ReviewState;
import io.github.spermfinder.label.Rois;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.function.Predicate;

/** An image's regions of interest: in the ROI Manager, and on the image's overlay. */
public final class RoiDisplay {

  /** Property of a region that names the label file that it came from. */
  static final String LABELS = "labels";

  private RoiDisplay() {}

  /**
   * Shows regions on the image's overlay and in the ROI Manager. Without a display there is no ROI
   * Manager, so the overlay is all that a macro can look at.
   *
   * @param destination only {@link RoiDestination#REPLACE} removes any that are there. What was
   *     drawn on the overlay by hand always stays
   */
  public static void show(ImagePlus image, List<Roi> rois, RoiDestination destination) {
    show(image, rois, destination, old -> destination == RoiDestination.REPLACE && isOurs(old));
  }

  /**
   * The same, without some of the regions that are on the overlay.
   *
   * @param outdated which they are
   */
  static void show(
      ImagePlus image, List<Roi> rois, RoiDestination destination, Predicate<Roi> outdated) {
    if (GraphicsEnvironment.isHeadless()) {
      addToOverlay(image, rois, outdated);
    } else { // where Live Detection changes it
      EventThread.run(() -> addToOverlay(image, rois, outdated));
    }
    if (destination != RoiDestination.OVERLAY_ONLY) {
      addToManager(rois, destination == RoiDestination.REPLACE);
    }
  }

  /** The regions in the ROI Manager if it has any, else those on the image's overlay. */
  public static List<Roi> rois(ImagePlus image) {
    RoiManager manager =
        GraphicsEnvironment.isHeadless()
            ? RoiManager.getRawInstance()
            : RoiManager.getInstance2(); // that of a macro in batch mode, too
    if (manager != null && manager.getCount() > 0) {
      return List.of(manager.getRoisAsArray());
    }
    return overlay(image);
  }

  /** The regions on the image's overlay. */
  public static List<Roi> overlay(ImagePlus image) {
    return image.getOverlay() == null ? List.of() : List.of(image.getOverlay().toArray());
  }

  /** Whether a region is a detection, an imported label, or what a review left. */
  public static boolean isOurs(Roi roi) {
    return roi.getProperty(Rois.SCORE) != null
        || roi.getProperty(LABELS) != null
        || ReviewState.of(roi).isPresent();
  }

  private static void addToOverlay(ImagePlus image, List<Roi> rois, Predicate<Roi> outdated) {
    Overlay before = image.getOverlay();
    Overlay overlay = before == null ? new Overlay() : before.create(); // drawn in the same way
    if (before != null) {
      for (Roi old : before) {
        if (!outdated.test(old)) {
          overlay.add(old);
        }
      }
    }
    rois.forEach(overlay::add);
    image.setOverlay(overlay);
  }

  /** Adds regions to the ROI Manager, where there is one, at once. */
  public static void addToManager(List<Roi> rois, boolean replace) {
    RoiManager manager = roiManager();
    if (manager == null) {
      return;
    }
    if (replace) {
      manager.reset();
    }
    for (Roi roi : rois) {
      manager.add(roi, -1); // addRoi would move the slice and repaint for each
    }
    int last = manager.getCount() - 1;
    if (last >= 0) {
      manager.setRoi(manager.getRoi(last), last); // repaints, where "Show All" is on
    }
  }

  /** The ROI Manager that macros see too; null without a display, which ImageJ's needs. */
  public static RoiManager roiManager() {
    if (GraphicsEnvironment.isHeadless()) {
      return RoiManager.getRawInstance();
    }
    RoiManager open = RoiManager.getInstance2();
    return open != null ? open : RoiManager.getRoiManager();
  }
}
