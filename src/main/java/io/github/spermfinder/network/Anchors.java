package io.github.spermfinder.network;

import io.github.spermfinder.Box;
import java.util.ArrayList;
import java.util.List;

/** All anchors of a network, in the order of its predictions: layer, row, column, size. */
public final class Anchors {

  private Anchors() {}

  /**
   * The anchors for an input.
   *
   * @param width of the network's input, in pixels
   * @param height of the network's input, in pixels
   * @return boxes in pixels of the input, not clipped to it
   */
  public static List<Box> of(List<AnchorLayer> layers, int width, int height) {
    List<Box> anchors = new ArrayList<>();
    for (AnchorLayer layer : layers) {
      for (int row = 0; row < layer.places(height); row++) {
        for (int column = 0; column < layer.places(width); column++) {
          double x = (column + 0.5) * layer.stride();
          double y = (row + 0.5) * layer.stride();
          for (AnchorSize size : layer.sizes()) {
            anchors.add(
                new Box(x - size.width() / 2, y - size.height() / 2, size.width(), size.height()));
          }
        }
      }
    }
    return List.copyOf(anchors);
  }
}
