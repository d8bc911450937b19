package io.github.spermfinder.simulate;

/** What a field is like. */
public enum FieldKind {
  /** Minced tissue in a large frame, few sperm among hundreds of cells. */
  DENSE("Dense", 1680, 1050, 0.12, 8, 0.004, 0.0025, 0.5),
  /** A small frame with few cells. */
  SPARSE("Sparse", 640, 400, 0.3, 4, 0.0008, 0.003, 0.15),
  /** Semen: many sperm, few other cells. */
  SEMEN("Semen", 640, 480, 0.3, 22, 0.0003, 0.004, 0.05);

  private final String label;
  final int width;
  final int height;
  final double micronsPerPixel;
  final double sperm;
  final double cellsPerArea;
  final double debrisPerArea;
  final double tissueShare;

  /**
   * @param sperm in a field, on average
   * @param cellsPerArea in a square micrometre, on average
   * @param debrisPerArea in a square micrometre, on average
   * @param tissueShare of the fields that show sheets of tissue
   */
  FieldKind(
      String label,
      int width,
      int height,
      double micronsPerPixel,
      double sperm,
      double cellsPerArea,
      double debrisPerArea,
      double tissueShare) {
    this.label = label;
    this.width = width;
    this.height = height;
    this.micronsPerPixel = micronsPerPixel;
    this.sperm = sperm;
    this.cellsPerArea = cellsPerArea;
    this.debrisPerArea = debrisPerArea;
    this.tissueShare = tissueShare;
  }

  @Override
  public String toString() {
    return label;
  }
}
