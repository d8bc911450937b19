package io.github.spermfinder.network;

import java.util.List;

/**
 * The anchors at every place of a feature map. The one at row i and column j is centred on ((j +
 * .5) stride, (i + .5) stride).
 *
 * @param stride from one place to the next, in pixels of the network's input
 * @param sizes of the anchors at a place, in the order of the predictor's channels
 */
public record AnchorLayer(double stride, List<AnchorSize> sizes) {

  public AnchorLayer {
    sizes = List.copyOf(sizes);
  }

  /** Places along an axis of the input: convolutions with SAME padding round up. */
  int places(int pixels) {
    return (int) Math.ceil(pixels / stride - 1e-9);
  }
}
