package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.spermfinder.label.SavedReviews;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which file the slice of a region is, where a folder of images was opened as a stack: saved with
 * the region, as there may be more or fewer files next time.
 */
public final class SliceFiles {

  private final List<String> numbers;

  /** Slices by their numbers, from 1. */
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param names of the slices' files; none where they are no files
   */
  public SliceFiles(List<String> names) {
    numbers = names.stream().map(SavedReviews::number).toList();
    for (int i = 0; i < numbers.size(); i++) {
      places.put(numbers.get(i), i + 1);
    }
  }

  /** The files of a stack's slices; none for an image alone, whose regions may go onto another. */
  static SliceFiles ofStack(ImagePlus image) {
    return new SliceFiles(image.getStackSize() > 1 ? new PlaneNames(image).files() : List.of());
  }

  /** Has a region remember the file that its slice is. */
  public void remember(Roi roi) {
    int place = roi.hasHyperStackPosition() ? 0 : roi.getPosition();
    roi.setProperty(
        SavedReviews.SLICE, place > 0 && place <= numbers.size() ? numbers.get(place - 1) : null);
  }

  /** Whether the file that a region remembers, if any, is one of these. */
  public boolean has(Roi roi) {
    String number = roi.getProperty(SavedReviews.SLICE);
    return number == null || numbers.isEmpty() || places.containsKey(number);
  }

  /**
   * Puts a region on the slice whose file it remembers, and has it forget that. One that remembers
   * none of these stays where it is.
   *
   * @return whether it was on another slice
   */
  public boolean putBack(Roi roi) {
    Integer place = places.get(roi.getProperty(SavedReviews.SLICE));
    roi.setProperty(SavedReviews.SLICE, null);
    if (place == null) {
      return false;
    }
    int position = numbers.size() > 1 ? place : 0; // an image alone has none
    boolean moves = position != roi.getPosition();
    if (moves) {
      roi.setPosition(position);
    }
    return moves;
  }
}
