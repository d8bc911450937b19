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
 * @param mean of each channel, 0 to 255
 */
record RgbImage(int width, int height, byte[] rgb, float[] mean) {

  RgbImage(int width, int height, byte[] rgb) {
    this(width, height, rgb, mean(rgb));
  }

  static RgbImage of(Plane plane) {
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(plane.width(), plane.height()))];
    Crops.copy(plane, new FinalInterval(plane.width(), plane.height()), ByteBuffer.wrap(rgb));
    return new RgbImage(plane.width(), plane.height(), rgb);
  }

  private static float[] mean(byte[] rgb) {
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
