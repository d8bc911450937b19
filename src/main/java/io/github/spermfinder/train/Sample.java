package io.github.spermfinder.train;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A square view of an image, as the network is shown it.
 *
 * @param side in pixels
 * @param rgb row, column, channel: side * side * 3 values, 0 to 255
 * @param boxes in pixels of the view, clipped to it
 */
record Sample(int side, float[] rgb, List<LabelledBox> boxes) {

  /** Writes the pixels, as bytes, at the buffer's position. */
  void write(ByteBuffer bytes) {
    for (float value : rgb) {
      bytes.put((byte) Math.round(value));
    }
  }
}
