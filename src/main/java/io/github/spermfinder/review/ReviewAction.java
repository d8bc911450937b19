package io.github.spermfinder.review;

/** What keys, buttons and macros do in a review. */
public enum ReviewAction {
  /** Begins a review, or goes on with a saved one. */
  START("Start", ""),
  /** Puts the labels of a saved review on the image, without any window. */
  LOAD("Load", ""),
  NEXT("Next", "Right"),
  PREVIOUS("Previous", "Left"),
  NEXT_OPEN("Next open", "N"),
  ACCEPT("Accept", "A, Enter"),
  REJECT("Reject", "R, Delete"),
  ADD("Add", "T"),
  UNDO("Undo", "Z"),
  REDO("Redo", "Y"),
  END("End", "Esc");

  private final String label;
  private final String keys;

  ReviewAction(String label, String keys) {
    this.label = label;
    this.keys = keys;
  }

  /** For the user. */
  String keys() {
    return keys;
  }

  /** For the user, and for macros. */
  @Override
  public String toString() {
    return label;
  }
}
