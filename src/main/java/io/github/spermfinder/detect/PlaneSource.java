package io.github.spermfinder.detect;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.image.Plane;
import java.util.Optional;

/** Planes to look at, read one at a time, in order, on another thread than the caller's. */
public interface PlaneSource {

  /** How many planes there are; or most likely are, see {@link #has}. */
  int size();

  /**
   * Whether there is such a plane. Asked before it is read, on the same thread, so that a source
   * need not know its end beforehand.
   *
   * @param index from 0
   * @throws SpermFinderException if the source cannot be opened
   */
  default boolean has(int index) throws SpermFinderException {
    return index < size();
  }

  /**
   * Reads a plane.
   *
   * @param index from 0
   * @throws SpermFinderException if it cannot be read
   */
  Plane read(int index) throws SpermFinderException;

  /**
   * The size of a plane's pixels, where the source knows it of each plane on its own. Asked on the
   * same thread, after the plane was read.
   *
   * @param index from 0
   */
  default Optional<PixelSize> pixelSize(int index) {
    return Optional.empty();
  }
}
