package io.github.spermfinder.label;

import io.github.spermfinder.Box;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * An object that somebody, or a detector, marked in an image.
 *
 * @param box where, in pixels of the image
 * @param classId its class, from 1, as in the dataset's label map
 * @param area of the object itself, in square pixels: at most the box's, less for an outline
 * @param crowd whether the box stands for a group of objects that nobody counted (COCO's iscrowd)
 * @param score how sure a detector was, 0 to 1; empty where a person marked the object
 * @param extras what else the file said that it came from
 */
public record Annotation(
    Box box, int classId, double area, boolean crowd, OptionalDouble score, Extras extras) {

  public Annotation {
    Objects.requireNonNull(box);
    Objects.requireNonNull(score);
    Objects.requireNonNull(extras);
  }

  /** An object that a person marked. */
  public Annotation(Box box, int classId, double area, boolean crowd) {
    this(box, classId, area, crowd, OptionalDouble.empty(), Extras.NONE);
  }

  /** A single object that fills its box. */
  public static Annotation of(Box box, int classId) {
    return new Annotation(box, classId, box.area(), false);
  }
}
