package io.github.spermfinder.train;

import io.github.spermfinder.Box;
import io.github.spermfinder.network.BoxCoder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Which anchor ought to say which box (Liu et al. 2016, section 2.2, "Matching strategy"): its own
 * best one where their IoU is at least a half, and every box has at least its best anchor.
 */
final class TargetAssigner {

  private static final double MIN_IOU = 0.5;

  private final List<Box> anchors;

  TargetAssigner(List<Box> anchors) {
    this.anchors = anchors;
  }

  int anchors() {
    return anchors.size();
  }

  /** Index of the box that each anchor is matched with, -1 for none. */
  int[] match(List<LabelledBox> boxes) {
    int[] matches = new int[anchors.size()];
    Arrays.fill(matches, -1);
    double[] best = new double[anchors.size()];
    int[] forced = new int[boxes.size()];
    for (int b = 0; b < boxes.size(); b++) {
      Box box = boxes.get(b).box();
      double most = 0;
      forced[b] = -1;
      for (int a = 0; a < matches.length; a++) {
        double iou = box.iou(anchors.get(a));
        if (iou >= MIN_IOU && iou > best[a]) {
          best[a] = iou;
          matches[a] = b;
        }
        if (iou > most) {
          most = iou;
          forced[b] = a;
        }
      }
    }
    for (int b = 0; b < forced.length; b++) {
      if (forced[b] >= 0 && !boxes.get(b).ignored()) {
        matches[forced[b]] = b;
      }
    }
    return matches;
  }

  /**
   * Writes the targets of a sample at the buffers' positions.
   *
   * @param classes one an anchor: class id, 0 for background, -1 for nothing to learn
   * @param codes four an anchor
   */
  void write(List<LabelledBox> boxes, IntBuffer classes, FloatBuffer codes) {
    int[] matches = match(boxes);
    float[] none = new float[4];
    for (int a = 0; a < matches.length; a++) {
      if (matches[a] < 0) {
        classes.put(0);
        codes.put(none);
      } else {
        LabelledBox box = boxes.get(matches[a]);
        classes.put(box.ignored() ? -1 : box.classId());
        codes.put(box.ignored() ? none : BoxCoder.encode(box.box(), anchors.get(a)));
      }
    }
  }
}
