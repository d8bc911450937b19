package io.github.spermfinder.detect;

import io.github.spermfinder.engine.ImageBatch;
import java.util.List;

/**
 * Tiles that go through the network together.
 *
 * @param images what they show
 * @param tiles where they are from, in the order of the images
 */
record Batch(ImageBatch images, List<PlaneTile> tiles) {

  /**
   * A tile of one of many planes.
   *
   * @param plane index of the plane, from 0
   * @param width of the plane, in pixels
   * @param height of the plane, in pixels
   * @param plan that the tile is part of
   * @param index of the tile in its plan, from 0
   */
  record PlaneTile(int plane, int width, int height, ViewPlan plan, int index) {

    Tile tile() {
      return plan.tiles().get(index);
    }
  }
}
