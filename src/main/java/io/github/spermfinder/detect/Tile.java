package io.github.spermfinder.detect;

import io.github.spermfinder.Box;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * A rectangle of a plane that the network looks at in one go.
 *
 * @param x left edge, in pixels of the plane
 * @param y upper edge, in pixels of the plane
 * @param width in pixels of the plane; the tile can reach beyond the plane's right edge
 * @param height in pixels of the plane; the tile can reach beyond the plane's lower edge
 */
record Tile(int x, int y, int width, int height) {

  Interval interval() {
    return FinalInterval.createMinSize(x, y, width, height);
  }

  Box box() {
    return new Box(x, y, width, height);
  }
}
