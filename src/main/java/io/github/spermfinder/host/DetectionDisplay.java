package io.github.spermfinder.host;

import ij.measure.ResultsTable;

/** Shows detections where ImageJ's users look for them. */
public final class DetectionDisplay {

  private DetectionDisplay() {}

  /**
   * Shows detections {@linkplain RoiDisplay#show as regions}, and adds them to the Results table.
   */
  public static void show(ImageDetections detections, RoiDestination destination) {
    RoiDisplay.show(detections.image(), detections.rois(), destination);
    ResultsTable table = ResultsTable.getResultsTable();
    detections.addTo(table);
    table.show("Results");
  }
}
