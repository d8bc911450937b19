package io.github.spermfinder.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The layers that the network is made of, under slim's names. Tensors are [batch, height, width,
 * channels]; all padding is SAME. What the layers' weights are, variables or constants, is for the
 * implementations to say.
 */
abstract class Layers {

  /** What batch normalisation adds to the variance. */
  static final float NORMALIZATION_EPSILON = 0.001f;

  final Ops tf;

  Layers(Ops tf) {
    this.tf = tf;
  }

  /** A convolution with batch normalisation, without activation. */
  abstract Operand<TFloat32> convolution(
      String name, Operand<TFloat32> input, int size, int in, int out, int stride);

  /** A 3 x 3 convolution of each channel on its own, with batch normalisation, no activation. */
  abstract Operand<TFloat32> depthwise(
      String name, Operand<TFloat32> input, int channels, int stride);

  /** A 1 x 1 convolution with a bias. */
  abstract Operand<TFloat32> predictor(String name, Operand<TFloat32> input, int in, int out);

  Operand<TFloat32> convolve(Operand<TFloat32> input, Operand<TFloat32> weights, int stride) {
    return tf.nn.conv2d(input, weights, strides(stride), "SAME");
  }

  Operand<TFloat32> convolveDepthwise(
      Operand<TFloat32> input, Operand<TFloat32> weights, int stride) {
    return tf.nn.depthwiseConv2dNative(input, weights, strides(stride), "SAME");
  }

  private static List<Long> strides(int stride) {
    return List.of(1L, (long) stride, (long) stride, 1L);
  }
}
