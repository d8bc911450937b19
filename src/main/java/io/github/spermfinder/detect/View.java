package io.github.spermfinder.detect;

import io.github.spermfinder.SpermFinderException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How an image is brought before the network. */
public enum View {
  /** Squeezed to the model's input size, whatever its shape, as in Wu et al. 2021. */
  WHOLE_IMAGE("Whole image"),
  /** In overlapping tiles at the pixel size that the model was trained at. */
  TILES("Tiles"),
  /** Whole where that shows objects at about the trained size, else in tiles. */
  AUTOMATIC("Automatic");

  private final String label;

  View(String label) {
    this.label = label;
  }

  /**
   * Reads what {@link #toString()} says, in any case.
   *
   * @throws SpermFinderException if it is no view
   */
  public static View parse(String text) throws SpermFinderException {
    for (View view : values()) {
      if (view.label.equalsIgnoreCase(text.trim())) {
        return view;
      }
    }
    throw new SpermFinderException(
        "view="
            + text
            + " is none of "
            + Arrays.stream(values()).map(View::toString).collect(Collectors.joining(", "))
            + ".");
  }

  /** For the user. */
  @Override
  public String toString() {
    return label;
  }
}
