package io.github.spermfinder.simulate;

import java.util.SplittableRandom;

/** Makes light of a scene. Intensities are relative to the empty background's, which is 1. */
final class Optics {

  private final Contrast contrast;
  private final double haloWidth;
  private final double defocus;
  private final double fringe;
  private final double ring;
  private final boolean negative;
  private final double strength;
  private final double directionX;
  private final double directionY;
  private final double blur;

  /**
   * A microscope.
   *
   * @param scale pixels a micrometre
   */
  Optics(Contrast contrast, double scale, SplittableRandom random) {
    this.contrast = contrast;
    haloWidth = scale * random.nextDouble(1.2, 4);
    defocus =
        scale
            * (random.nextInt(3) == 0 ? random.nextDouble(0.4, 0.9) : random.nextDouble(0.05, 0.4));
    fringe = scale * random.nextDouble(0.3, 1.3);
    ring = random.nextDouble(0.45, 0.9);
    negative = random.nextInt(6) == 0;
    strength = random.nextDouble(0.5, 1.3);
    double angle = random.nextDouble(2 * Math.PI);
    directionX = Math.cos(angle);
    directionY = Math.sin(angle);
    blur = random.nextDouble(0.3, 1.1) * Math.max(1, scale / 3.3);
  }

  float[] light(Scene scene) {
    float[] light =
        switch (contrast) {
          case PHASE -> phaseContrast(scene);
          case BRIGHT_FIELD -> brightField(scene);
          case RELIEF -> relief(scene);
        };
    return Blur.gaussian(light, scene.width, scene.height, blur);
  }

  /**
   * Zernike's phase contrast: the wave that the object did not bend, here its mean around, passes
   * the ring, which dims it and shifts it by a quarter of a wave (Zernike 1942; Born and Wolf,
   * section 8.6.3). Halos come of that by themselves.
   */
  private float[] phaseContrast(Scene scene) {
    int n = scene.phase.length;
    float[] re = new float[n];
    float[] im = new float[n];
    for (int i = 0; i < n; i++) {
      double amplitude = Math.exp(-scene.absorption[i] / 2);
      re[i] = (float) (amplitude * Math.cos(scene.phase[i]));
      im[i] = (float) (amplitude * Math.sin(scene.phase[i]));
    }
    float[] meanRe = Blur.gaussian(re, scene.width, scene.height, haloWidth);
    float[] meanIm = Blur.gaussian(im, scene.width, scene.height, haloWidth);
    float[] light = new float[n];
    double sign = negative ? -1 : 1;
    for (int i = 0; i < n; i++) {
      // The straight wave times i * ring, or -i * ring for negative contrast
      double r = re[i] - meanRe[i] - sign * ring * meanIm[i];
      double m = im[i] - meanIm[i] + sign * ring * meanRe[i];
      // A delay lies along +i: against it, it dims; the usual, positive, contrast
      double s = negative ? m : 2 * (ring * meanRe[i]) - m;
      light[i] = (float) ((r * r + s * s) / (ring * ring));
    }
    for (int i = 0; i < n; i++) {
      light[i] = (float) (1 + strength * (Math.min(light[i], 6) - 1));
    }
    return light;
  }

  /** Slightly out of focus, so that phase shows (Teague 1983, transport of intensity). */
  private float[] brightField(Scene scene) {
    int w = scene.width;
    float[] soft = Blur.gaussian(scene.phase, w, scene.height, defocus);
    float[] around = Blur.gaussian(scene.phase, w, scene.height, defocus + fringe);
    float[] light = new float[soft.length];
    double sign = negative ? -0.6 : 1;
    for (int i = 0; i < light.length; i++) {
      double lens = -sign * strength * 0.75 * (soft[i] - around[i]);
      light[i] =
          (float) Math.max(0.02, (1 + lens) * Math.exp(-scene.absorption[i] * (0.5 + strength)));
    }
    return light;
  }

  /** Hoffman modulation contrast and DIC: the slope along one direction. */
  private float[] relief(Scene scene) {
    int w = scene.width;
    int h = scene.height;
    float[] soft = Blur.gaussian(scene.phase, w, h, 0.12 * haloWidth + 0.4);
    float[] light = new float[soft.length];
    double gain = strength * 0.35 * Math.max(1, haloWidth / 4);
    for (int row = 0; row < h; row++) {
      int up = Math.max(0, row - 1) * w;
      int down = Math.min(h - 1, row + 1) * w;
      for (int column = 0; column < w; column++) {
        int left = Math.max(0, column - 1);
        int right = Math.min(w - 1, column + 1);
        double slope =
            directionX * (soft[row * w + right] - soft[row * w + left])
                + directionY * (soft[down + column] - soft[up + column]);
        int at = row * w + column;
        light[at] =
            (float) Math.max(0.02, (1 + gain * slope * 2) * Math.exp(-scene.absorption[at] * 0.7));
      }
    }
    return light;
  }
}
