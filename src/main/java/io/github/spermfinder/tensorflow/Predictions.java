package io.github.spermfinder.tensorflow;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a network says of a batch.
 *
 * @param codes [batch, anchors, 4]: ty, tx, th, tw
 * @param logits [batch, anchors, 1 + classes], background first
 * @param featureMaps that the predictors look at, finest first, [batch, height, width, channels]
 * @param layers outputs of the convolutions by slim's end points, to compare with other networks
 */
record Predictions(
    Operand<TFloat32> codes,
    Operand<TFloat32> logits,
    List<Operand<TFloat32>> featureMaps,
    Map<String, Operand<TFloat32>> layers) {}
