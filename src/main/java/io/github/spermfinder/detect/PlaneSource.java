package io.github.spermfinder.detect;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.image.Plane;

/** Planes to look at, read one at a time, in order, on another thread than the caller's. */
public interface PlaneSource {

  int size();

  /**
   * Reads a plane.
   *
   * @param index from 0
   * @throws SpermFinderException if it cannot be read
   */
  Plane read(int index) throws SpermFinderException;
}
