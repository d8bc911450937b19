package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.frame.RoiManager;
import java.awt.GraphicsEnvironment;
import java.util.List;

/** Shows detections where ImageJ's users look for them. */
public final class DetectionDisplay {

  private DetectionDisplay() {}

  /**
   * Shows detections on the image's overlay, in the ROI Manager and in the Results table. Without a
   * display there is no ROI Manager, so the overlay is all that a macro can look at.
   *
   * @param destination of the regions; only {@link RoiDestination#REPLACE} removes any that are
   *     there. What was drawn on the overlay by hand always stays
   */
  public static void show(ImageDetections detections, RoiDestination destination) {
    List<Roi> rois = detections.rois();
    addToOverlay(detections.image(), rois, destination);
    if (destination != RoiDestination.OVERLAY_ONLY) {
      addToManager(rois, destination == RoiDestination.REPLACE);
    }
    ResultsTable table = ResultsTable.getResultsTable();
    detections.addTo(table);
    table.show("Results");
  }

  private static void addToOverlay(ImagePlus image, List<Roi> rois, RoiDestination destination) {
    Overlay overlay = new Overlay();
    if (image.getOverlay() != null) {
      for (Roi old : image.getOverlay()) {
        boolean detected = old.getProperty(ImageDetections.SCORE) != null;
        if (destination != RoiDestination.REPLACE || !detected) {
          overlay.add(old);
        }
      }
    }
    rois.forEach(overlay::add);
    image.setOverlay(overlay);
  }

  private static void addToManager(List<Roi> rois, boolean replace) {
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
  private static RoiManager roiManager() {
    if (GraphicsEnvironment.isHeadless()) {
      return RoiManager.getRawInstance();
    }
    RoiManager open = RoiManager.getInstance2();
    return open != null ? open : RoiManager.getRoiManager();
  }
}
