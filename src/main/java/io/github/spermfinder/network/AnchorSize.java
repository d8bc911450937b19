package io.github.spermfinder.network;

/**
 * Size of an anchor, the box that a prediction starts from.
 *
 * @param width above 0, in pixels of the network's input
 * @param height above 0, in pixels of the network's input
 */
public record AnchorSize(double width, double height) {

  /**
   * @throws IllegalArgumentException if a length is not above 0
   */
  public AnchorSize {
    if (!(width > 0 && height > 0)) {
      throw new IllegalArgumentException("An anchor of " + width + " x " + height);
    }
  }
}
