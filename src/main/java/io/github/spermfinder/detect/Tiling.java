package io.github.spermfinder.detect;

import java.util.ArrayList;
import java.util.List;

/** Covers a plane with tiles of one size that overlap. */
final class Tiling {

  private Tiling() {}

  /**
   * The tiles, row by row, spread evenly. Neighbours share at least the overlap, so that whatever
   * is no larger lies whole in one of them.
   *
   * @param width of the plane, in pixels
   * @param height of the plane, in pixels
   * @param tileWidth in pixels, above the overlap
   * @param tileHeight in pixels, above the overlap
   * @param overlapX at least this much, in pixels
   * @param overlapY at least this much, in pixels
   */
  static List<Tile> cover(
      int width, int height, int tileWidth, int tileHeight, int overlapX, int overlapY) {
    int[] xs = starts(width, tileWidth, overlapX);
    int[] ys = starts(height, tileHeight, overlapY);
    List<Tile> tiles = new ArrayList<>(xs.length * ys.length);
    for (int y : ys) {
      for (int x : xs) {
        tiles.add(new Tile(x, y, tileWidth, tileHeight));
      }
    }
    return tiles;
  }

  private static int[] starts(int length, int tile, int overlap) {
    if (length <= tile) {
      return new int[1];
    }
    if (tile <= overlap) {
      throw new IllegalArgumentException("A tile of " + tile + " cannot overlap by " + overlap);
    }
    int count = (length - overlap + tile - overlap - 1) / (tile - overlap);
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = (int) ((long) i * (length - tile) / (count - 1));
    }
    return starts;
  }
}
