package io.github.spermfinder.network;

/**
 * What an exported network makes of images before it looks at them.
 *
 * @param side of the square that they are brought to, in pixels
 * @param aspect what becomes of images that are not square
 */
public record InputSize(int side, Aspect aspect) {

  /** What becomes of images of another shape or size. */
  public enum Aspect {
    /** Squeezed or stretched to the square, as the paper does. */
    SQUEEZED,
    /** Shrunk until they fit into the square; those that do are left as they are. */
    KEPT
  }
}
