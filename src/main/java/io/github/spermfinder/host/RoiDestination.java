package io.github.spermfinder.host;

/** Where the regions of interest go, beside the image's overlay. */
public enum RoiDestination {
  ADD("Add to ROI Manager"),
  REPLACE("Replace ROI Manager"),
  OVERLAY_ONLY("Overlay only");

  private final String label;

  RoiDestination(String label) {
    this.label = label;
  }

  /** For the user. */
  @Override
  public String toString() {
    return label;
  }
}
