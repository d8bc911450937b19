package io.github.spermfinder.video;

import io.github.spermfinder.SpermFinderException;
import java.util.Optional;

/** A video file that is being decoded, frame by frame. One thread at a time may use it. */
public interface Video extends AutoCloseable {

  /** In pixels. */
  int width();

  /** In pixels. */
  int height();

  /** How many frames the file says that it has, at least 1; the decoder may give fewer. */
  int frames();

  /**
   * Decodes the next frame. What is damaged is passed over, see {@link #damage}.
   *
   * @return its pixels as 0xffRRGGBB, row by row, in a new array; empty at the end
   * @throws SpermFinderException if the file is damaged so that no frame can be decoded
   */
  Optional<int[]> next() throws SpermFinderException;

  /** What could not be decoded so far, in a sentence for the user; empty where all could. */
  Optional<String> damage();

  @Override
  void close();
}
