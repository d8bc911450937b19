package io.github.spermfinder.tensorflow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Layers whose weights are constants, with batch normalisation folded into the convolutions: what
 * runs fastest.
 */
final class ConstantLayers extends Layers {

  private final Map<String, float[]> weights;
  private final Map<String, Operand<TFloat32>> outputs = new LinkedHashMap<>();

  /**
   * @param weights values of all variables, by name
   */
  ConstantLayers(Ops tf, Map<String, float[]> weights) {
    super(tf);
    this.weights = weights;
  }

  /** What each convolution gives after its batch normalisation, by its name. */
  Map<String, Operand<TFloat32>> outputs() {
    return outputs;
  }

  @Override
  Operand<TFloat32> convolution(
      String name, Operand<TFloat32> input, int size, int in, int out, int stride) {
    float[] kernel = weights.get(name + "/weights").clone();
    float[] factor = factors(name);
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] *= factor[i % out];
    }
    Operand<TFloat32> x =
        convolve(input, constant(name + "/weights", kernel, size, size, in, out), stride);
    return biased(name, x, factor);
  }

  @Override
  Operand<TFloat32> depthwise(String name, Operand<TFloat32> input, int channels, int stride) {
    float[] kernel = weights.get(name + "/depthwise_weights").clone();
    float[] factor = factors(name);
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] *= factor[i % channels];
    }
    Operand<TFloat32> x =
        convolveDepthwise(
            input, constant(name + "/depthwise_weights", kernel, 3, 3, channels, 1), stride);
    return biased(name, x, factor);
  }

  @Override
  Operand<TFloat32> predictor(String name, Operand<TFloat32> input, int in, int out) {
    Operand<TFloat32> x =
        convolve(
            input, constant(name + "/weights", weights.get(name + "/weights"), 1, 1, in, out), 1);
    return tf.nn.biasAdd(x, constant(name + "/biases", weights.get(name + "/biases"), out));
  }

  /** gamma / sqrt(variance + epsilon) of each channel. */
  private float[] factors(String name) {
    float[] gamma = weights.get(name + "/BatchNorm/gamma");
    float[] variance = weights.get(name + "/BatchNorm/moving_variance");
    float[] factors = new float[gamma.length];
    for (int c = 0; c < gamma.length; c++) {
      factors[c] = (float) (gamma[c] / Math.sqrt((double) variance[c] + NORMALIZATION_EPSILON));
    }
    return factors;
  }

  private Operand<TFloat32> biased(String name, Operand<TFloat32> x, float[] factor) {
    float[] mean = weights.get(name + "/BatchNorm/moving_mean");
    float[] bias = weights.get(name + "/BatchNorm/beta").clone();
    for (int c = 0; c < bias.length; c++) {
      bias[c] -= mean[c] * factor[c];
    }
    Operand<TFloat32> output = tf.nn.biasAdd(x, constant(name + "/bias", bias, bias.length));
    outputs.put(name, output);
    return output;
  }

  private Operand<TFloat32> constant(String name, float[] values, long... shape) {
    return tf.withName(name.replace('/', '_')).constant(Shape.of(shape), DataBuffers.of(values));
  }
}
