package io.github.spermfinder.engine;

import java.nio.ByteBuffer;

/**
 * RGB images of one size on their way into a network.
 *
 * @param rgb the pixels: image, row, column, channel; 3 bytes (red, green, blue) a pixel, from
 *     index 0 to the limit. Memory outside of the Java heap, so that TensorFlow can read it
 * @param images at least 1
 * @param height of each, in pixels
 * @param width of each, in pixels
 */
public record ImageBatch(ByteBuffer rgb, int images, int height, int width) {

  /** An empty batch; its buffer stands at the start of the first image. */
  public static ImageBatch allocate(int images, int height, int width) {
    int bytes =
        Math.multiplyExact(Math.multiplyExact(images, 3), Math.multiplyExact(height, width));
    return new ImageBatch(ByteBuffer.allocateDirect(bytes), images, height, width);
  }
}
