package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Box voting in TensorFlow against a plain computation. */
class BoxVotingTest {

  private static final float MIN_OVERLAP = 0.45f;

  @Property(tries = 30)
  void boxesBecomeMeansOfThoseOnThem(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int classes,
      @ForAll @IntRange(min = 1, max = 60) int anchors,
      @ForAll long seed) {
    Random random = new Random(seed);
    int detections = 5;
    float[] boxes = boxes(batch * anchors, random);
    float[] found = boxes(batch * detections, random);
    float[] foundClasses = new float[batch * detections];
    float[] scores = new float[batch * anchors * classes];
    for (int i = 0; i < foundClasses.length; i++) {
      foundClasses[i] = random.nextInt(classes);
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextFloat();
    }
    float[] expected = new float[found.length];
    for (int d = 0; d < batch * detections; d++) {
      double[] sum = new double[4];
      double weight = 0;
      for (int a = 0; a < anchors; a++) {
        int anchor = d / detections * anchors + a;
        double iou = iou(found, d, boxes, anchor);
        Assume.that(Math.abs(iou - MIN_OVERLAP) > 1e-5); // TensorFlow's may be on the other side
        if (iou > MIN_OVERLAP) {
          double score = scores[anchor * classes + (int) foundClasses[d]];
          weight += score;
          for (int i = 0; i < 4; i++) {
            sum[i] += score * clipped(boxes[4 * anchor + i]);
          }
        }
      }
      for (int i = 0; i < 4; i++) {
        expected[4 * d + i] = weight > 0 ? (float) (sum[i] / weight) : found[4 * d + i];
      }
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> voted =
          BoxVoting.build(
              tf,
              constant(tf, found, batch, detections, 4),
              constant(tf, foundClasses, batch, detections),
              constant(tf, boxes, batch, anchors, 4),
              constant(tf, scores, batch, anchors, classes),
              MIN_OVERLAP);
      try (Result result = session.runner().fetch(voted).run()) {
        float[] values = new float[expected.length];
        ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
        assertArrayEquals(expected, values, 1e-5f);
      }
    }
  }

  /** Around a few places, so that many lie on each other; some reach over the border. */
  private static float[] boxes(int n, Random random) {
    float[] boxes = new float[4 * n];
    for (int i = 0; i < n; i++) {
      for (int axis = 0; axis < 2; axis++) {
        float centre = 0.1f + 0.4f * random.nextInt(3) + 0.1f * random.nextFloat();
        float half = 0.1f + 0.05f * random.nextFloat();
        boxes[4 * i + axis] = centre - half;
        boxes[4 * i + 2 + axis] = centre + half;
      }
    }
    return boxes;
  }

  private static double iou(float[] found, int d, float[] boxes, int anchor) {
    double common = 1;
    double area = 1;
    double other = 1;
    for (int axis = 0; axis < 2; axis++) {
      double from = clipped(boxes[4 * anchor + axis]);
      double to = clipped(boxes[4 * anchor + 2 + axis]);
      common *=
          Math.max(0, Math.min(found[4 * d + 2 + axis], to) - Math.max(found[4 * d + axis], from));
      area *= found[4 * d + 2 + axis] - found[4 * d + axis];
      other *= to - from;
    }
    return common / (area + other - common);
  }

  private static float clipped(float share) {
    return Math.max(0, Math.min(1, share));
  }

  private static Operand<TFloat32> constant(Ops tf, float[] values, long... shape) {
    return tf.constant(Shape.of(shape), DataBuffers.of(values));
  }
}
