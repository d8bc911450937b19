package io.github.spermfinder.train;

import io.github.spermfinder.image.Crops;
import io.github.spermfinder.image.Plane;
import java.nio.ByteBuffer;
import net.imglib2.FinalInterval;

/**
 * An image in memory.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb row, column, channel: 3 bytes a pixel
 */
record RgbImage(int width, int height, byte[] rgb) {

  static RgbImage of(Plane plane) {
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(plane.width(), plane.height()))];
    Crops.copy(plane, new FinalInterval(plane.width(), plane.height()), ByteBuffer.wrap(rgb));
    return new RgbImage(plane.width(), plane.height(), rgb);
  }

  /** Mean of each channel, 0 to 255. */
  float[] mean() {
    long[] sums = new long[3];
    for (int i = 0; i < rgb.length; i++) {
      sums[i % 3] += rgb[i] & 255;
    }
    float[] mean = new float[3];
    for (int c = 0; c < 3; c++) {
      mean[c] = (float) sums[c] / (rgb.length / 3);
    }
    return mean;
  }
}
