package io.github.spermfinder.tensorflow;

/**
 * A variable of the network.
 *
 * @param name slim's
 * @param shape in TensorFlow's order: height, width, in, out
 * @param role what it is for
 * @param deviation of its first random values; 0 where they are not random
 */
record Variable(String name, long[] shape, Role role, double deviation) {

  /** What a variable is for. */
  enum Role {
    WEIGHTS,
    DEPTHWISE_WEIGHTS,
    BIASES,
    BETA,
    GAMMA,
    MOVING_MEAN,
    MOVING_VARIANCE;

    /** Whether gradients change it; moving statistics follow the data instead. */
    boolean isTrained() {
      return this != MOVING_MEAN && this != MOVING_VARIANCE;
    }
  }

  int size() {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    return Math.toIntExact(size);
  }
}
