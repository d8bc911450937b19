package io.github.spermfinder.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Box;
import io.github.spermfinder.network.Anchors;
import io.github.spermfinder.network.BoxCoder;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.network.ScoreConversion;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TargetAssignerTest {

  private static final int SIDE = 640;

  private static final Box VIEW = new Box(0, 0, SIDE, SIDE);

  private static final List<Box> ANCHORS =
      Anchors.of(NetworkDesign.paper(1, SIDE, ScoreConversion.SOFTMAX).anchors(), SIDE, SIDE);

  private final TargetAssigner assigner = new TargetAssigner(ANCHORS, SIDE);

  @Property(tries = 50)
  void everyBoxHasItsBestAnchorAndAllThatOverlapByHalf(
      @ForAll @DoubleRange(min = 0, max = 500) double x,
      @ForAll @DoubleRange(min = 0, max = 500) double y,
      @ForAll @DoubleRange(min = 4, max = 300) double width,
      @ForAll @DoubleRange(min = 4, max = 300) double height) {
    Box box = new Box(x, y, width, height);
    int[] matches = assigner.match(List.of(new LabelledBox(box, 1, false)));
    double best = ANCHORS.stream().mapToDouble(box::iou).max().orElseThrow();
    boolean bestIsMatched = false;
    for (int a = 0; a < matches.length; a++) {
      double iou = box.iou(ANCHORS.get(a));
      if (iou >= 0.5) {
        assertEquals(0, matches[a]);
      }
      bestIsMatched |= matches[a] == 0 && iou == best;
      assertTrue(matches[a] < 0 || iou >= 0.5 || iou == best);
    }
    assertTrue(bestIsMatched);
  }

  @Property
  void codesCanBeReadBack(
      @ForAll @DoubleRange(min = -50, max = 500) double x,
      @ForAll @DoubleRange(min = 1, max = 300) double width,
      @ForAll @DoubleRange(min = 1, max = 300) double height) {
    Box box = new Box(x, x / 2, width, height);
    Box anchor = new Box(100, 90, 30, 40);
    Box decoded = BoxCoder.decode(BoxCoder.encode(box, anchor), anchor);
    assertEquals(box.x(), decoded.x(), 1e-3);
    assertEquals(box.y(), decoded.y(), 1e-3);
    assertEquals(box.right(), decoded.right(), 1e-3);
    assertEquals(box.bottom(), decoded.bottom(), 1e-3);
  }

  /**
   * Of an object whose larger part is beyond the border, the anchor of its own size sees the rest.
   */
  @Test
  void nothingIsLearnedOfObjectsThatAreMostlyBeyondTheBorder() {
    List<Box> anchors = List.of(new Box(-10, 100, 26, 26), new Box(2, 100, 26, 26));
    IntBuffer classes = IntBuffer.allocate(2);
    Box seen = new Box(0, 100, 10.4, 26); // 40 % of a box of 26 pixels
    new TargetAssigner(anchors, SIDE)
        .write(List.of(new LabelledBox(seen, 1, true)), classes, FloatBuffer.allocate(8));
    assertEquals(-1, classes.get(0));
    assertEquals(0, classes.get(1));
  }

  @Test
  void nothingIsLearnedOfIgnoredBoxes() {
    IntBuffer classes = IntBuffer.allocate(ANCHORS.size());
    FloatBuffer codes = FloatBuffer.allocate(4 * ANCHORS.size());
    Box box = ANCHORS.get(2000);
    assigner.write(List.of(new LabelledBox(box, 1, true)), classes, codes);
    assertEquals(-1, classes.get(2000));
    assertTrue(IntStream.of(classes.array()).allMatch(c -> c <= 0));
  }

  /** Sperm in a group that nobody counted are no background. */
  @Test
  void nothingIsLearnedWithinIgnoredBoxes() {
    IntBuffer classes = IntBuffer.allocate(ANCHORS.size());
    Box group = new Box(100, 100, 300, 300);
    assigner.write(
        List.of(
            new LabelledBox(group, 1, true), new LabelledBox(new Box(150, 150, 40, 40), 1, false)),
        classes,
        FloatBuffer.allocate(4 * ANCHORS.size()));
    int objects = 0;
    for (int a = 0; a < ANCHORS.size(); a++) {
      Box anchor = ANCHORS.get(a);
      double inside = group.intersection(anchor) / anchor.clip(VIEW).area();
      objects += classes.get(a) > 0 ? 1 : 0;
      assertTrue(classes.get(a) != 0 || inside < 0.5, anchor.toString());
      assertTrue(classes.get(a) != -1 || inside >= 0.5 || anchor.iou(group) >= 0.5);
    }
    assertTrue(objects > 0); // one that is labelled within is still an object
  }

  /** Two small heads that touch may have the same best anchor: each needs one of its own. */
  @Property(tries = 50)
  void everyBoxHasAnAnchorOfItsOwn(
      @ForAll @DoubleRange(min = 0, max = 3) double apart,
      @ForAll @DoubleRange(min = 100, max = 500) double x) {
    int[] matches =
        assigner.match(
            List.of(
                new LabelledBox(new Box(x, x, 8, 8), 1, false),
                new LabelledBox(new Box(x + apart, x, 8, 8), 1, false),
                new LabelledBox(new Box(x, x + apart, 8, 8), 1, false)));
    assertEquals(
        Set.of(0, 1, 2),
        IntStream.of(matches).filter(m -> m >= 0).boxed().collect(Collectors.toSet()));
  }
}
