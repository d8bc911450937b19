package io.github.spermfinder.tensorflow;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.GraphTraits;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.RawDetections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * A SavedModel as the TensorFlow Object Detection API exports it, of TensorFlow 1 (input {@code
 * inputs}) or 2 (input {@code input_tensor}).
 */
final class SavedModelNetwork implements Network {

  private static final String TAG = "serve";
  private static final String SIGNATURE = "serving_default";
  private static final List<String> OUTPUTS =
      List.of("num_detections", "detection_boxes", "detection_scores", "detection_classes");

  /** Bytes that are copied at a time. */
  private static final int PIECE = 1 << 16;

  private final SavedModelBundle bundle;
  private final String input;
  private final List<String> outputs;
  private final GraphTraits traits;
  private final String device;

  private SavedModelNetwork(SavedModelBundle bundle, SignatureDef signature)
      throws SpermFinderException {
    this.bundle = bundle;
    TensorInfo image = signature.getInputsMap().values().iterator().next();
    this.input = image.getName();
    this.outputs =
        OUTPUTS.stream().map(name -> signature.getOutputsOrThrow(name).getName()).toList();
    this.traits =
        GraphInspector.inspect(bundle.metaGraphDef().getGraphDef(), image.getTensorShape());
    this.device = warmUp();
  }

  /**
   * Loads.
   *
   * @param pinned device that all of it is put on as far as the device can calculate it; empty
   *     leaves that to TensorFlow
   */
  static SavedModelNetwork load(Path folder, ConfigProto config, Optional<DeviceSpec> pinned)
      throws SpermFinderException {
    SavedModelBundle bundle = null;
    boolean loaded = false;
    try {
      bundle = pinned.isPresent() ? pinned(folder, config, pinned.get()) : bundle(folder, config);
      SavedModelNetwork network =
          new SavedModelNetwork(bundle, signature(folder, bundle.metaGraphDef()));
      loaded = true;
      return network;
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new SpermFinderException(
          "The model in "
              + folder
              + " cannot be loaded; it may be damaged or incomplete, so copy or export it again."
              + " TensorFlow says: "
              + firstLine(e),
          e);
    } finally {
      if (bundle != null && !loaded) {
        bundle.close();
      }
    }
  }

  private static SavedModelBundle bundle(Path folder, ConfigProto config) {
    return SavedModelBundle.loader(folder.toString()).withTags(TAG).withConfigProto(config).load();
  }

  private static SavedModelBundle pinned(Path folder, ConfigProto config, DeviceSpec device)
      throws SpermFinderException {
    try (PinnedModel copy = PinnedModel.of(folder, device)) {
      return bundle(copy.folder(), config);
    } catch (IOException e) {
      throw new SpermFinderException(
          "The model in " + folder + " cannot be prepared for " + device + ": " + e, e);
    }
  }

  private static SignatureDef signature(Path folder, MetaGraphDef graph)
      throws SpermFinderException {
    SignatureDef signature = graph.getSignatureDefMap().get(SIGNATURE);
    if (signature == null) {
      throw notADetector(folder, "has no signature " + SIGNATURE);
    }
    Set<String> missing = new TreeSet<>(OUTPUTS);
    missing.removeAll(signature.getOutputsMap().keySet());
    if (!missing.isEmpty()) {
      throw notADetector(
          folder,
          "gives "
              + new TreeSet<>(signature.getOutputsMap().keySet())
              + " and lacks "
              + String.join(", ", missing));
    }
    Map<String, TensorInfo> inputs = signature.getInputsMap();
    TensorInfo image = inputs.size() == 1 ? inputs.values().iterator().next() : null;
    if (image == null
        || image.getDtype() != DataType.DT_UINT8
        || image.getTensorShape().getDimCount() != 4
        || image.getTensorShape().getDim(3).getSize() != 3) {
      throw notADetector(
          folder, "takes " + inputs.keySet() + ", not 8-bit RGB images of shape [batch, y, x, 3]");
    }
    for (String output : OUTPUTS) {
      DataType type = signature.getOutputsOrThrow(output).getDtype();
      if (type != DataType.DT_FLOAT) {
        throw notADetector(folder, "gives " + output + " as " + type + ", not as 32-bit floats");
      }
    }
    if (image.getTensorShape().getDim(0).getSize() > 1) {
      throw notADetector(
          folder, "takes " + image.getTensorShape().getDim(0).getSize() + " images at a time only");
    }
    return signature;
  }

  private static SpermFinderException notADetector(Path folder, String what) {
    return new SpermFinderException(
        "The model in "
            + folder
            + " is no object detector as the TensorFlow Object Detection API exports them: it "
            + what
            + ".");
  }

  /**
   * Runs on an empty image, since the first run is slow, and looks where TensorFlow put the
   * convolutions, and how it calculates: what was asked for and what is done may differ.
   */
  private String warmUp() throws SpermFinderException {
    int height = traits.resize().map(GraphTraits.Resize::height).orElse(64);
    int width = traits.resize().map(GraphTraits.Resize::width).orElse(64);
    RunOptions trace =
        RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
    try (TUint8 image = tensor(ImageBatch.allocate(1, height, width));
        Result result = runner(image).setOptions(trace).runAndFetchMetadata()) {
      List<DeviceStepStats> devices =
          result.getMetadata().orElseThrow().getStepStats().getDevStatsList();
      String device =
          devices.stream()
              .filter(stats -> stats.getNodeStatsList().stream().anyMatch(ran("Conv2D")))
              .map(DeviceStepStats::getDevice)
              .map(TensorFlowEngine::shortName)
              .findFirst()
              .orElse("unknown");
      boolean reduced =
          devices.stream()
              .flatMap(stats -> stats.getNodeStatsList().stream())
              .anyMatch(ran("CastToBf16"));
      return reduced ? device + " (bfloat16)" : device;
    }
  }

  private static Predicate<NodeExecStats> ran(String what) {
    return node -> node.getTimelineLabel().contains(what);
  }

  @Override
  public GraphTraits traits() {
    return traits;
  }

  @Override
  public String device() {
    return device;
  }

  @Override
  public List<RawDetections> run(ImageBatch batch) throws SpermFinderException {
    try (TUint8 images = tensor(batch);
        Result result = runner(images).run()) {
      float[] counts = floats(result, 0);
      float[] boxes = floats(result, 1);
      float[] scores = floats(result, 2);
      float[] classes = floats(result, 3);
      int most = scores.length / batch.images();
      List<RawDetections> all = new ArrayList<>(batch.images());
      for (int i = 0; i < batch.images(); i++) {
        all.add(
            new RawDetections(
                Math.min(Math.round(counts[i]), most),
                Arrays.copyOfRange(boxes, i * most * 4, (i + 1) * most * 4),
                Arrays.copyOfRange(scores, i * most, (i + 1) * most),
                Arrays.copyOfRange(classes, i * most, (i + 1) * most)));
      }
      return all;
    } catch (TensorFlowException e) {
      throw new SpermFinderException(
          String.format(
              "TensorFlow failed on %d image(s) of %d x %d pixels: %s",
              batch.images(), batch.width(), batch.height(), firstLine(e)),
          e);
    }
  }

  private Session.Runner runner(TUint8 images) {
    Session.Runner runner = bundle.session().runner().feed(input, images);
    outputs.forEach(runner::fetch);
    return runner;
  }

  private static TUint8 tensor(ImageBatch batch) {
    Shape shape = Shape.of(batch.images(), batch.height(), batch.width(), 3);
    return TUint8.tensorOf(shape, tensor -> copy(batch.rgb().duplicate(), tensor));
  }

  /** In pieces, through an array: from a buffer as a whole, the library copies byte by byte. */
  private static void copy(ByteBuffer pixels, TUint8 tensor) {
    ByteDataBuffer target = tensor.asRawTensor().data();
    byte[] piece = new byte[Math.min(PIECE, pixels.remaining())];
    for (long at = 0; pixels.hasRemaining(); at += piece.length) {
      int length = Math.min(piece.length, pixels.remaining());
      pixels.get(piece, 0, length);
      target.offset(at).write(piece, 0, length);
    }
  }

  private static float[] floats(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    bundle.close();
  }
}
