package io.github.spermfinder.label;

import io.github.spermfinder.Box;
import java.util.Objects;

/**
 * An object that somebody marked in an image.
 *
 * @param box where, in pixels of the image
 * @param classId its class, from 1, as in the dataset's label map
 * @param area of the object itself, in square pixels: at most the box's, less for an outline
 * @param crowd whether the box stands for a group of objects that nobody counted (COCO's iscrowd)
 */
public record Annotation(Box box, int classId, double area, boolean crowd) {

  public Annotation {
    Objects.requireNonNull(box);
  }

  /** A single object that fills its box. */
  public static Annotation of(Box box, int classId) {
    return new Annotation(box, classId, box.area(), false);
  }
}
