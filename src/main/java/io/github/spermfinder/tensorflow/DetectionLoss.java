package io.github.spermfinder.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * SSD's loss (Liu et al. 2016, equations 1 to 3; Wu et al. 2021, equations 1 to 4): softmax cross
 * entropy of the matched anchors and of the hardest others, and smooth L1 of the matched ones, both
 * by the number of matches in the batch.
 *
 * @param classification scalar
 * @param localization scalar
 */
record DetectionLoss(Operand<TFloat32> classification, Operand<TFloat32> localization) {

  /** Hard negatives for each match. */
  private static final int NEGATIVES_PER_POSITIVE = 3;

  /** Hard negatives of an image, at least. */
  private static final int MIN_NEGATIVES = 3;

  /** No more anchors of an image than this are hard. */
  private static final int MAX_HARD = 3000;

  /**
   * Builds.
   *
   * @param classes [batch, anchors]: class id, 0 for background, -1 for nothing to learn
   * @param codes [batch, anchors, 4]: of the matched boxes
   */
  static DetectionLoss build(
      Ops tf,
      Predictions predictions,
      Operand<TInt32> classes,
      Operand<TFloat32> codes,
      int batch,
      int anchors,
      int classCount) {
    Operand<TFloat32> zero = tf.constant(0f);
    Operand<TFloat32> positives =
        tf.dtypes.cast(tf.math.greater(classes, tf.constant(0)), TFloat32.class);
    Operand<TFloat32> negatives =
        tf.dtypes.cast(tf.math.equal(classes, tf.constant(0)), TFloat32.class);
    Operand<TInt32> flat = tf.array(-1);
    Operand<TFloat32> labels =
        tf.oneHot(
            tf.reshape(tf.math.maximum(classes, tf.constant(0)), flat),
            tf.constant(1 + classCount),
            tf.constant(1f),
            zero);
    Operand<TFloat32> crossEntropy =
        tf.reshape(
            tf.nn
                .softmaxCrossEntropyWithLogits(
                    tf.reshape(predictions.logits(), tf.array(-1, 1 + classCount)), labels)
                .loss(),
            tf.array(batch, anchors));
    Operand<TFloat32> chosen =
        tf.math.add(
            positives, hardNegatives(tf, crossEntropy, positives, negatives, batch, anchors));
    Operand<TFloat32> matches = tf.math.maximum(tf.sum(positives, tf.array(0, 1)), tf.constant(1f));
    Operand<TFloat32> classification =
        tf.math.div(
            tf.sum(tf.math.mul(crossEntropy, tf.stopGradient(chosen)), tf.array(0, 1)), matches);
    Operand<TFloat32> distance =
        tf.sum(smoothL1(tf, tf.math.sub(predictions.codes(), codes)), tf.array(2));
    Operand<TFloat32> localization =
        tf.math.div(tf.sum(tf.math.mul(distance, positives), tf.array(0, 1)), matches);
    return new DetectionLoss(classification, localization);
  }

  /** x^2 / 2 within 1, |x| - 1/2 beyond (Girshick 2015, equation 3). */
  private static Operand<TFloat32> smoothL1(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> size = tf.math.abs(x);
    Operand<TFloat32> small = tf.math.minimum(size, tf.constant(1f));
    return tf.math.add(
        tf.math.mul(tf.constant(0.5f), tf.math.square(small)), tf.math.sub(size, small));
  }

  /**
   * Of each image, the background anchors that are taken most for something else: three a match, at
   * least as many as the batch's images have on average, else images with nothing in them would
   * hardly teach anything, and at least three.
   *
   * @return [batch, anchors], 1 where chosen
   */
  static Operand<TFloat32> hardNegatives(
      Ops tf,
      Operand<TFloat32> losses,
      Operand<TFloat32> positives,
      Operand<TFloat32> negatives,
      int batch,
      int anchors) {
    int most = Math.min(MAX_HARD, anchors);
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> ranked =
        tf.math.sub(tf.math.mul(tf.math.add(losses, one), negatives), one); // -1 for the others
    TopK<TFloat32, TInt32> top =
        tf.nn.topK(tf.stopGradient(ranked), tf.constant(most), TInt32.class);
    Operand<TFloat32> ownNegatives =
        tf.math.mul(tf.constant((float) NEGATIVES_PER_POSITIVE), tf.sum(positives, tf.array(1)));
    Operand<TFloat32> meanNegatives = tf.math.mean(ownNegatives, tf.array(0));
    Operand<TFloat32> wanted =
        tf.math.maximum(
            tf.math.maximum(ownNegatives, meanNegatives), tf.constant((float) MIN_NEGATIVES));
    float[] ranks = new float[most];
    int[] offsets = new int[batch];
    for (int i = 0; i < most; i++) {
      ranks[i] = i;
    }
    for (int i = 0; i < batch; i++) {
      offsets[i] = i * anchors;
    }
    Operand<TFloat32> chosen =
        tf.dtypes.cast(
            tf.math.logicalAnd(
                tf.math.less(
                    tf.reshape(tf.constant(ranks), tf.array(1, most)),
                    tf.reshape(wanted, tf.array(batch, 1))),
                tf.math.greater(top.values(), tf.constant(-0.5f))),
            TFloat32.class);
    Operand<TInt32> places =
        tf.math.add(top.indices(), tf.reshape(tf.constant(offsets), tf.array(batch, 1)));
    return tf.reshape(
        tf.scatterNd(
            tf.reshape(places, tf.array(-1, 1)),
            tf.reshape(chosen, tf.array(-1)),
            tf.array(batch * anchors)),
        tf.array(batch, anchors));
  }
}
