package io.github.spermfinder.label;

import io.github.spermfinder.LabelMap;
import java.util.List;
import java.util.Objects;

/**
 * Images with what somebody marked in them.
 *
 * @param classes what the annotations' class ids mean
 * @param images in the order of the file they came from
 */
public record Dataset(LabelMap classes, List<LabelledImage> images) {

  public Dataset {
    Objects.requireNonNull(classes);
    images = List.copyOf(images);
  }
}
