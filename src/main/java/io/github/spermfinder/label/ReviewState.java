package io.github.spermfinder.label;

import ij.gui.Roi;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an annotator said of a region; kept in the region's property {@value #PROPERTY}. */
public enum ReviewState {
  /** Nothing yet. */
  OPEN,
  /** It is what the detector took it for, or what its class says now. */
  ACCEPTED,
  /** It is nothing that was looked for. */
  REJECTED,
  /** The detector missed it; the annotator drew it. */
  ADDED;

  /** Name of the property. */
  public static final String PROPERTY = "review";

  /** What a region's property says; empty for a region that never was in a review. */
  public static Optional<ReviewState> of(Roi roi) {
    String text = roi.getProperty(PROPERTY);
    return Arrays.stream(values()).filter(state -> state.toString().equals(text)).findFirst();
  }

  /** Whether it is a label: there is something of that class. */
  public boolean isLabel() {
    return this == ACCEPTED || this == ADDED;
  }

  /** As the property has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
