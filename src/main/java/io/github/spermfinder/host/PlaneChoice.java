package io.github.spermfinder.host;

/** Which slices and frames of a stack. */
public enum PlaneChoice {
  ALL("All planes"),
  CURRENT("Current plane");

  private final String label;

  PlaneChoice(String label) {
    this.label = label;
  }

  /** For the user. */
  @Override
  public String toString() {
    return label;
  }
}
