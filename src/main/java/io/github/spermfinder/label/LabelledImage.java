package io.github.spermfinder.label;

import java.util.List;
import java.util.Objects;

/**
 * An image of a dataset with what was marked in it.
 *
 * @param fileName path of the image relative to its dataset's folder, with forward slashes; by it
 *     labels, results and images find each other
 * @param width of the image, in pixels
 * @param height of the image, in pixels
 * @param annotations what was marked; empty means that there is nothing in the image
 */
public record LabelledImage(String fileName, int width, int height, List<Annotation> annotations) {

  public LabelledImage {
    Objects.requireNonNull(fileName);
    annotations = List.copyOf(annotations);
  }
}
