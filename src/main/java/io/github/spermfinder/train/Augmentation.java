package io.github.spermfinder.train;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes ever new samples of an image: other parts, turns, light, noise. */
final class Augmentation {

  private static final double MAX_BRIGHTNESS = 40;
  private static final double MAX_CONTRAST = 1.5;
  private static final double MAX_GAMMA = 1.4;
  private static final double MAX_TINT = 0.12;
  private static final double MAX_NOISE = 8;

  private final Cropping cropping;
  private final int side;

  /**
   * @param side of the samples, in pixels
   */
  Augmentation(Cropping cropping, int side) {
    this.cropping = cropping;
    this.side = side;
  }

  /**
   * Makes a sample.
   *
   * @param random decides everything: the same gives the same sample
   */
  Sample apply(TrainingImages.Scaled scaled, List<LabelledBox> boxes, RandomGenerator random) {
    RgbImage image = scaled.image();
    Window window =
        new Window(
            cropping.choose(scaled, boxes, side, random),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean());
    Sample sample = window.view(image, boxes, side, image.mean());
    changeLight(sample.rgb(), random);
    return sample;
  }

  private static void changeLight(float[] rgb, RandomGenerator random) {
    double contrast = Math.pow(MAX_CONTRAST, random.nextDouble(-1, 1));
    double brightness = random.nextDouble(-MAX_BRIGHTNESS, MAX_BRIGHTNESS);
    double gamma = Math.pow(MAX_GAMMA, random.nextDouble(-1, 1));
    double[] tint = new double[3];
    boolean grey = random.nextInt(3) == 0;
    for (int c = 0; c < 3; c++) {
      tint[c] = grey ? 1 : 1 + random.nextDouble(-MAX_TINT, MAX_TINT);
    }
    double noise = random.nextBoolean() ? random.nextDouble(MAX_NOISE) : 0;
    float[][] curves = new float[3][256];
    for (int c = 0; c < 3; c++) {
      for (int value = 0; value < 256; value++) {
        double bent = 255 * Math.pow(value / 255.0, gamma);
        curves[c][value] = (float) (((bent - 128) * contrast + 128 + brightness) * tint[c]);
      }
    }
    for (int i = 0; i < rgb.length; i += 3) {
      double grain = noise > 0 ? noise * gaussian(random) : 0;
      float luma = (rgb[i] + rgb[i + 1] + rgb[i + 2]) / 3;
      for (int c = 0; c < 3; c++) {
        float value = Math.max(0, Math.min(255, grey ? luma : rgb[i + c]));
        int floor = Math.min((int) value, 254);
        float rest = value - floor;
        double changed = curves[c][floor] * (1 - rest) + curves[c][floor + 1] * rest + grain;
        rgb[i + c] = (float) Math.max(0, Math.min(255, changed));
      }
    }
  }

  /** Near enough to a normal distribution for noise, and fast: a sum of four uniform bytes. */
  private static double gaussian(RandomGenerator random) {
    int bits = random.nextInt();
    int sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >>> 24);
    return (sum - 510) / 147.8;
  }
}
