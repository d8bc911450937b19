package io.github.spermfinder.simulate;

import io.github.spermfinder.Box;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A sperm: an oval head with acrosome and vacuoles, a midpiece and a tail. Lengths in pixels. */
final class Sperm {

  private final double x;
  private final double y;
  private final double angle;
  private final double a;
  private final double b;
  private final double delay;
  private final double loss;
  private final double acrosome;
  private final double softness;
  private final double halo;
  private final double[] vacuole;
  private final double[] tailX;
  private final double[] tailY;
  private final double tailThickness;
  private final double tailDelay;
  private final double midpieceThickness;
  private final int midpieceEnd;
  private final boolean headless;
  private final double speedX;
  private final double speedY;

  /**
   * @param scale pixels a micrometre
   * @param halo what it adds to a head's box on each side
   * @param delay of a head of usual thickness, in radians
   * @param speed how far sperm swim between two half frames, in pixels
   */
  Sperm(
      double x,
      double y,
      double scale,
      double halo,
      double delay,
      double speed,
      SplittableRandom random) {
    this.x = x;
    this.y = y;
    angle = random.nextDouble(2 * Math.PI);
    boolean odd = random.nextInt(6) == 0;
    a = scale * (odd ? random.nextDouble(1.4, 3.2) : random.nextDouble(1.7, 2.6));
    b = odd ? a * random.nextDouble(0.45, 1) : a * random.nextDouble(0.55, 0.78);
    this.delay = delay * random.nextDouble(0.75, 1.25);
    loss = random.nextDouble(0.03, 0.3);
    acrosome = random.nextDouble(0.35, 0.9);
    softness =
        scale
            * (random.nextInt(4) == 0 ? random.nextDouble(0.5, 1.6) : random.nextDouble(0.1, 0.5));
    this.halo = halo + 0.5 * softness;
    vacuole =
        random.nextInt(3) == 0
            ? new double[] {
              random.nextDouble(-0.5, 0.6),
              random.nextDouble(-0.4, 0.4),
              random.nextDouble(0.12, 0.3)
            }
            : null;
    int kind = random.nextInt(20);
    headless = kind == 0;
    double length =
        kind == 1 ? 0 : scale * (kind == 2 ? random.nextDouble(5, 20) : random.nextDouble(32, 52));
    int points = 28;
    tailX = new double[points];
    tailY = new double[points];
    double bend =
        random.nextInt(8) == 0 ? random.nextDouble(-1.4, 1.4) : random.nextDouble(-0.25, 0.25);
    double direction = angle + Math.PI + bend;
    double curl = random.nextDouble(-1, 1) * (random.nextInt(6) == 0 ? 5 : 1.6);
    double wave = random.nextDouble(0.1, 0.9);
    double waves = random.nextDouble(0.7, 2.2) * 2 * Math.PI;
    double start = random.nextDouble(2 * Math.PI);
    tailX[0] = x - Math.cos(angle) * a * 0.95;
    tailY[0] = y - Math.sin(angle) * a * 0.95;
    for (int i = 1; i < points; i++) {
      double along = (double) i / points;
      double heading = direction + curl * along + wave * along * Math.sin(start + waves * along);
      tailX[i] = tailX[i - 1] + Math.cos(heading) * length / points;
      tailY[i] = tailY[i - 1] + Math.sin(heading) * length / points;
    }
    tailThickness = scale * random.nextDouble(0.35, 0.6);
    tailDelay = random.nextDouble(0.2, 0.75);
    midpieceThickness = scale * random.nextDouble(0.6, 1.1);
    midpieceEnd = 3 + random.nextInt(2);
    boolean moves = random.nextInt(3) > 0;
    speedX = moves ? speed * Math.cos(angle) * random.nextDouble() : 0;
    speedY = moves ? speed * Math.sin(angle) * random.nextDouble() : 0;
  }

  /** Whether it has a head to be found. */
  boolean hasHead() {
    return !headless;
  }

  /**
   * Draws.
   *
   * @param time 0 or 1: which half frame
   */
  void draw(Scene scene, int time) {
    double dx = speedX * time;
    double dy = speedY * time;
    double[] xs = tailX.clone();
    double[] ys = tailY.clone();
    for (int i = 0; i < xs.length; i++) {
      xs[i] += dx;
      ys[i] += dy;
    }
    if (Math.hypot(xs[1] - xs[0], ys[1] - ys[0]) > 0) {
      scene.stroke(xs, ys, tailThickness, tailDelay, 0.35, softness);
      scene.stroke(
          Arrays.copyOf(xs, midpieceEnd),
          Arrays.copyOf(ys, midpieceEnd),
          midpieceThickness,
          tailDelay,
          0.8,
          softness);
    }
    if (headless) {
      return;
    }
    scene.ellipse(x + dx, y + dy, a, b, angle, delay, loss, 0.55, softness);
    double front = a * 0.45;
    scene.ellipse(
        x + dx + Math.cos(angle) * front,
        y + dy + Math.sin(angle) * front,
        a * 0.5,
        b * 0.8,
        angle,
        -delay * (1 - acrosome),
        0,
        0.5,
        softness + 0.3 * b);
    if (vacuole != null) {
      double u = vacuole[0] * a;
      double v = vacuole[1] * b;
      double r = vacuole[2] * b;
      scene.ellipse(
          x + dx + u * Math.cos(angle) - v * Math.sin(angle),
          y + dy + u * Math.sin(angle) + v * Math.cos(angle),
          r,
          r,
          0,
          -delay * 0.6,
          0,
          0,
          softness);
    }
  }

  /** Around the head and its halo, in both half frames. */
  Box box() {
    double w = Math.hypot(a * Math.cos(angle), b * Math.sin(angle)) + halo;
    double h = Math.hypot(a * Math.sin(angle), b * Math.cos(angle)) + halo;
    Box first = Box.ofEdges(x - w, y - h, x + w, y + h);
    Box second = Box.ofEdges(x - w + speedX, y - h + speedY, x + w + speedX, y + h + speedY);
    return first.union(second);
  }
}
