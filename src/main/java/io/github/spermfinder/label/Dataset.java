package io.github.spermfinder.label;

import io.github.spermfinder.LabelMap;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Images with what somebody marked in them.
 *
 * @param classes what the annotations' class ids mean
 * @param images in the order of the file they came from, no two with the same file name
 * @param extras what else the file said that it came from
 */
public record Dataset(LabelMap classes, List<LabelledImage> images, Extras extras) {

  /**
   * @throws IllegalArgumentException if two images have the same file name
   */
  public Dataset {
    Objects.requireNonNull(classes);
    Objects.requireNonNull(extras);
    images = List.copyOf(images);
    Set<String> names = new HashSet<>();
    for (LabelledImage image : images) {
      if (!names.add(image.fileName())) {
        throw new IllegalArgumentException("Two images are called " + image.fileName());
      }
    }
  }

  public Dataset(LabelMap classes, List<LabelledImage> images) {
    this(classes, images, Extras.NONE);
  }

  /** The images with these file names, in this dataset's order; names it lacks are passed over. */
  public Dataset only(Collection<String> fileNames) {
    Set<String> wanted = Set.copyOf(fileNames);
    return new Dataset(
        classes,
        images.stream().filter(image -> wanted.contains(image.fileName())).toList(),
        extras);
  }

  /** The same for the same images with the same labels, in this order. */
  public String fingerprint() {
    CRC32 crc = new CRC32();
    for (LabelledImage image : images) {
      StringBuilder text = new StringBuilder(image.fileName());
      for (Annotation one : image.annotations()) {
        text.append(one.box()).append(one.classId()).append(one.crowd());
      }
      crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    return Long.toHexString(crc.getValue());
  }
}
