package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import io.github.spermfinder.label.ReviewState;
import io.github.spermfinder.label.Rois;
import java.awt.GraphicsEnvironment;
import java.awt.geom.Rectangle2D;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An image's regions of interest: in the ROI Manager, and on the image's overlay. */
public final class RoiDisplay {

  /** Property of a region that names the label file that it came from. */
  static final String LABELS = "labels";

  /**
   * How the name begins of a region that is only to be looked at, and will be taken off the overlay
   * again. ImageJ takes properties away where it scales or rotates an image, but no names.
   */
  private static final String LIVE = "Live Detection: ";

  /** Property of an image: the places of regions that were put into the ROI Manager, too. */
  private static final String LISTED = RoiDisplay.class.getName();

  private RoiDisplay() {}

  /**
   * Shows regions on the image's overlay and in the ROI Manager. Without a display there is no ROI
   * Manager, so the overlay is all that a macro can look at.
   *
   * @param destination only {@link RoiDestination#REPLACE} removes any that are there. What was
   *     drawn on the overlay by hand always stays
   */
  public static void show(ImagePlus image, List<Roi> rois, RoiDestination destination) {
    show(
        image,
        rois,
        rois,
        destination,
        old -> destination == RoiDestination.REPLACE && isOurs(old));
  }

  /**
   * The same, without some of the regions that are on the overlay.
   *
   * @param onOverlay the regions for the overlay
   * @param inManager the same ones for the ROI Manager
   * @param outdated which to leave out
   */
  static void show(
      ImagePlus image,
      List<Roi> onOverlay,
      List<Roi> inManager,
      RoiDestination destination,
      Predicate<Roi> outdated) {
    if (GraphicsEnvironment.isHeadless()) {
      addToOverlay(image, onOverlay, outdated);
    } else { // where Live Detection changes it
      EventThread.run(() -> addToOverlay(image, onOverlay, outdated));
    }
    boolean listed = destination != RoiDestination.OVERLAY_ONLY;
    if (listed) {
      addToManager(inManager, destination == RoiDestination.REPLACE);
    }
    setListed(image, onOverlay, listed);
  }

  /**
   * Remembers which regions on the image's overlay were put into the ROI Manager, too: once
   * somebody has emptied that, they are not to be taken for labels.
   *
   * @param inManager whether these were; without a ROI Manager they were not
   */
  public static void setListed(ImagePlus image, List<Roi> onOverlay, boolean inManager) {
    Set<Object> listed = new HashSet<>(listed(image));
    listed.removeAll(places(onOverlay));
    if (inManager && openManager() != null) {
      listed.addAll(places(onOverlay));
    }
    image.setProperty(LISTED, listed);
  }

  private static Set<?> listed(ImagePlus image) {
    return image.getProperty(LISTED) instanceof Set<?> places ? places : Set.of();
  }

  /** Where regions are, whatever the slice. */
  static Set<Rectangle2D> places(List<Roi> rois) {
    return rois.stream().map(Roi::getFloatBounds).collect(Collectors.toSet());
  }

  /** The regions in the ROI Manager if it has any, else those on the image's overlay that stay. */
  public static List<Roi> rois(ImagePlus image) {
    RoiManager manager = openManager();
    if (manager != null && manager.getCount() > 0) {
      return List.of(manager.getRoisAsArray());
    }
    return overlay(image).stream().filter(roi -> !isLive(roi)).toList();
  }

  /** Whether there is a ROI Manager with nothing in it. */
  static boolean isManagerEmpty() {
    RoiManager manager = openManager();
    return manager != null && manager.getCount() == 0;
  }

  private static RoiManager openManager() {
    return GraphicsEnvironment.isHeadless()
        ? RoiManager.getRawInstance()
        : RoiManager.getInstance2(); // that of a macro in batch mode, too
  }

  /** How many of the regions on the image's overlay were put into the ROI Manager, too. */
  static long countListed(ImagePlus image) {
    Set<?> listed = listed(image);
    return overlay(image).stream()
        .filter(roi -> isOurs(roi) && listed.contains(roi.getFloatBounds()))
        .count();
  }

  /** The regions on the image's overlay. */
  public static List<Roi> overlay(ImagePlus image) {
    return image.getOverlay() == null ? List.of() : List.of(image.getOverlay().toArray());
  }

  /** Whether a region is a detection, an imported label, or what a review left. */
  public static boolean isOurs(Roi roi) {
    return (roi.getProperty(Rois.SCORE) != null && !hasLiveName(roi))
        || roi.getProperty(LABELS) != null
        || ReviewState.of(roi).isPresent();
  }

  /** Gives a region that is only to be looked at a name that says so. */
  public static void setLive(Roi roi, String name) {
    roi.setName(LIVE + name);
  }

  private static boolean hasLiveName(Roi roi) {
    return roi.getName() != null && roi.getName().startsWith(LIVE);
  }

  /**
   * Whether a region is only to be looked at, here or on the image that this is a copy of. What
   * somebody made a label is not, wherever it comes from.
   */
  public static boolean isLive(Roi roi) {
    return hasLiveName(roi) && !isOurs(roi);
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
    RoiManager open = openManager();
    return open != null || GraphicsEnvironment.isHeadless() ? open : RoiManager.getRoiManager();
  }
}
