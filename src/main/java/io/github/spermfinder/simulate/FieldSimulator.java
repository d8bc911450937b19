package io.github.spermfinder.simulate;

import io.github.spermfinder.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Makes fields. The same settings and seed give the same pixels. */
public final class FieldSimulator {

  /** Of a head at the border, at least this share must be in the image to count. */
  private static final double MIN_VISIBLE = 0.5;

  /** A head fills at least the rest of its box. */
  private static final double SHARE_UNCHANGED = 0.9;

  /** What a fast sperm, 150 um a second, swims between two half frames, in micrometres. */
  private static final double MAX_STEP = 3;

  private final FieldSettings settings;

  public FieldSimulator(FieldSettings settings) {
    this.settings = settings;
  }

  /** Makes the field of a seed. */
  public SimulatedField simulate(long seed) {
    // The generator's own first number as the seed: neighbouring seeds would give shifted sequences
    SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong());
    int width = settings.width();
    int height = settings.height();
    double scale = 1 / settings.micronsPerPixel();
    Contrast[] all = Contrast.values();
    Contrast contrast = settings.contrast().orElse(all[random.nextInt(all.length)]);
    boolean interlaced = random.nextInt(5) == 0;
    double speed = interlaced ? scale * random.nextDouble(0.3, MAX_STEP) : 0;
    List<Sperm> sperm = sperm(scale, contrast, speed, random);
    long background = random.nextLong();
    Optics optics = new Optics(contrast, scale, random);
    float[] light = optics.light(scene(sperm, background, 0));
    float[] without = optics.light(scene(List.of(), background, 0));
    float[] difference = new float[light.length];
    for (int i = 0; i < light.length; i++) {
      difference[i] = Math.abs(light[i] - without[i]);
    }
    if (interlaced) {
      float[] later = optics.light(scene(sperm, background, 1));
      for (int row = 1; row < height; row += 2) {
        System.arraycopy(later, row * width, light, row * width, width);
      }
    }
    Camera camera = new Camera(width, height, random);
    Map<Boolean, List<Box>> heads =
        heads(sperm).stream()
            .collect(Collectors.partitioningBy(box -> isMarked(box, difference, camera)));
    Box image = new Box(0, 0, width, height);
    return new SimulatedField(
        width,
        height,
        camera.shoot(light),
        clip(heads.get(true), image),
        clip(heads.get(false), image));
  }

  private List<Sperm> sperm(
      double scale, Contrast contrast, double speed, SplittableRandom random) {
    double delay = random.nextDouble(1.2, 2.6);
    List<Sperm> sperm = new ArrayList<>();
    int count = (int) Math.round(settings.sperm() * random.nextDouble(0, 2));
    for (int i = 0; i < count; i++) {
      sperm.add(
          new Sperm(
              random.nextDouble() * settings.width(),
              random.nextDouble() * settings.height(),
              scale,
              contrast.halo * scale,
              delay,
              speed,
              random));
    }
    return sperm;
  }

  private Scene scene(List<Sperm> sperm, long seed, int time) {
    SplittableRandom random = new SplittableRandom(seed);
    Scene scene = new Scene(settings.width(), settings.height());
    double scale = 1 / settings.micronsPerPixel();
    Surroundings around = new Surroundings(scene, scale, random);
    FieldKind kind = settings.kind();
    double area = settings.width() * (double) settings.height() / (scale * scale);
    if (random.nextDouble() < kind.tissueShare) {
      repeat(1 + random.nextInt(4), around::tissue);
    }
    double crowding = random.nextDouble(0.1, 1.9);
    double redShare = random.nextDouble();
    int cells = (int) Math.round(area * kind.cellsPerArea * crowding);
    repeat((int) Math.round(cells * (1 - redShare)), around::roundCell);
    repeat((int) Math.round(cells * redShare), around::redCell);
    repeat((int) Math.round(area * kind.debrisPerArea * random.nextDouble(0, 2)), around::debris);
    repeat(random.nextInt(5), around::fibre);
    if (random.nextInt(8) == 0) {
      repeat(1 + random.nextInt(4), around::bubble);
    }
    sperm.forEach(one -> one.draw(scene, time));
    return scene;
  }

  private static void repeat(int times, Runnable thing) {
    for (int i = 0; i < times; i++) {
      thing.run();
    }
  }

  /** Boxes, not clipped, of the heads that are at least partly in the image. */
  private List<Box> heads(List<Sperm> sperm) {
    Box image = new Box(0, 0, settings.width(), settings.height());
    return sperm.stream()
        .filter(Sperm::hasHead)
        .map(Sperm::box)
        .filter(box -> box.intersection(image) > 0)
        .toList();
  }

  private static List<Box> clip(List<Box> boxes, Box image) {
    return boxes.stream().map(box -> box.clip(image)).toList();
  }

  /** Whether somebody would mark a head: most of it is in the image, and it can be seen. */
  private boolean isMarked(Box box, float[] difference, Camera camera) {
    Box inside = box.clip(new Box(0, 0, settings.width(), settings.height()));
    return inside.area() >= MIN_VISIBLE * box.area() && camera.sees(change(inside, difference));
  }

  /** How much light a head adds or takes away, or both, where it does most. */
  private float change(Box box, float[] difference) {
    int width = settings.width();
    float[] changes =
        new float[(int) Math.ceil(box.width() + 1) * (int) Math.ceil(box.height() + 1)];
    int n = 0;
    for (int row = (int) box.y(); row < Math.min(box.bottom(), settings.height()); row++) {
      for (int column = (int) box.x(); column < Math.min(box.right(), width); column++) {
        changes[n++] = difference[row * width + column];
      }
    }
    Arrays.sort(changes, 0, n);
    return n > 0 ? changes[(int) (SHARE_UNCHANGED * (n - 1))] : 0;
  }
}
