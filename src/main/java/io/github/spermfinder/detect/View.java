package io.github.spermfinder.detect;

/** How an image is brought before the network. */
public enum View {
  /** Squeezed to the model's input size, whatever its shape, as in Wu et al. 2021. */
  WHOLE_IMAGE("Whole image"),
  /** In overlapping tiles at the pixel size that the model was trained at. */
  TILES("Tiles"),
  /** Whole where that shows objects at about the trained size, else in tiles. */
  AUTOMATIC("Automatic");

  private final String label;

  View(String label) {
    this.label = label;
  }

  /** For the user. */
  @Override
  public String toString() {
    return label;
  }
}
