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
    sharpening = random.nextInt(3) == 0 ? random.nextDouble(0.3, 1.2) : 0;
    quality = random.nextInt(3) > 0 ? random.nextDouble(0.35, 0.95) : 1;
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
    float[] grain = grain();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[seen.length];
    for (int row = 0; row < height; row++) {
      double v = (row + 0.5) / height - 0.5;
      for (int column = 0; column < width; column++) {
        double u = (column + 0.5) / width - 0.5;
        double lamp = 1 + slopeX * u + slopeY * v - vignette * 2 * (u * u + v * v);
        int at = row * width + column;
        double value = level * lamp * (1 + gain * (seen[at] - 1)) + noise * grain[at];
        if (glare != null) {
          double d2 = Math.pow(u + 0.5 - glare[0], 2) + Math.pow(v + 0.5 - glare[1], 2);
          value += 255 * glare[3] * Math.exp(-d2 / (2 * glare[2] * glare[2]));
        }
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          rgb = rgb << 8 | (int) Math.max(0, Math.min(255, Math.round(value * tint[c])));
        }
        pixels[at] = rgb;
      }
    }
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return (quality < 1 ? compressed(image) : image).getRGB(0, 0, width, height, null, 0, width);
  }

  /** Noise as cameras smooth it: of deviation near 1. */
  private float[] grain() {
    float[] grain = new float[width * height];
    for (int i = 0; i < grain.length; i++) {
      int bits = random.nextInt();
      int sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >>> 24);
      grain[i] = (sum - 510) / 147.8f;
    }
    return random.nextBoolean() ? Blur.gaussian(grain, width, height, 0.6) : grain;
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
