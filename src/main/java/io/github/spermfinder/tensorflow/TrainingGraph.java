package io.github.spermfinder.tensorflow;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.engine.Losses;
import io.github.spermfinder.engine.TrainableNetwork;
import io.github.spermfinder.engine.TrainingBatch;
import io.github.spermfinder.engine.TrainingSettings;
import io.github.spermfinder.network.Anchors;
import io.github.spermfinder.network.NetworkDesign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.impl.buffer.nio.NioDataBufferFactory;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** A network in training: variables, loss, gradients and RMSProp in one graph. */
final class TrainingGraph implements TrainableNetwork {

  /** Suffixes of what belongs to a variable, as TensorFlow 1 calls it. */
  private static final String MEAN_SQUARE = "/RMSProp";

  private static final String MOMENTUM = "/RMSProp_1";
  private static final String AVERAGE = "/ExponentialMovingAverage";

  /** Beside an exported SavedModel, what to train on from. */
  private static final String CHECKPOINT = "checkpoint/model.ckpt";

  /** Where slim's own checkpoints have the backbone. */
  private static final String DETECTOR_SCOPE = "FeatureExtractor/";

  private final NetworkDesign design;
  private final TrainingSettings settings;
  private final ConfigProto config;
  private final int anchors;
  private final Graph graph = new Graph();
  private final Session session;
  private final VariableLayers layers;
  private final Operand<TUint8> images;
  private final Operand<TInt32> classes;
  private final Operand<TFloat32> codes;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> averageDecay;
  private final List<Operand<TFloat32>> losses;
  private final Op update;
  private final Map<String, State> states = new LinkedHashMap<>();
  private long steps;

  /** A tensor that is kept from step to step, with what reads and sets it. */
  private record State(
      long[] shape, Operand<TFloat32> value, Operand<TFloat32> newValue, Op assignment) {}

  TrainingGraph(NetworkDesign design, TrainingSettings settings, ConfigProto config) {
    this.design = design;
    this.settings = settings;
    this.config = config;
    this.anchors = Anchors.of(design.anchors(), settings.side(), settings.side()).size();
    Ops tf = Ops.create(graph);
    int batch = settings.batch();
    images =
        tf.placeholder(
            TUint8.class, Placeholder.shape(Shape.of(batch, settings.side(), settings.side(), 3)));
    classes = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(batch, anchors)));
    codes = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batch, anchors, 4)));
    learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    averageDecay = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    layers = new VariableLayers(tf, settings.normalizationDecay());
    Operand<TFloat32> input =
        tf.math.sub(
            tf.math.mul(tf.dtypes.cast(images, TFloat32.class), tf.constant(2 / 255f)),
            tf.constant(1f));
    Predictions predictions = NetworkGraph.build(layers, design, input);
    DetectionLoss loss =
        DetectionLoss.build(tf, predictions, classes, codes, batch, anchors, design.classes());
    Operand<TFloat32> regularization = regularization(tf);
    losses = List.of(loss.classification(), loss.localization(), regularization);
    Operand<TFloat32> total =
        tf.math.add(tf.math.add(loss.classification(), loss.localization()), regularization);
    update = update(tf, total);
    session = new Session(graph, config);
    set(firstValues());
  }

  /** Half the sum of squares of the ordinary convolutions' weights, times the factor. */
  private Operand<TFloat32> regularization(Ops tf) {
    Operand<TFloat32> sum = tf.constant(0f);
    for (Variable variable : layers.variables()) {
      if (variable.role() == Variable.Role.WEIGHTS) {
        sum = tf.math.add(sum, tf.nn.l2Loss(layers.value(variable)));
      }
    }
    return tf.math.mul(sum, tf.constant((float) settings.decay()));
  }

  /** RMSProp with momentum (Wu et al. 2021, equation 5), then the averages of what came out. */
  private Op update(Ops tf, Operand<TFloat32> total) {
    List<Variable> trained =
        layers.variables().stream().filter(variable -> variable.role().isTrained()).toList();
    Gradients gradients =
        Gradients.create(tf.scope(), total, trained.stream().map(layers::value).toList());
    List<Op> updates = new ArrayList<>(layers.statisticsUpdates());
    for (int i = 0; i < trained.size(); i++) {
      Variable variable = trained.get(i);
      VarHandleOp handle = layers.handle(variable);
      VarHandleOp meanSquare = state(tf, variable, MEAN_SQUARE);
      VarHandleOp momentum = state(tf, variable, MOMENTUM);
      VarHandleOp average = state(tf, variable, AVERAGE);
      Op step =
          tf.train.resourceApplyRmsProp(
              handle,
              meanSquare,
              momentum,
              learningRate,
              tf.constant((float) settings.rho()),
              tf.constant((float) settings.momentum()),
              tf.constant((float) settings.epsilon()),
              gradients.<TFloat32>dy(i));
      Ops after = tf.withControlDependencies(step);
      Operand<TFloat32> old = tf.readVariableOp(average, TFloat32.class);
      updates.add(
          tf.assignSubVariableOp(
              average,
              tf.math.mul(
                  tf.math.sub(tf.constant(1f), averageDecay),
                  tf.math.sub(old, after.readVariableOp(handle, TFloat32.class)))));
    }
    for (Variable variable : layers.variables()) {
      keep(tf, variable.name(), variable.shape(), layers.handle(variable));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private VarHandleOp state(Ops tf, Variable variable, String suffix) {
    String name = variable.name() + suffix;
    VarHandleOp handle =
        tf.varHandleOp(TFloat32.class, Shape.of(variable.shape()), VarHandleOp.sharedName(name));
    keep(tf, name, variable.shape(), handle);
    return handle;
  }

  private void keep(Ops tf, String name, long[] shape, VarHandleOp handle) {
    Operand<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
    states.put(
        name,
        new State(
            shape,
            tf.readVariableOp(handle, TFloat32.class),
            value,
            tf.assignVariableOp(handle, value)));
  }

  // -- Values --

  private Map<String, float[]> firstValues() {
    SplittableRandom random = new SplittableRandom(settings.seed());
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Variable variable : layers.variables()) {
      float[] first = new float[variable.size()];
      switch (variable.role()) {
        case GAMMA, MOVING_VARIANCE -> Arrays.fill(first, 1);
        case WEIGHTS, DEPTHWISE_WEIGHTS -> {
          for (int i = 0; i < first.length; i++) {
            first[i] = (float) (variable.deviation() * truncatedNormal(random));
          }
        }
        default -> {} // zero
      }
      values.put(variable.name(), first);
    }
    return withFreshOptimizer(values);
  }

  private static double truncatedNormal(SplittableRandom random) {
    double value;
    do {
      value = random.nextGaussian();
    } while (Math.abs(value) > 2);
    return value;
  }

  /** Mean squares of one and no momentum, as TensorFlow 1 starts; averages start at the values. */
  private Map<String, float[]> withFreshOptimizer(Map<String, float[]> values) {
    Map<String, float[]> all = new LinkedHashMap<>(values);
    for (Variable variable : layers.variables()) {
      if (variable.role().isTrained()) {
        float[] ones = new float[variable.size()];
        Arrays.fill(ones, 1);
        all.put(variable.name() + MEAN_SQUARE, ones);
        all.put(variable.name() + MOMENTUM, new float[variable.size()]);
        all.put(variable.name() + AVERAGE, values.get(variable.name()));
      }
    }
    return all;
  }

  private void set(Map<String, float[]> values) {
    List<TFloat32> tensors = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      values.forEach(
          (name, array) -> {
            State state = states.get(name);
            TFloat32 tensor = TFloat32.tensorOf(Shape.of(state.shape()), DataBuffers.of(array));
            tensors.add(tensor);
            runner.feed(state.newValue(), tensor).addTarget(state.assignment());
          });
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  private Map<String, float[]> get(List<String> names) {
    Session.Runner runner = session.runner();
    names.forEach(name -> runner.fetch(states.get(name).value()));
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), floats((TFloat32) result.get(i)));
      }
    }
    return values;
  }

  /** What is exported: averages of what gradients change, the rest as it is. */
  Map<String, float[]> averagedWeights() {
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, float[]> all =
        get(layers.variables().stream().map(TrainingGraph::exported).toList());
    for (Variable variable : layers.variables()) {
      values.put(variable.name(), all.get(exported(variable)));
    }
    return values;
  }

  private static String exported(Variable variable) {
    return variable.role().isTrained() ? variable.name() + AVERAGE : variable.name();
  }

  List<Variable> variables() {
    return List.copyOf(layers.variables());
  }

  // -- TrainableNetwork --

  @Override
  public Restored initialize(Path prefix) throws SpermFinderException {
    Map<String, float[]> values = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    try (Checkpoint checkpoint = new Checkpoint(prefix)) {
      for (Variable variable : layers.variables()) {
        Optional<float[]> found = find(checkpoint, variable);
        found.ifPresentOrElse(
            array -> values.put(variable.name(), array), () -> missing.add(variable.name()));
      }
    }
    if (values.isEmpty()) {
      throw new SpermFinderException(
          "Nothing in the checkpoint "
              + prefix
              + " fits this network: it needs MobileNetV2 1.0 with the names of slim or of the"
              + " TensorFlow 1 Object Detection API.");
    }
    List<String> restored = List.copyOf(values.keySet());
    if (!missing.isEmpty()) {
      values.putAll(get(missing));
    }
    set(withFreshOptimizer(values));
    return new Restored(restored, missing);
  }

  private static Optional<float[]> find(Checkpoint checkpoint, Variable variable)
      throws SpermFinderException {
    String name = variable.name();
    List<String> candidates = new ArrayList<>(List.of(name + AVERAGE, name));
    if (name.startsWith(DETECTOR_SCOPE)) {
      String slim = name.substring(DETECTOR_SCOPE.length());
      candidates.addAll(List.of(slim + AVERAGE, slim));
    }
    for (String candidate : candidates) {
      Optional<float[]> found = checkpoint.read(candidate, variable.shape());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public void measureNormalization(ImageBatch batch) throws SpermFinderException {
    Map<String, float[]> weights = get(layers.variables().stream().map(Variable::name).toList());
    try (Graph inference = new Graph()) {
      Ops tf = Ops.create(inference);
      InferenceGraph detector = new InferenceGraph(tf, design, weights);
      List<String> measured =
          detector.convolutions().keySet().stream()
              .filter(name -> isBiasOnly(weights, name))
              .toList();
      if (measured.isEmpty()) {
        return;
      }
      try (Session other = new Session(inference, config);
          TUint8 pixels = tensor(batch)) {
        Session.Runner runner = other.runner().feed(InferenceGraph.INPUT, pixels);
        for (String name : measured) {
          Operand<TFloat32> x = detector.convolutions().get(name);
          Operand<TFloat32> mean = tf.math.mean(x, tf.array(0, 1, 2));
          runner.fetch(mean);
          runner.fetch(tf.math.mean(tf.math.squaredDifference(x, mean), tf.array(0, 1, 2)));
        }
        try (Result result = runner.run()) {
          for (int i = 0; i < measured.size(); i++) {
            carry(
                weights,
                measured.get(i),
                floats((TFloat32) result.get(2 * i)),
                floats((TFloat32) result.get(2 * i + 1)));
          }
        }
      }
    } catch (TensorFlowException e) {
      throw failure(e);
    }
    set(withFreshOptimizer(weights));
  }

  private static boolean isBiasOnly(Map<String, float[]> weights, String name) {
    for (float mean : weights.get(name + "/BatchNorm/moving_mean")) {
      if (mean != 0) {
        return false;
      }
    }
    float first = weights.get(name + "/BatchNorm/moving_variance")[0];
    return Math.abs(first + Layers.NORMALIZATION_EPSILON - 1) < 1e-6;
  }

  /** Where y is the convolution and y + beta its normalised output: statistics of y. */
  private static void carry(
      Map<String, float[]> weights, String name, float[] mean, float[] variance) {
    float[] beta = weights.get(name + "/BatchNorm/beta");
    float[] movingMean = weights.get(name + "/BatchNorm/moving_mean");
    float[] movingVariance = weights.get(name + "/BatchNorm/moving_variance");
    float[] gamma = weights.get(name + "/BatchNorm/gamma");
    for (int c = 0; c < beta.length; c++) {
      movingMean[c] = mean[c] - beta[c];
      movingVariance[c] = variance[c];
      gamma[c] = (float) Math.sqrt(variance[c] + Layers.NORMALIZATION_EPSILON);
      beta[c] = mean[c];
    }
  }

  @Override
  public Losses step(TrainingBatch batch, double rate) throws SpermFinderException {
    double decay = Math.min(settings.averageDecay(), (1.0 + steps) / (10.0 + steps));
    try (TUint8 pixels = tensor(batch.images());
        TInt32 wanted =
            TInt32.tensorOf(
                Shape.of(settings.batch(), anchors), NioDataBufferFactory.create(batch.classes()));
        TFloat32 boxes =
            TFloat32.tensorOf(
                Shape.of(settings.batch(), anchors, 4),
                NioDataBufferFactory.create(batch.codes()));
        TFloat32 speed = TFloat32.scalarOf((float) rate);
        TFloat32 memory = TFloat32.scalarOf((float) decay)) {
      Session.Runner runner =
          session
              .runner()
              .feed(images, pixels)
              .feed(classes, wanted)
              .feed(codes, boxes)
              .feed(learningRate, speed)
              .feed(averageDecay, memory)
              .addTarget(update);
      losses.forEach(runner::fetch);
      try (Result result = runner.run()) {
        steps++;
        return new Losses(scalar(result, 0), scalar(result, 1), scalar(result, 2));
      }
    } catch (TensorFlowException e) {
      throw failure(e);
    }
  }

  private static double scalar(Result result, int index) {
    return ((TFloat32) result.get(index)).getFloat();
  }

  private SpermFinderException failure(TensorFlowException e) {
    if (e instanceof TFResourceExhaustedException) {
      return new SpermFinderException(
          String.format(
              "Memory is too small for %d images of %d x %d pixels in a step: try batch=%d.",
              settings.batch(),
              settings.side(),
              settings.side(),
              Math.max(1, settings.batch() / 2)),
          e);
    }
    return new SpermFinderException("TensorFlow failed in training: " + e.getMessage(), e);
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public void save(Path prefix) throws SpermFinderException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    states.forEach((name, state) -> shapes.put(name, state.shape()));
    Checkpoint.write(prefix, shapes, get(List.copyOf(states.keySet())), steps);
  }

  @Override
  public void resume(Path prefix) throws SpermFinderException {
    Map<String, float[]> values = new LinkedHashMap<>();
    long step;
    try (Checkpoint checkpoint = new Checkpoint(prefix)) {
      for (Map.Entry<String, State> state : states.entrySet()) {
        Optional<float[]> found = checkpoint.read(state.getKey(), state.getValue().shape());
        if (found.isEmpty()) {
          throw new SpermFinderException(
              "The checkpoint "
                  + prefix
                  + " is of another network: "
                  + state.getKey()
                  + " is not in it, or of another shape.");
        }
        values.put(state.getKey(), found.get());
      }
      step = checkpoint.step();
    }
    set(values);
    steps = step;
  }

  @Override
  public void export(Path folder) throws SpermFinderException {
    Map<String, float[]> weights = averagedWeights();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    layers.variables().forEach(variable -> shapes.put(variable.name(), variable.shape()));
    try {
      Files.createDirectories(folder.resolve(CHECKPOINT).getParent());
    } catch (IOException e) {
      throw new SpermFinderException("The model cannot be written to " + folder + ": " + e, e);
    }
    Checkpoint.write(folder.resolve(CHECKPOINT), shapes, weights, steps);
    InferenceGraph.export(folder, design, weights);
  }

  private static TUint8 tensor(ImageBatch batch) {
    return TUint8.tensorOf(
        Shape.of(batch.images(), batch.height(), batch.width(), 3),
        NioDataBufferFactory.create(batch.rgb()));
  }

  private static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
