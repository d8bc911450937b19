package io.github.spermfinder.engine;

import io.github.spermfinder.SpermFinderException;
import java.nio.file.Path;
import java.util.List;

/**
 * A detection network whose weights are being learned. One thread at a time may use it; closing it
 * frees its memory.
 */
public interface TrainableNetwork extends AutoCloseable {

  /**
   * What was found in a checkpoint.
   *
   * @param restored names of this network's variables that were found and taken over
   * @param missing names of this network's variables that were not, and keep their values
   */
  record Restored(List<String> restored, List<String> missing) {}

  /**
   * Takes weights from a TensorFlow checkpoint, by the names of slim and the Object Detection API:
   * a whole detector's or only a backbone's. Averaged weights are preferred where there are any.
   *
   * @param prefix of the checkpoint's files, without {@code .index}
   * @throws SpermFinderException if there is no checkpoint, or nothing in it fits
   */
  Restored initialize(Path prefix) throws SpermFinderException;

  /**
   * Makes batch normalisations that only carry a bias (mean 0, factor 1), as those of a converted
   * network do, ones with the statistics of these images. What the network computes stays the same,
   * but training starts from it. Others are left as they are.
   */
  void measureNormalization(ImageBatch images) throws SpermFinderException;

  /**
   * Learns from a batch: one step of gradient descent.
   *
   * @param learningRate above 0
   * @return the losses before the step
   * @throws SpermFinderException if TensorFlow fails, for want of memory for instance
   */
  Losses step(TrainingBatch batch, double learningRate) throws SpermFinderException;

  /** Steps that were made with these weights. */
  long steps();

  /**
   * Saves everything that training needs to go on as if it had not been interrupted.
   *
   * @param prefix of the files, in an existing folder
   */
  void save(Path prefix) throws SpermFinderException;

  /**
   * Goes on from what {@link #save} wrote.
   *
   * @throws SpermFinderException if it is missing, damaged, or of another design
   */
  void resume(Path prefix) throws SpermFinderException;

  /**
   * Writes a SavedModel with the averaged weights and, to train on from, the same weights as a
   * checkpoint {@code checkpoint/model.ckpt}. What is there is replaced.
   *
   * @param folder that exists
   */
  void export(Path folder) throws SpermFinderException;

  @Override
  void close();
}
