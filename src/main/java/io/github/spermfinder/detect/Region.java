package io.github.spermfinder.detect;

import io.github.spermfinder.Box;

/** The part of a plane in which detections are wanted. */
public interface Region {

  /** The smallest box around it, in pixels. */
  Box bounds();

  /** Whether a point, in pixels, lies in it. */
  boolean contains(double x, double y);
}
