package io.github.spermfinder.tensorflow;

import io.github.spermfinder.engine.GraphTraits;
import io.github.spermfinder.image.Resampling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Reads from a detection graph what it does with the images that it is given. */
final class GraphInspector {

  private GraphInspector() {}

  /**
   * @param input shape of the image tensor: batch, height, width, 3; -1 where anything goes
   */
  static GraphTraits inspect(GraphDef graph, TensorShapeProto input) {
    boolean anyBatch = input.getDim(0).getSize() < 0;
    long height = input.getDim(1).getSize();
    long width = input.getDim(2).getSize();
    boolean anySize = height < 0 || width < 0;
    Optional<GraphTraits.Resize> resize = findResize(graph);
    if (!anySize) {
      Resampling resampling = resize.map(r -> r.resampling()).orElse(Resampling.LEGACY);
      resize = Optional.of(new GraphTraits.Resize((int) width, (int) height, resampling, false));
    }
    return new GraphTraits(anyBatch, anySize, resize);
  }

  /** The one operation that resizes to a constant size; in TensorFlow 2 it may be in a function. */
  private static Optional<GraphTraits.Resize> findResize(GraphDef graph) {
    return Stream.concat(
            Stream.of(graph.getNodeList()),
            graph.getLibrary().getFunctionList().stream().map(f -> f.getNodeDefList()))
        .flatMap(
            nodes -> {
              Map<String, NodeDef> byName = new HashMap<>();
              nodes.forEach(node -> byName.put(node.getName(), node));
              return nodes.stream()
                  .filter(node -> node.getOp().equals("ResizeBilinear"))
                  .map(node -> resize(node, byName));
            })
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<GraphTraits.Resize> resize(NodeDef node, Map<String, NodeDef> byName) {
    Resampling resampling =
        new Resampling(flag(node, "align_corners"), flag(node, "half_pixel_centers"));
    NodeDef longest = byName.get(InferenceGraph.LONGEST_SIDE);
    if (longest != null) {
      int side = Math.round(longest.getAttrOrThrow("value").getTensor().getFloatVal(0));
      return Optional.of(new GraphTraits.Resize(side, side, resampling, true));
    }
    NodeDef size = byName.get(node.getInput(1).split(":")[0]);
    if (size == null || !size.getOp().equals("Const")) {
      return Optional.empty();
    }
    int[] heightWidth = ints(size.getAttrOrThrow("value").getTensor());
    if (heightWidth.length != 2) {
      return Optional.empty();
    }
    return Optional.of(new GraphTraits.Resize(heightWidth[1], heightWidth[0], resampling, false));
  }

  private static boolean flag(NodeDef node, String name) {
    return node.containsAttr(name) && node.getAttrOrThrow(name).getB();
  }

  private static int[] ints(TensorProto tensor) {
    if (tensor.getIntValCount() > 0) {
      return tensor.getIntValList().stream().mapToInt(Integer::intValue).toArray();
    }
    IntBuffer values =
        ByteBuffer.wrap(tensor.getTensorContent().toByteArray())
            .order(ByteOrder.LITTLE_ENDIAN)
            .asIntBuffer();
    int[] array = new int[values.remaining()];
    values.get(array);
    return array;
  }
}
