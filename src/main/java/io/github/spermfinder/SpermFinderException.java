package io.github.spermfinder;

/**
 * Something that the user can mend. Its message is written for the user: one sentence that says
 * what is wrong, where, and what would be right.
 */
public class SpermFinderException extends Exception {

  public SpermFinderException(String message) {
    super(message);
  }

  public SpermFinderException(String message, Throwable cause) {
    super(message, cause);
  }
}
