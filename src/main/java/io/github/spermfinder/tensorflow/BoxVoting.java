package io.github.spermfinder.tensorflow;

import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Lets all boxes that lie on a detection's say where it is, not its own alone: the mean of those of
 * its class, weighted by their scores (Gidaris and Komodakis 2015, "Object detection via a
 * multi-region and semantic segmentation-aware CNN model", bounding box voting).
 */
final class BoxVoting {

  /** So many of an image's best boxes vote; the others' scores weigh nothing. */
  private static final int MAX_VOTERS = 1000;

  private BoxVoting() {}

  /**
   * Builds.
   *
   * @param detections [batch, detections, (ymin, xmin, ymax, xmax)] in shares of the image
   * @param detectionClasses [batch, detections], from 0
   * @param boxes [batch, anchors, 4]
   * @param scores [batch, anchors, classes]
   * @param minOverlap a box votes where its IoU with the detection's is above
   * @return [batch, detections, 4], within the image; as it was where no box votes
   */
  static Operand<TFloat32> build(
      Ops tf,
      Operand<TFloat32> detections,
      Operand<TFloat32> detectionClasses,
      Operand<TFloat32> boxes,
      Operand<TFloat32> scores,
      float minOverlap) {
    Operand<TInt32> anchors = tf.gather(tf.shape(boxes), tf.constant(1), tf.constant(0));
    Operand<TInt32> best =
        tf.nn
            .topK(
                tf.max(scores, tf.array(2)),
                tf.math.minimum(tf.constant(MAX_VOTERS), anchors),
                TInt32.class)
            .indices();
    Operand<TFloat32> voters =
        tf.clipByValue(ofEachImage(tf, boxes, best), tf.constant(0f), tf.constant(1f));
    List<Operand<TFloat32>> edges =
        edges(tf, voters).stream().map(edge -> transposed(tf, edge)).toList();
    Operand<TFloat32> scoresOfClass =
        ofEachImage(
            tf,
            transposed(tf, ofEachImage(tf, scores, best)),
            tf.dtypes.cast(detectionClasses, TInt32.class));
    Operand<TFloat32> votes =
        tf.math.mul(scoresOfClass, overlapping(tf, edges(tf, detections), edges, minOverlap));
    Operand<TFloat32> all = sum(tf, votes);
    // No matrix product: TensorFlow may calculate it with fewer bits where convolutions are
    List<Operand<TFloat32>> means =
        edges.stream()
            .<Operand<TFloat32>>map(
                edge -> tf.math.divNoNan(sum(tf, tf.math.mul(votes, edge)), all))
            .toList();
    return tf.select(
        tf.math.greater(all, tf.constant(0f)), tf.concat(means, tf.constant(2)), detections);
  }

  /** Over voters: [batch, detections, 1]. */
  private static Operand<TFloat32> sum(Ops tf, Operand<TFloat32> x) {
    return tf.sum(x, tf.array(2), Sum.keepDims(true));
  }

  private static Operand<TFloat32> ofEachImage(
      Ops tf, Operand<TFloat32> values, Operand<TInt32> indices) {
    return tf.gather(values, indices, tf.constant(1), Gather.batchDims(1L));
  }

  private static Operand<TFloat32> transposed(Ops tf, Operand<TFloat32> x) {
    return tf.linalg.transpose(x, tf.array(0, 2, 1));
  }

  /** [batch, detections, voters], 1 where their IoU is above, else 0. */
  private static Operand<TFloat32> overlapping(
      Ops tf, List<Operand<TFloat32>> a, List<Operand<TFloat32>> b, float minOverlap) {
    Operand<TFloat32> common =
        tf.math.mul(
            length(tf, tf.math.maximum(a.get(0), b.get(0)), tf.math.minimum(a.get(2), b.get(2))),
            length(tf, tf.math.maximum(a.get(1), b.get(1)), tf.math.minimum(a.get(3), b.get(3))));
    Operand<TFloat32> union = tf.math.sub(tf.math.add(area(tf, a), area(tf, b)), common);
    return tf.dtypes.cast(
        tf.math.greater(common, tf.math.mul(union, tf.constant(minOverlap))), TFloat32.class);
  }

  /** ymin, xmin, ymax and xmax, each [batch, n, 1]. */
  private static List<Operand<TFloat32>> edges(Ops tf, Operand<TFloat32> boxes) {
    return IntStream.range(0, 4)
        .<Operand<TFloat32>>mapToObj(i -> tf.slice(boxes, tf.array(0, 0, i), tf.array(-1, -1, 1)))
        .toList();
  }

  private static Operand<TFloat32> area(Ops tf, List<Operand<TFloat32>> edges) {
    return tf.math.mul(
        length(tf, edges.get(0), edges.get(2)), length(tf, edges.get(1), edges.get(3)));
  }

  /** 0 where it ends before it begins. */
  private static Operand<TFloat32> length(Ops tf, Operand<TFloat32> from, Operand<TFloat32> to) {
    return tf.math.maximum(tf.math.sub(to, from), tf.constant(0f));
  }
}
