package io.github.spermfinder.folder;

import io.github.spermfinder.Box;
import io.github.spermfinder.host.ImageDetections;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What was found in a file.
 *
 * @param file its name
 * @param bytes its size when it was looked at
 * @param modified when it had been changed last, in milliseconds since 1970
 * @param width of its planes, in pixels
 * @param height of its planes, in pixels
 * @param planes how many it has
 * @param found plane by plane, best first in each
 */
record FolderRecord(
    String file, long bytes, long modified, int width, int height, int planes, List<Found> found) {

  /**
   * A detection.
   *
   * @param plane index of its plane, from 0
   * @param name of the plane as an image of a dataset
   * @param x left edge, in pixels
   * @param y upper edge, in pixels
   * @param width in pixels
   * @param height in pixels
   * @param classId from 1
   * @param score 0 to 1
   * @param row its cells in the table
   */
  record Found(
      int plane,
      String name,
      double x,
      double y,
      double width,
      double height,
      int classId,
      double score,
      List<String> row) {

    Box box() {
      return new Box(x, y, width, height);
    }
  }

  static FolderRecord of(FolderFile file, ImageDetections detections) {
    Dataset dataset = detections.dataset(file.name());
    List<List<String>> rows = detections.rows();
    List<Found> found = new ArrayList<>();
    List<LabelledImage> planes = dataset.images();
    for (int plane = 0; plane < planes.size(); plane++) {
      for (Annotation annotation : planes.get(plane).annotations()) {
        Box box = annotation.box();
        found.add(
            new Found(
                plane,
                planes.get(plane).fileName(),
                box.x(),
                box.y(),
                box.width(),
                box.height(),
                annotation.classId(),
                annotation.score().orElse(1),
                rows.get(found.size())));
      }
    }
    return new FolderRecord(
        file.name(),
        file.bytes(),
        file.modified(),
        planes.get(0).width(),
        planes.get(0).height(),
        planes.size(),
        found);
  }

  /** The highest score; empty where nothing was found. */
  OptionalDouble best() {
    return found.stream().mapToDouble(Found::score).max();
  }
}
