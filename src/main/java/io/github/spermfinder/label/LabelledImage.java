package io.github.spermfinder.label;

import java.util.List;
import java.util.Objects;

/**
 * An image of a dataset with what was marked in it.
 *
 * @param fileName path of the image relative to its dataset's folder, with forward slashes; by it
 *     labels, results and images find each other
 * @param width of the image, in pixels; 0 where unknown, since not every format says it
 * @param height of the image, in pixels; 0 where unknown
 * @param annotations what was marked; empty means that there is nothing in the image
 * @param extras what else the file said that it came from
 */
public record LabelledImage(
    String fileName, int width, int height, List<Annotation> annotations, Extras extras) {

  public LabelledImage {
    Objects.requireNonNull(fileName);
    Objects.requireNonNull(extras);
    annotations = List.copyOf(annotations);
  }

  public LabelledImage(String fileName, int width, int height, List<Annotation> annotations) {
    this(fileName, width, height, annotations, Extras.NONE);
  }
}
