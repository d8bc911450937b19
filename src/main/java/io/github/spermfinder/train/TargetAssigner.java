package io.github.spermfinder.train;

import io.github.spermfinder.Box;
import io.github.spermfinder.network.BoxCoder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which anchor ought to say which box (Liu et al. 2016, section 2.2, "Matching strategy"): its own
 * best one where their IoU is at least a half, and every box has at least its best anchor, or the
 * best that is left where another box needs that one more. Anchors that lie in an ignored box for
 * the most part, as far as they can be seen, learn nothing: it may be a group of objects, or one of
 * which the border leaves too little.
 */
final class TargetAssigner {

  private static final double MIN_IOU = 0.5;
  private static final double MIN_INSIDE = 0.5;

  private final List<Box> anchors;
  private final Box view;

  /**
   * @param anchors some may reach beyond the view
   * @param side of the square that the network sees, in pixels
   */
  TargetAssigner(List<Box> anchors, int side) {
    this.anchors = anchors;
    this.view = new Box(0, 0, side, side);
  }

  int anchors() {
    return anchors.size();
  }

  /** Index of the box that each anchor is matched with, -1 for none. */
  int[] match(List<LabelledBox> boxes) {
    int[] matches = new int[anchors.size()];
    Arrays.fill(matches, -1);
    double[] best = new double[anchors.size()];
    List<Forced> forced = new ArrayList<>();
    for (int b = 0; b < boxes.size(); b++) {
      Forced own = new Forced(b, -1, 0);
      for (int a = 0; a < matches.length; a++) {
        double iou = boxes.get(b).box().iou(anchors.get(a));
        if (iou >= MIN_IOU && iou > best[a]) {
          best[a] = iou;
          matches[a] = b;
        }
        if (iou > own.iou) {
          own = new Forced(b, a, iou);
        }
      }
      if (!boxes.get(b).ignored()) {
        forced.add(own);
      }
    }
    forced.sort(Comparator.comparingDouble(own -> -own.iou));
    Set<Integer> taken = new HashSet<>();
    for (Forced own : forced) {
      int anchor = taken.contains(own.anchor) ? best(boxes.get(own.box).box(), taken) : own.anchor;
      if (anchor >= 0) {
        taken.add(anchor);
        matches[anchor] = own.box;
      }
    }
    return matches;
  }

  /** A box, by its index, and its best anchor; -1 if none touches it. */
  private record Forced(int box, int anchor, double iou) {}

  /** The anchor with the highest IoU above 0; -1 for none. */
  private int best(Box box, Set<Integer> taken) {
    int best = -1;
    double most = 0;
    for (int a = 0; a < anchors.size(); a++) {
      double iou = box.iou(anchors.get(a));
      if (iou > most && !taken.contains(a)) {
        most = iou;
        best = a;
      }
    }
    return best;
  }

  /**
   * Writes the targets of a sample at the buffers' positions.
   *
   * @param classes one an anchor: class id, 0 for background, -1 for nothing to learn
   * @param codes four an anchor
   */
  void write(List<LabelledBox> boxes, IntBuffer classes, FloatBuffer codes) {
    int[] matches = match(boxes);
    List<Box> ignored = boxes.stream().filter(LabelledBox::ignored).map(LabelledBox::box).toList();
    float[] none = new float[4];
    for (int a = 0; a < matches.length; a++) {
      if (matches[a] < 0) {
        classes.put(isInOne(anchors.get(a), ignored) ? -1 : 0);
        codes.put(none);
      } else {
        LabelledBox box = boxes.get(matches[a]);
        classes.put(box.ignored() ? -1 : box.classId());
        codes.put(box.ignored() ? none : BoxCoder.encode(box.box(), anchors.get(a)));
      }
    }
  }

  /** For the most part of what can be seen; ignored boxes are clipped, anchors are not. */
  private boolean isInOne(Box anchor, List<Box> ignored) {
    double visible = anchor.clip(view).area();
    return ignored.stream().anyMatch(box -> box.intersection(anchor) >= MIN_INSIDE * visible);
  }
}
