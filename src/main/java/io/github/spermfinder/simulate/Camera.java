package io.github.spermfinder.simulate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Makes pixels of light: lamp, sensor, electronics, compression. */
final class Camera {

  /**
   * Of 255. Of the heads that annotators marked in a real clip (VISEM-Tracking, clip 11), 99 %
   * change theirs by 39 or more.
   */
  private static final double MIN_LEVELS = 20;

  private static final double MIN_SIGNAL_TO_NOISE = 4;

  private final int width;
  private final int height;
  private final double level;
  private final double gain;
  private final double[] tint = new double[3];
  private final double slopeX;
  private final double slopeY;
  private final double vignette;
  private final double[] glare;
  private final double noise;
  private final double colourNoise;
  private final double[][] shift = new double[3][2];
  private final double sharpening;
  private final double quality;
  private final SplittableRandom random;

  Camera(int width, int height, SplittableRandom random) {
    this.width = width;
    this.height = height;
    this.random = random;
    level = random.nextDouble(55, 205);
    gain = random.nextDouble(0.55, 1.15);
    boolean grey = random.nextInt(3) == 0;
    for (int c = 0; c < 3; c++) {
      tint[c] = grey ? 1 : 1 + random.nextDouble(-0.07, 0.07);
    }
    slopeX = random.nextDouble(-0.12, 0.12);
    slopeY = random.nextDouble(-0.12, 0.12);
    vignette = random.nextInt(3) == 0 ? random.nextDouble(0.35) : 0;
    glare =
        random.nextInt(8) == 0
            ? new double[] {
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(0.1, 0.4),
              random.nextDouble(0.05, 0.35)
            }
            : null;
    noise = random.nextInt(3) == 0 ? random.nextDouble(4, 9) : random.nextDouble(0.5, 4);
    colourNoise = grey ? 0 : random.nextDouble(0, 4);
    if (!grey && random.nextBoolean()) {
      for (int axis = 0; axis < 2; axis++) { // colours are refracted apart
        double apart = random.nextDouble(-0.8, 0.8);
        shift[0][axis] = apart;
        shift[2][axis] = -apart;
      }
    }
    sharpening = random.nextInt(3) == 0 ? random.nextDouble(0.3, 1.2) : 0;
    quality = random.nextInt(3) > 0 ? random.nextDouble(0.35, 0.95) : 1;
  }

  /**
   * Whether somebody who looks at the picture can see something: nobody would mark what defocus,
   * noise or compression has swallowed.
   *
   * @param change that it makes to the light
   */
  boolean sees(float change) {
    return level * gain * change >= Math.max(MIN_LEVELS, MIN_SIGNAL_TO_NOISE * noise);
  }

  /**
   * Takes a picture.
   *
   * @param light row by row, 1 where nothing is
   * @return one pixel an entry: 0xRRGGBB
   */
  int[] shoot(float[] light) {
    float[] seen = light;
    if (sharpening > 0) {
      float[] soft = Blur.gaussian(light, width, height, 1.2);
      seen = new float[light.length];
      for (int i = 0; i < seen.length; i++) {
        seen[i] = (float) (light[i] + sharpening * (light[i] - soft[i]));
      }
    }
    float[] grain = grain(random.nextBoolean() ? 0.6 : 0);
    float[][] colours = new float[3][];
    float[][] grains = new float[3][];
    for (int c = 0; c < 3; c++) {
      colours[c] = shifted(seen, shift[c][0], shift[c][1]);
      grains[c] = colourNoise > 0 ? grain(1.5) : grain;
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[seen.length];
    for (int row = 0; row < height; row++) {
      double v = (row + 0.5) / height - 0.5;
      for (int column = 0; column < width; column++) {
        double u = (column + 0.5) / width - 0.5;
        double lamp = 1 + slopeX * u + slopeY * v - vignette * 2 * (u * u + v * v);
        int at = row * width + column;
        double more = noise * grain[at];
        if (glare != null) {
          double d2 = Math.pow(u + 0.5 - glare[0], 2) + Math.pow(v + 0.5 - glare[1], 2);
          more += 255 * glare[3] * Math.exp(-d2 / (2 * glare[2] * glare[2]));
        }
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          double value =
              level * lamp * (1 + gain * (colours[c][at] - 1)) + more + colourNoise * grains[c][at];
          rgb = rgb << 8 | (int) Math.max(0, Math.min(255, Math.round(value * tint[c])));
        }
        pixels[at] = rgb;
      }
    }
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return (quality < 1 ? compressed(image) : image).getRGB(0, 0, width, height, null, 0, width);
  }

  /**
   * Noise as cameras smooth it: of deviation 1 before.
   *
   * @param sigma of the smoothing, in pixels
   */
  private float[] grain(double sigma) {
    float[] grain = new float[width * height];
    for (int i = 0; i < grain.length; i++) {
      int bits = random.nextInt();
      int sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >>> 24);
      grain[i] = (sum - 510) / 147.8f;
    }
    return sigma > 0 ? Blur.gaussian(grain, width, height, sigma) : grain;
  }

  /** Moved by less than a pixel. */
  private float[] shifted(float[] map, double dx, double dy) {
    if (dx == 0 && dy == 0) {
      return map;
    }
    int stepX = dx > 0 ? 1 : -1;
    int stepY = dy > 0 ? 1 : -1;
    float u = (float) Math.abs(dx);
    float v = (float) Math.abs(dy);
    float[] moved = new float[map.length];
    for (int row = 0; row < height; row++) {
      int line = row * width;
      int next = Math.max(0, Math.min(row + stepY, height - 1)) * width;
      for (int column = 0; column < width; column++) {
        int beside = Math.max(0, Math.min(column + stepX, width - 1));
        moved[line + column] =
            (1 - v) * ((1 - u) * map[line + column] + u * map[line + beside])
                + v * ((1 - u) * map[next + column] + u * map[next + beside]);
      }
    }
    return moved;
  }

  private BufferedImage compressed(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality((float) quality);
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
      stream.flush();
      return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // in memory, cannot happen
    } finally {
      writer.dispose();
    }
  }
}
