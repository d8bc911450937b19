package io.github.spermfinder.engine;

import io.github.spermfinder.SpermFinderException;
import java.util.List;

/**
 * A detection network in memory. Several threads may run it at a time; closing it frees its memory.
 */
public interface Network extends AutoCloseable {

  GraphTraits traits();

  /**
   * The device that its convolutions were seen to run on, such as {@code CPU:0}, and whether with
   * bfloat16.
   */
  String device();

  /**
   * Runs the network.
   *
   * @param batch at most 1 image where the network takes no more, see {@link
   *     GraphTraits#anyBatch()}
   * @return what it found in each image, in the order of the batch
   * @throws SpermFinderException if TensorFlow fails, for want of memory for instance
   */
  List<RawDetections> run(ImageBatch batch) throws SpermFinderException;

  @Override
  void close();
}
