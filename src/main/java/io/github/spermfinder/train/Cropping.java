package io.github.spermfinder.train;

import io.github.spermfinder.Box;
import io.github.spermfinder.network.InputSize;
import io.github.spermfinder.train.TrainingImages.Scaled;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which part of an image a sample shows. */
enum Cropping {
  /**
   * SSD's random crop (Liu et al. 2016, section 2.2, "Data augmentation"), or the whole image, or
   * the image on a larger canvas: for networks that see images squeezed.
   */
  SQUEEZED {
    @Override
    Box choose(Scaled scaled, List<LabelledBox> boxes, int side, RandomGenerator random) {
      Box whole = new Box(0, 0, scaled.image().width(), scaled.image().height());
      int kind = random.nextInt(8);
      if (kind == 0 || boxes.isEmpty()) {
        return whole;
      }
      if (kind == 1) {
        double zoom = random.nextDouble(1, MAX_CANVAS);
        double width = whole.width() * zoom;
        double height = whole.height() * zoom;
        return new Box(
            -random.nextDouble() * (width - whole.width()),
            -random.nextDouble() * (height - whole.height()),
            width,
            height);
      }
      double minOverlap = MIN_OVERLAPS[kind - 2];
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        double area = random.nextDouble(0.1, 1) * whole.area();
        double ratio = random.nextDouble(0.5, 2);
        double width = Math.min(Math.sqrt(area * ratio), whole.width());
        double height = Math.min(Math.sqrt(area / ratio), whole.height());
        Box crop =
            new Box(
                random.nextDouble() * (whole.width() - width),
                random.nextDouble() * (whole.height() - height),
                width,
                height);
        if (boxes.stream().anyMatch(b -> overlap(b.box(), crop) >= minOverlap)) {
          return crop;
        }
      }
      return whole;
    }
  },

  /**
   * A window at the scale of the image, give or take: for networks that see images at their own
   * scale. Two in three look at an object.
   */
  AT_SCALE {
    @Override
    Box choose(Scaled scaled, List<LabelledBox> boxes, int side, RandomGenerator random) {
      double zoom = Math.pow(MAX_ZOOM, random.nextDouble(-1, 1));
      double width = side / scaled.scale().x() * zoom;
      double height = side / scaled.scale().y() * zoom;
      if (!boxes.isEmpty() && random.nextInt(3) > 0) {
        Box box = boxes.get(random.nextInt(boxes.size())).box();
        return new Box(
            box.centerX() - random.nextDouble(0.1, 0.9) * width,
            box.centerY() - random.nextDouble(0.1, 0.9) * height,
            width,
            height);
      }
      return new Box(
          anywhere(scaled.image().width() - width, random),
          anywhere(scaled.image().height() - height, random),
          width,
          height);
    }
  };

  private static final double[] MIN_OVERLAPS = {0, 0.1, 0.3, 0.5, 0.7, 0.9};
  private static final int ATTEMPTS = 50;
  private static final double MAX_CANVAS = 1.5;
  private static final double MAX_ZOOM = 1.6;

  /**
   * Chooses.
   *
   * @param side of the square that the network is to see, in its pixels
   * @return in pixels of the image
   */
  abstract Box choose(Scaled scaled, List<LabelledBox> boxes, int side, RandomGenerator random);

  static Cropping of(InputSize.Aspect aspect) {
    return aspect == InputSize.Aspect.SQUEEZED ? SQUEEZED : AT_SCALE;
  }

  /** Share of a box that a crop holds. */
  private static double overlap(Box box, Box crop) {
    return box.area() > 0 ? box.intersection(crop) / box.area() : 0;
  }

  /** From 0 to the room there is, or the reverse where the image is smaller. */
  private static double anywhere(double room, RandomGenerator random) {
    return random.nextDouble() * room;
  }
}
