package io.github.spermfinder.simulate;

import java.util.SplittableRandom;

/** What is in a field beside sperm. Lengths in pixels, {@code scale} in pixels a micrometre. */
final class Surroundings {

  /** Half of a small head's width, in micrometres. */
  private static final double HEAD_SIZE = 0.9;

  private final Scene scene;
  private final double scale;
  private final SplittableRandom random;

  Surroundings(Scene scene, double scale, SplittableRandom random) {
    this.scene = scene;
    this.scale = scale;
    this.random = random;
  }

  private double x() {
    return random.nextDouble(-0.05, 1.05) * scene.width;
  }

  private double y() {
    return random.nextDouble(-0.05, 1.05) * scene.height;
  }

  private double focus() {
    return scale
        * (random.nextInt(4) == 0 ? random.nextDouble(0.8, 3) : random.nextDouble(0.1, 0.5));
  }

  /** A spermatogenic cell: round, with a nucleus and granules. */
  void roundCell() {
    double x = x();
    double y = y();
    double r = scale * random.nextDouble(3, 8);
    double soft = focus();
    double delay = random.nextDouble(0.3, 1.3);
    double ratio = random.nextDouble(0.85, 1.15);
    scene.ellipse(
        x, y, r, r * ratio, random.nextDouble(Math.PI), delay, random.nextDouble(0.15), 0.6, soft);
    double nucleus = r * random.nextDouble(0.35, 0.75);
    scene.ellipse(
        x + random.nextDouble(-0.2, 0.2) * r,
        y + random.nextDouble(-0.2, 0.2) * r,
        nucleus,
        nucleus * random.nextDouble(0.8, 1.2),
        0,
        delay * random.nextDouble(-0.5, 0.5),
        random.nextDouble(0.1),
        0.3,
        soft);
    for (int i = random.nextInt(14); i > 0; i--) {
      double angle = random.nextDouble(2 * Math.PI);
      double far = r * 0.85 * Math.sqrt(random.nextDouble());
      double grain = scale * random.nextDouble(0.2, 0.8);
      scene.ellipse(
          x + far * Math.cos(angle),
          y + far * Math.sin(angle),
          grain,
          grain,
          0,
          random.nextDouble(-0.3, 0.6),
          random.nextDouble(0.3),
          0.5,
          soft);
    }
  }

  /** A red cell: a disc, thin in the middle, that takes away light. */
  void redCell() {
    double r = scale * random.nextDouble(2.8, 3.9);
    scene.ellipse(
        x(),
        y(),
        r,
        r * random.nextDouble(0.6, 1),
        random.nextDouble(Math.PI),
        random.nextDouble(0.4, 1.2),
        random.nextDouble(0.02, 0.25),
        random.nextDouble(-0.9, 0.3),
        focus());
  }

  /**
   * A crumb: a dot, or some overlapping lumps. One of a head's size would pass for a head if it
   * were a single smooth oval, so it is round, as droplets of cytoplasm are, or lumpy.
   */
  void debris() {
    double x = x();
    double y = y();
    double size = scale * Math.pow(2, random.nextDouble(-1.8, 0.9));
    boolean small = size < HEAD_SIZE * scale;
    double soft = focus();
    boolean single = random.nextInt(3) < (small ? 2 : 1);
    int lumps = single ? 1 : 2 + random.nextInt(4);
    double roundest = single && !small ? 0.85 : 0.5;
    double delay = random.nextDouble(0.15, 1.1) * (random.nextInt(5) == 0 ? 2 : 1);
    double loss = random.nextInt(2) == 0 ? random.nextDouble(0.8) : 0;
    for (int i = 0; i < lumps; i++) {
      double r = size * random.nextDouble(0.5, 1);
      scene.ellipse(
          x + random.nextDouble(-1, 1) * size * (lumps - 1) / 2,
          y + random.nextDouble(-1, 1) * size * (lumps - 1) / 2,
          r,
          r * random.nextDouble(roundest, 1),
          random.nextDouble(Math.PI),
          delay * (single ? 1 : random.nextDouble(0.4, 1.3)),
          loss,
          random.nextDouble(-0.5, 0.8),
          soft);
    }
  }

  /** A loose tail or fibre, without a head. */
  void fibre() {
    int points = 24;
    double[] xs = new double[points];
    double[] ys = new double[points];
    xs[0] = x();
    ys[0] = y();
    double heading = random.nextDouble(2 * Math.PI);
    double curl = random.nextDouble(-2.5, 2.5) / points;
    double step = scale * random.nextDouble(10, 60) / points;
    for (int i = 1; i < points; i++) {
      heading += curl + random.nextDouble(-0.1, 0.1);
      xs[i] = xs[i - 1] + Math.cos(heading) * step;
      ys[i] = ys[i - 1] + Math.sin(heading) * step;
    }
    scene.stroke(
        xs,
        ys,
        scale * random.nextDouble(0.3, 1.2),
        random.nextDouble(0.15, 0.8),
        random.nextDouble(0.3, 1),
        focus());
  }

  /** A bubble: nothing in it, but its rim bends light away. */
  void bubble() {
    double x = x();
    double y = y();
    double r = scale * random.nextDouble(3, 25);
    double rim = Math.max(1.5, r * random.nextDouble(0.1, 0.25));
    double soft = scale * random.nextDouble(0.2, 1);
    scene.ellipse(x, y, r, r, 0, -random.nextDouble(1, 3), 1.5, 0, soft);
    scene.ellipse(x, y, r - rim, r - rim, 0, random.nextDouble(0.5, 1), -1.5, 0, soft);
  }

  /** A sheet of tissue: an uneven patch of many cells' thickness. */
  void tissue() {
    double x = x();
    double y = y();
    double reach = scale * random.nextDouble(20, 80);
    double soft = scale * random.nextDouble(1, 4);
    for (int i = 0; i < 60; i++) {
      double angle = random.nextDouble(2 * Math.PI);
      double far = reach * Math.sqrt(random.nextDouble());
      double r = scale * random.nextDouble(2, 14);
      scene.ellipse(
          x + far * Math.cos(angle),
          y + far * Math.sin(angle) * 0.7,
          r,
          r * random.nextDouble(0.4, 1),
          random.nextDouble(Math.PI),
          random.nextDouble(-0.3, 0.6),
          random.nextDouble(0.2),
          0.5,
          random.nextInt(3) == 0 ? soft : scale * 0.4);
    }
  }
}
