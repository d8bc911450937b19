package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
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
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;

/** The loss in TensorFlow against a plain computation, and its gradients against differences. */
class DetectionLossTest {

  /** A small case: logits and codes at random, some anchors matched, some to be left out. */
  private record Case(
      int batch,
      int anchors,
      int classCount,
      float[] logits,
      float[] codes,
      int[] classes,
      float[] wanted) {

    static Case of(int batch, int anchors, int classCount, int positives, long seed) {
      Random random = new Random(seed);
      float[] logits = new float[batch * anchors * (1 + classCount)];
      float[] codes = new float[batch * anchors * 4];
      float[] wanted = new float[codes.length];
      int[] classes = new int[batch * anchors];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) random.nextGaussian() * 2;
      }
      for (int i = 0; i < codes.length; i++) {
        codes[i] = (float) random.nextGaussian() * 2;
        wanted[i] = (float) random.nextGaussian();
      }
      for (int i = 0; i < classes.length; i++) {
        int kind = random.nextInt(100);
        classes[i] = kind < positives ? 1 + random.nextInt(classCount) : kind > 95 ? -1 : 0;
      }
      return new Case(batch, anchors, classCount, logits, codes, classes, wanted);
    }

    double crossEntropy(int anchor) {
      int n = 1 + classCount;
      double max = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < n; c++) {
        max = Math.max(max, logits[anchor * n + c]);
      }
      double sum = 0;
      for (int c = 0; c < n; c++) {
        sum += Math.exp(logits[anchor * n + c] - max);
      }
      return max + Math.log(sum) - logits[anchor * n + Math.max(0, classes[anchor])];
    }

    boolean[] chosen() {
      boolean[] chosen = new boolean[classes.length];
      long all = IntStream.of(classes).filter(c -> c > 0).count();
      for (int b = 0; b < batch; b++) {
        int from = b * anchors;
        int positives = 0;
        for (int a = from; a < from + anchors; a++) {
          chosen[a] = classes[a] > 0;
          positives += chosen[a] ? 1 : 0;
        }
        IntStream.range(from, from + anchors)
            .filter(a -> classes[a] == 0)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer a) -> -crossEntropy(a)))
            .limit(Math.max(3, Math.max(3L * positives, (3 * all + batch - 1) / batch)))
            .forEach(a -> chosen[a] = true);
      }
      return chosen;
    }

    double[] losses() {
      boolean[] chosen = chosen();
      double classification = 0;
      double localization = 0;
      int matches = 0;
      for (int a = 0; a < classes.length; a++) {
        classification += chosen[a] ? crossEntropy(a) : 0;
        if (classes[a] > 0) {
          matches++;
          for (int i = 4 * a; i < 4 * a + 4; i++) {
            double d = Math.abs(codes[i] - wanted[i]);
            localization += d < 1 ? d * d / 2 : d - 0.5;
          }
        }
      }
      return new double[] {
        classification / Math.max(1, matches), localization / Math.max(1, matches)
      };
    }
  }

  private record Answer(double[] losses, float[] logitGradients, float[] codeGradients) {}

  private static Answer tensorFlow(Case c) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> logits =
          tf.constant(Shape.of(c.batch, c.anchors, 1 + c.classCount), DataBuffers.of(c.logits));
      Operand<TFloat32> codes =
          tf.constant(Shape.of(c.batch, c.anchors, 4), DataBuffers.of(c.codes));
      Operand<TFloat32> wanted =
          tf.constant(Shape.of(c.batch, c.anchors, 4), DataBuffers.of(c.wanted));
      DetectionLoss loss =
          DetectionLoss.build(
              tf,
              new Predictions(codes, logits, List.of(), Map.of()),
              tf.constant(Shape.of(c.batch, c.anchors), DataBuffers.of(c.classes)),
              wanted,
              c.batch,
              c.anchors,
              c.classCount);
      Operand<TFloat32> total = tf.math.add(loss.classification(), loss.localization());
      Gradients gradients = Gradients.create(tf.scope(), total, List.of(logits, codes));
      try (Session session = new Session(graph);
          Result result =
              session
                  .runner()
                  .fetch(loss.classification())
                  .fetch(loss.localization())
                  .fetch(gradients.<TFloat32>dy(0))
                  .fetch(gradients.<TFloat32>dy(1))
                  .run()) {
        return new Answer(
            new double[] {floats(result, 0)[0], floats(result, 1)[0]},
            floats(result, 2),
            floats(result, 3));
      }
    }
  }

  private static float[] floats(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[(int) tensor.size()];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  @Property(tries = 40)
  void equalsThePlainComputation(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 4, max = 60) int anchors,
      @ForAll @IntRange(min = 1, max = 3) int classes,
      @ForAll @IntRange(min = 0, max = 40) int positives,
      @ForAll long seed) {
    Case c = Case.of(batch, anchors, classes, positives, seed);
    double[] expected = c.losses();
    double[] ours = tensorFlow(c).losses();
    assertEquals(expected[0], ours[0], 1e-4 * (1 + expected[0]));
    assertEquals(expected[1], ours[1], 1e-4 * (1 + expected[1]));
  }

  /** Only what is chosen has a gradient: the hard negatives that a search by hand finds. */
  @Property(tries = 40)
  void learnsFromTheHardNegatives(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 4, max = 60) int anchors,
      @ForAll @IntRange(min = 0, max = 20) int positives,
      @ForAll long seed) {
    Case c = Case.of(batch, anchors, 1, positives, seed);
    boolean[] chosen = c.chosen();
    float[] gradients = tensorFlow(c).logitGradients();
    for (int a = 0; a < chosen.length; a++) {
      assertEquals(chosen[a], gradients[2 * a] != 0, "anchor " + a);
    }
  }

  @Property(tries = 5)
  void gradientsEqualDifferences(@ForAll long seed) {
    Case c = Case.of(2, 12, 1, 30, seed);
    Answer answer = tensorFlow(c);
    assertArrayEquals(differences(c, c.codes), answer.codeGradients(), 5e-3f);
    boolean[] before = c.chosen();
    float[] numeric = differences(c, c.logits);
    assertArrayEquals(before, c.chosen());
    assertArrayEquals(numeric, answer.logitGradients(), 5e-3f);
  }

  /**
   * Central differences, in double precision; the choice of negatives stays, as steps are small.
   */
  private static float[] differences(Case c, float[] values) {
    float[] slopes = new float[values.length];
    float step = 1e-3f;
    for (int i = 0; i < values.length; i++) {
      float old = values[i];
      values[i] = old + step;
      float high = values[i];
      double up = sum(c.losses());
      values[i] = old - step;
      double down = sum(c.losses());
      slopes[i] = (float) ((up - down) / (high - values[i]));
      values[i] = old;
    }
    return slopes;
  }

  private static double sum(double[] losses) {
    return losses[0] + losses[1];
  }
}
