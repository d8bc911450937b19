package io.github.spermfinder.tensorflow;

import io.github.spermfinder.tensorflow.Variable.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * Layers whose weights are variables, in training: batch normalisation goes by the batch's own
 * statistics and keeps moving ones for later.
 */
final class VariableLayers extends Layers {

  /** Deviation of first weights, as published: of the backbone and of what is put onto it. */
  private static final double BACKBONE_DEVIATION = 0.09;

  private static final double HEAD_DEVIATION = 0.03;

  private final float normalizationDecay;
  private final List<Variable> variables = new ArrayList<>();
  private final Map<String, VarHandleOp> handles = new LinkedHashMap<>();
  private final Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
  private final List<Op> statisticsUpdates = new ArrayList<>();

  VariableLayers(Ops tf, double normalizationDecay) {
    super(tf);
    this.normalizationDecay = (float) normalizationDecay;
  }

  /** All variables, in the order of the layers. */
  List<Variable> variables() {
    return variables;
  }

  VarHandleOp handle(Variable variable) {
    return handles.get(variable.name());
  }

  Operand<TFloat32> value(Variable variable) {
    return values.get(variable.name());
  }

  /** What brings the moving statistics up to date. */
  List<Op> statisticsUpdates() {
    return statisticsUpdates;
  }

  @Override
  Operand<TFloat32> convolution(
      String name, Operand<TFloat32> input, int size, int in, int out, int stride) {
    double deviation = isBackbone(name) ? BACKBONE_DEVIATION : HEAD_DEVIATION;
    Operand<TFloat32> weights =
        variable(name + "/weights", Role.WEIGHTS, deviation, size, size, in, out);
    return normalized(name, convolve(input, weights, stride), out);
  }

  @Override
  Operand<TFloat32> depthwise(String name, Operand<TFloat32> input, int channels, int stride) {
    Operand<TFloat32> weights =
        variable(
            name + "/depthwise_weights",
            Role.DEPTHWISE_WEIGHTS,
            BACKBONE_DEVIATION,
            3,
            3,
            channels,
            1);
    return normalized(name, convolveDepthwise(input, weights, stride), channels);
  }

  @Override
  Operand<TFloat32> predictor(String name, Operand<TFloat32> input, int in, int out) {
    Operand<TFloat32> weights =
        variable(name + "/weights", Role.WEIGHTS, HEAD_DEVIATION, 1, 1, in, out);
    return tf.nn.biasAdd(
        convolve(input, weights, 1), variable(name + "/biases", Role.BIASES, 0, out));
  }

  private static boolean isBackbone(String name) {
    return name.startsWith(NetworkGraph.BACKBONE)
        && !name.contains("/layer_19_")
        && !name.contains("/pyramid/");
  }

  private Operand<TFloat32> normalized(String name, Operand<TFloat32> x, int channels) {
    String scope = name + "/BatchNorm/";
    Operand<TFloat32> gamma = variable(scope + "gamma", Role.GAMMA, 0, channels);
    Operand<TFloat32> beta = variable(scope + "beta", Role.BETA, 0, channels);
    Operand<TFloat32> mean = variable(scope + "moving_mean", Role.MOVING_MEAN, 0, channels);
    Operand<TFloat32> variance =
        variable(scope + "moving_variance", Role.MOVING_VARIANCE, 0, channels);
    FusedBatchNorm<TFloat32, TFloat32> normalized =
        tf.nn.fusedBatchNorm(
            x,
            gamma,
            beta,
            mean,
            variance,
            FusedBatchNorm.isTraining(true),
            FusedBatchNorm.epsilon(NORMALIZATION_EPSILON),
            FusedBatchNorm.exponentialAvgFactor(1 - normalizationDecay));
    statisticsUpdates.add(
        tf.assignVariableOp(handles.get(scope + "moving_mean"), normalized.batchMean()));
    statisticsUpdates.add(
        tf.assignVariableOp(handles.get(scope + "moving_variance"), normalized.batchVariance()));
    return normalized.y();
  }

  /** A resource variable: gradients through reference variables crash TensorFlow Java. */
  private Operand<TFloat32> variable(String name, Role role, double deviation, long... shape) {
    variables.add(new Variable(name, shape, role, deviation));
    VarHandleOp handle =
        tf.varHandleOp(TFloat32.class, Shape.of(shape), VarHandleOp.sharedName(name));
    handles.put(name, handle);
    Operand<TFloat32> value = tf.readVariableOp(handle, TFloat32.class);
    values.put(name, value);
    return value;
  }
}
