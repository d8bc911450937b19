package io.github.spermfinder.simulate;

/** Contrast methods of the microscope. */
public enum Contrast {
  PHASE("Phase", 2.0),
  BRIGHT_FIELD("Bright field", 0.2),
  RELIEF("Relief", 0.4);

  private final String label;

  /** How far from a head its halo still belongs to it, for who marks it, in micrometres. */
  final double halo;

  Contrast(String label, double halo) {
    this.label = label;
    this.halo = halo;
  }

  @Override
  public String toString() {
    return label;
  }
}
