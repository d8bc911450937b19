package io.github.spermfinder.simulate;

/** Contrast methods of the microscope. */
public enum Contrast {
  PHASE("Phase"),
  BRIGHT_FIELD("Bright field"),
  RELIEF("Relief");

  private final String label;

  Contrast(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
