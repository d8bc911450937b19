package io.github.spermfinder.tensorflow;

import io.github.spermfinder.network.NetworkDesign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * MobileNetV2 1.0 (Sandler et al. 2018, table 2) with SSD's predictors (Liu et al. 2016), built
 * from any kind of {@link Layers}, with the names of slim and the Object Detection API.
 */
final class NetworkGraph {

  /** Scope of the backbone's variables. */
  static final String BACKBONE = "FeatureExtractor/MobilenetV2/";

  /** Stride of the first depthwise convolution, and output channels, of each block. */
  private static final int[][] BLOCKS = {
    {1, 16}, {2, 24}, {1, 24}, {2, 32}, {1, 32}, {1, 32}, {2, 64}, {1, 64}, {1, 64}, {1, 64},
    {1, 96}, {1, 96}, {1, 96}, {2, 160}, {1, 160}, {1, 160}, {1, 320}
  };

  private static final int EXPANSION = 6;
  private static final int PYRAMID_CHANNELS = 128;

  private final Ops tf;
  private final Layers layers;
  private final NetworkDesign design;
  private final Map<String, Operand<TFloat32>> ends = new LinkedHashMap<>();

  private NetworkGraph(Layers layers, NetworkDesign design) {
    this.tf = layers.tf;
    this.layers = layers;
    this.design = design;
  }

  /**
   * Builds.
   *
   * @param images [batch, height, width, 3], -1 to 1
   */
  static Predictions build(Layers layers, NetworkDesign design, Operand<TFloat32> images) {
    return new NetworkGraph(layers, design).build(images);
  }

  private Predictions build(Operand<TFloat32> images) {
    Operand<TFloat32> last = backbone(images);
    List<Map.Entry<Operand<TFloat32>, Integer>> maps =
        switch (design.preset()) {
          case PAPER -> extraLayers(last);
          case SMALL_OBJECTS -> pyramid(last);
        };
    List<Operand<TFloat32>> codes = new ArrayList<>();
    List<Operand<TFloat32>> logits = new ArrayList<>();
    int classes = 1 + design.classes();
    for (int i = 0; i < maps.size(); i++) {
      Operand<TFloat32> map = maps.get(i).getKey();
      int channels = maps.get(i).getValue();
      int anchors = design.anchors().get(i).sizes().size();
      String name = "BoxPredictor_" + i + "/";
      codes.add(
          perAnchor(
              layers.predictor(name + "BoxEncodingPredictor", map, channels, anchors * 4), 4));
      logits.add(
          perAnchor(
              layers.predictor(name + "ClassPredictor", map, channels, anchors * classes),
              classes));
    }
    return new Predictions(
        tf.concat(codes, tf.constant(1)),
        tf.concat(logits, tf.constant(1)),
        maps.stream().map(Map.Entry::getKey).toList(),
        ends);
  }

  /** [batch, height, width, anchors * values] to [batch, anchors of all places, values]. */
  private Operand<TFloat32> perAnchor(Operand<TFloat32> x, int values) {
    Operand<TInt32> batch = tf.gather(tf.shape(x), tf.array(0), tf.constant(0));
    return tf.reshape(x, tf.concat(List.of(batch, tf.array(-1, values)), tf.constant(0)));
  }

  private Operand<TFloat32> backbone(Operand<TFloat32> images) {
    Operand<TFloat32> x = activated("Conv", images, 3, 3, 32, 2);
    int channels = 32;
    for (int i = 0; i < BLOCKS.length; i++) {
      x = block(i == 0 ? "expanded_conv" : "expanded_conv_" + i, x, channels, i);
      channels = BLOCKS[i][1];
    }
    return x;
  }

  private Operand<TFloat32> block(String name, Operand<TFloat32> input, int in, int index) {
    int stride = BLOCKS[index][0];
    int out = BLOCKS[index][1];
    Operand<TFloat32> x = input;
    int wide = in;
    if (index > 0) {
      wide = in * EXPANSION;
      x = end(name + "/expansion_output", relu(expand(name, x, in, wide)));
    }
    x = relu(layers.depthwise(BACKBONE + name + "/depthwise", x, wide, stride));
    x = layers.convolution(BACKBONE + name + "/project", x, 1, wide, out, 1);
    return end(name + "/output", stride == 1 && in == out ? tf.math.add(x, input) : x);
  }

  private Operand<TFloat32> expand(String name, Operand<TFloat32> x, int in, int out) {
    return layers.convolution(BACKBONE + name + "/expand", x, 1, in, out, 1);
  }

  private List<Map.Entry<Operand<TFloat32>, Integer>> extraLayers(Operand<TFloat32> last) {
    List<Map.Entry<Operand<TFloat32>, Integer>> maps = new ArrayList<>();
    maps.add(Map.entry(ends.get("expanded_conv_13/expansion_output"), 576));
    Operand<TFloat32> x = activated("Conv_1", last, 1, 320, 1280, 1);
    maps.add(Map.entry(x, 1280));
    int in = 1280;
    int[] depths = {512, 256, 256, 128};
    for (int i = 0; i < depths.length; i++) {
      int half = depths[i] / 2;
      String number = "Conv2d_" + (i + 2);
      x = activated("layer_19_1_" + number + "_1x1_" + half, x, 1, in, half, 1);
      x = activated("layer_19_2_" + number + "_3x3_s2_" + depths[i], x, 3, half, depths[i], 2);
      in = depths[i];
      maps.add(Map.entry(x, in));
    }
    return maps;
  }

  /** From coarse to fine: what is around joins what is seen at the place. */
  private List<Map.Entry<Operand<TFloat32>, Integer>> pyramid(Operand<TFloat32> last) {
    Operand<TFloat32> coarse = lateral(5, last, 320);
    Operand<TFloat32> middle =
        merge(4, lateral(4, ends.get("expanded_conv_13/expansion_output"), 576), coarse);
    Operand<TFloat32> fine =
        merge(3, lateral(3, ends.get("expanded_conv_6/expansion_output"), 192), middle);
    return List.of(
        Map.entry(fine, PYRAMID_CHANNELS),
        Map.entry(middle, PYRAMID_CHANNELS),
        Map.entry(coarse, PYRAMID_CHANNELS));
  }

  private Operand<TFloat32> lateral(int level, Operand<TFloat32> x, int channels) {
    return activated("pyramid/lateral_" + level, x, 1, channels, PYRAMID_CHANNELS, 1);
  }

  private Operand<TFloat32> merge(int level, Operand<TFloat32> lateral, Operand<TFloat32> coarser) {
    Operand<TInt32> size =
        tf.gather(tf.shape(lateral), tf.array(1, 2), tf.constant(0)); // odd sizes do not double
    Operand<TFloat32> sum = tf.math.add(lateral, tf.image.resizeNearestNeighbor(coarser, size));
    Operand<TFloat32> smooth =
        relu(layers.depthwise(BACKBONE + "pyramid/smooth_" + level, sum, PYRAMID_CHANNELS, 1));
    return activated("pyramid/merge_" + level, smooth, 1, PYRAMID_CHANNELS, PYRAMID_CHANNELS, 1);
  }

  private Operand<TFloat32> activated(
      String name, Operand<TFloat32> x, int size, int in, int out, int stride) {
    return end(
        name + "/Relu6", relu(layers.convolution(BACKBONE + name, x, size, in, out, stride)));
  }

  private Operand<TFloat32> relu(Operand<TFloat32> x) {
    return tf.nn.relu6(x);
  }

  private Operand<TFloat32> end(String name, Operand<TFloat32> x) {
    ends.put(name, x);
    return x;
  }
}
