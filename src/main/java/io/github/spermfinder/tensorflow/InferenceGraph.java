package io.github.spermfinder.tensorflow;

import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.network.AnchorLayer;
import io.github.spermfinder.network.AnchorSize;
import io.github.spermfinder.network.BoxCoder;
import io.github.spermfinder.network.InputSize.Aspect;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.network.ScoreConversion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.CombinedNonMaxSuppression;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * The graph that detects: from 8-bit images of any size to boxes, as the TensorFlow Object
 * Detection API exports it. Weights are constants.
 */
final class InferenceGraph {

  static final String INPUT = "input_tensor";

  /** Name of the constant that tells what longer sides are shrunk to. */
  static final String LONGEST_SIDE = "longest_side";

  /** Detections below are not worth the time; as published, and where scores are not ranked so. */
  private static final float MIN_SCORE = 1e-8f;

  private final Ops tf;
  private final NetworkDesign design;
  private final Map<String, Operand<?>> outputs = new LinkedHashMap<>();
  private final Operand<TUint8> images;

  /** Height and width that images are brought to. */
  private final Operand<TInt32> inputSize;

  private final Operand<TFloat32> preprocessed;
  private final Predictions predictions;
  private final ConstantLayers layers;

  /**
   * Builds.
   *
   * @param weights values of all variables, by name
   */
  InferenceGraph(Ops tf, NetworkDesign design, Map<String, float[]> weights) {
    this.tf = tf;
    this.design = design;
    images =
        tf.withName(INPUT).placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
    inputSize =
        keepsAspect() ? shrunkSize() : tf.array(design.input().side(), design.input().side());
    preprocessed = preprocess();
    layers = new ConstantLayers(tf, weights);
    predictions = NetworkGraph.build(layers, design, preprocessed);
    detect();
  }

  /** What the network sees: [batch, height, width, 3], -1 to 1. */
  Operand<TFloat32> preprocessed() {
    return preprocessed;
  }

  Predictions predictions() {
    return predictions;
  }

  /** What each convolution gives after its batch normalisation, by its name. */
  Map<String, Operand<TFloat32>> convolutions() {
    return layers.outputs();
  }

  /** The graph's outputs by their names in the signature. */
  Map<String, Operand<?>> outputs() {
    return outputs;
  }

  private boolean keepsAspect() {
    return design.input().aspect() == Aspect.KEPT;
  }

  private Operand<TFloat32> preprocess() {
    // As in training; the Object Detection API's networks, with sigmoids, see corners there
    boolean centers = design.scores() == ScoreConversion.SOFTMAX;
    Operand<TFloat32> resized =
        tf.image.resizeBilinear(
            images,
            inputSize,
            ResizeBilinear.alignCorners(false),
            ResizeBilinear.halfPixelCenters(centers));
    Operand<TFloat32> normalized =
        tf.math.sub(tf.math.mul(resized, tf.constant(2 / 255f)), tf.constant(1f));
    return keepsAspect() ? padded(normalized) : normalized;
  }

  /**
   * Zeros below and to the right, up to whole strides of the coarsest map. Else SAME convolutions
   * of stride 2 would start half a place further left or up on maps of an odd size than on those of
   * an even size, which the network was trained on, and boxes would be some pixels off.
   */
  private Operand<TFloat32> padded(Operand<TFloat32> x) {
    Operand<TInt32> missing =
        tf.math.floorMod(tf.math.neg(inputSize), tf.constant(NetworkDesign.COARSEST_STRIDE));
    Operand<TInt32> none = tf.array(0);
    Operand<TInt32> after = tf.concat(List.of(none, missing, none), tf.constant(0));
    return tf.pad(
        x,
        tf.stack(List.of(tf.zerosLike(after), after), org.tensorflow.op.core.Stack.axis(1L)),
        tf.constant(0f));
  }

  /** Height and width times min(1, longest allowed / longest). */
  private Operand<TInt32> shrunkSize() {
    Operand<TFloat32> longest = tf.withName(LONGEST_SIDE).constant((float) design.input().side());
    Operand<TFloat32> given =
        tf.dtypes.cast(tf.gather(tf.shape(images), tf.array(1, 2), tf.constant(0)), TFloat32.class);
    Operand<TFloat32> factor =
        tf.math.minimum(tf.constant(1f), tf.math.div(longest, tf.max(given, tf.array(0))));
    return tf.dtypes.cast(
        tf.math.maximum(tf.math.rint(tf.math.mul(given, factor)), tf.constant(1f)), TInt32.class);
  }

  private void detect() {
    Operand<TFloat32> boxes = decode();
    Operand<TFloat32> scores =
        design.scores() == ScoreConversion.SIGMOID
            ? tf.math.sigmoid(predictions.logits())
            : tf.reshape(
                tf.nn.softmax(tf.reshape(predictions.logits(), tf.array(-1, 1 + design.classes()))),
                tf.shape(predictions.logits()));
    Operand<TFloat32> objects =
        tf.slice(scores, tf.array(0, 0, 1), tf.array(-1, -1, design.classes()));
    CombinedNonMaxSuppression best =
        tf.image.combinedNonMaxSuppression(
            tf.expandDims(boxes, tf.constant(2)),
            objects,
            tf.constant(NetworkDesign.MAX_DETECTIONS),
            tf.constant(NetworkDesign.MAX_DETECTIONS),
            tf.constant(design.preset().maxOverlap()),
            tf.constant(MIN_SCORE),
            CombinedNonMaxSuppression.clipBoxes(true));
    output(
        "detection_boxes",
        design.preset().votes() ? vote(best, boxes, objects) : best.nmsedBoxes());
    output("detection_scores", best.nmsedScores());
    output("detection_classes", tf.math.add(best.nmsedClasses(), tf.constant(1f)));
    output("num_detections", tf.dtypes.cast(best.validDetections(), TFloat32.class));
    output("raw_detection_boxes", boxes);
    output("raw_detection_scores", scores);
  }

  private Operand<TFloat32> vote(
      CombinedNonMaxSuppression best, Operand<TFloat32> boxes, Operand<TFloat32> scores) {
    return BoxVoting.build(
        tf, best.nmsedBoxes(), best.nmsedClasses(), boxes, scores, design.preset().maxOverlap());
  }

  private void output(String name, Operand<TFloat32> value) {
    outputs.put(name, tf.withName(name).identity(value));
  }

  /** Boxes [batch, anchors, (ymin, xmin, ymax, xmax)] in shares of the image, not clipped. */
  private Operand<TFloat32> decode() {
    List<Operand<TFloat32>> centers = new ArrayList<>();
    List<Operand<TFloat32>> sizes = new ArrayList<>();
    for (int i = 0; i < design.anchors().size(); i++) {
      anchors(design.anchors().get(i), predictions.featureMaps().get(i), centers, sizes);
    }
    Operand<TFloat32> center = tf.concat(centers, tf.constant(0));
    Operand<TFloat32> size = tf.concat(sizes, tf.constant(0));
    Operand<TFloat32> shift = tf.slice(predictions.codes(), tf.array(0, 0, 0), tf.array(-1, -1, 2));
    Operand<TFloat32> growth =
        tf.slice(predictions.codes(), tf.array(0, 0, 2), tf.array(-1, -1, 2));
    Operand<TFloat32> middle =
        tf.math.add(tf.math.mul(tf.math.div(shift, tf.constant(BoxCoder.CENTER)), size), center);
    Operand<TFloat32> half =
        tf.math.mul(
            tf.math.mul(tf.math.exp(tf.math.div(growth, tf.constant(BoxCoder.SIZE))), size),
            tf.constant(0.5f));
    Operand<TFloat32> corners =
        tf.concat(List.of(tf.math.sub(middle, half), tf.math.add(middle, half)), tf.constant(2));
    Operand<TFloat32> heightWidth =
        tf.dtypes.cast(tf.gather(inputSize, tf.array(0, 1, 0, 1), tf.constant(0)), TFloat32.class);
    return tf.math.div(corners, heightWidth);
  }

  /** Centres and sizes [anchors of a layer, (y, x)] in pixels of the network's input. */
  private void anchors(
      AnchorLayer layer,
      Operand<TFloat32> map,
      List<Operand<TFloat32>> centers,
      List<Operand<TFloat32>> sizes) {
    int kinds = layer.sizes().size();
    Operand<TInt32> shape = tf.shape(map);
    Operand<TInt32> rows = tf.gather(shape, tf.constant(1), tf.constant(0));
    Operand<TInt32> columns = tf.gather(shape, tf.constant(2), tf.constant(0));
    Operand<TInt32> all = tf.stack(List.of(rows, columns, tf.constant(kinds)));
    Operand<TFloat32> y =
        tf.broadcastTo(tf.reshape(positions(rows, layer.stride()), tf.array(-1, 1, 1)), all);
    Operand<TFloat32> x =
        tf.broadcastTo(tf.reshape(positions(columns, layer.stride()), tf.array(1, -1, 1)), all);
    centers.add(pairs(y, x));
    float[] heights = new float[kinds];
    float[] widths = new float[kinds];
    for (int k = 0; k < kinds; k++) {
      AnchorSize size = layer.sizes().get(k);
      heights[k] = (float) size.height();
      widths[k] = (float) size.width();
    }
    sizes.add(
        pairs(tf.broadcastTo(tf.constant(heights), all), tf.broadcastTo(tf.constant(widths), all)));
  }

  private Operand<TFloat32> positions(Operand<TInt32> count, double stride) {
    Operand<TFloat32> index =
        tf.dtypes.cast(tf.range(tf.constant(0), count, tf.constant(1)), TFloat32.class);
    return tf.math.mul(tf.math.add(index, tf.constant(0.5f)), tf.constant((float) stride));
  }

  private Operand<TFloat32> pairs(Operand<TFloat32> y, Operand<TFloat32> x) {
    Operand<TInt32> flat = tf.array(-1);
    return tf.stack(
        List.of(tf.reshape(y, flat), tf.reshape(x, flat)), org.tensorflow.op.core.Stack.axis(1L));
  }

  /**
   * Writes a SavedModel.
   *
   * @param folder that exists
   * @param weights values of all variables, by name
   */
  static void export(Path folder, NetworkDesign design, Map<String, float[]> weights)
      throws SpermFinderException {
    try (Graph graph = new Graph()) {
      InferenceGraph inference = new InferenceGraph(Ops.create(graph), design, weights);
      SignatureDef.Builder signature =
          SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
      signature.putInputs(INPUT, info(inference.images));
      inference.outputs.forEach((name, value) -> signature.putOutputs(name, info(value)));
      MetaGraphDef.Builder meta = MetaGraphDef.newBuilder().setGraphDef(graph.toGraphDef());
      meta.getMetaInfoDefBuilder().addTags("serve");
      meta.putSignatureDef("serving_default", signature.build());
      SavedModel model =
          SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
      AtomicFile.write(folder.resolve("saved_model.pb"), model::writeTo);
    } catch (IOException e) {
      throw new SpermFinderException("The model cannot be written to " + folder + ": " + e, e);
    }
  }

  private static TensorInfo info(Operand<?> tensor) {
    TensorInfo.Builder info =
        TensorInfo.newBuilder()
            .setName(tensor.op().name() + ":0")
            .setDtype(tensor.asOutput().dataType());
    Shape shape = tensor.shape();
    if (shape.isUnknown()) {
      info.getTensorShapeBuilder().setUnknownRank(true);
    } else {
      for (long length : shape.asArray()) {
        info.getTensorShapeBuilder().addDimBuilder().setSize(length);
      }
    }
    return info.build();
  }
}
