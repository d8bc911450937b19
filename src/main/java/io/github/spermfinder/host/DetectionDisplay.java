package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import java.util.List;

/** Shows detections where ImageJ's users look for them. */
public final class DetectionDisplay {

  private DetectionDisplay() {}

  /**
   * Shows detections {@linkplain RoiDisplay#show as regions}, and adds them to the Results table.
   * Those of an earlier run leave the overlay, where it was looked again and nobody worked on them.
   */
  public static void show(ImageDetections detections, RoiDestination destination) {
    ImagePlus image = detections.image();
    List<Roi> onOverlay = detections.rois();
    FreshRegions.mark(onOverlay);
    RoiDisplay.show(
        image,
        onOverlay,
        detections.rois(), // others: what somebody keeps in the ROI Manager has no mark
        destination,
        old -> FreshRegions.contains(old) && detections.isWhereLooked(old));
    ResultsTable table = ResultsTable.getResultsTable();
    detections.addTo(table);
    table.show("Results");
  }
}
