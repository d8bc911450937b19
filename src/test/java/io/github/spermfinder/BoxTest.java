package io.github.spermfinder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BoxTest {

  @Property
  void iouIsSymmetricAndFrom0To1(@ForAll("boxes") Box a, @ForAll("boxes") Box b) {
    assertEquals(a.iou(b), b.iou(a));
    assertTrue(a.iou(b) >= 0 && a.iou(b) <= 1);
  }

  @Property
  void iouWithItselfIs1(@ForAll("boxes") Box a) {
    assertEquals(a.area() > 0 ? 1 : 0, a.iou(a), 1e-9);
  }

  /** Counts cells of a grid: obviously right for whole numbers. */
  @Property
  void iouCountsPixels(@ForAll("boxes") Box a, @ForAll("boxes") Box b) {
    int both = 0;
    int either = 0;
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 20; x++) {
        boolean inA = x >= a.x() && x < a.right() && y >= a.y() && y < a.bottom();
        boolean inB = x >= b.x() && x < b.right() && y >= b.y() && y < b.bottom();
        both += inA && inB ? 1 : 0;
        either += inA || inB ? 1 : 0;
      }
    }
    assertEquals(either == 0 ? 0 : (double) both / either, a.iou(b), 1e-12);
  }

  @Property
  void clippedBoxLiesWithinBoth(@ForAll("boxes") Box a, @ForAll("boxes") Box window) {
    Box clipped = a.clip(window);
    assertEquals(a.intersection(window), clipped.area(), 1e-9);
    assertEquals(window, window.union(clipped));
  }

  @Example
  void refusesWhatIsNoBox() {
    assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Box(Double.NaN, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, 1, Double.POSITIVE_INFINITY));
  }

  @Provide
  Arbitrary<Box> boxes() {
    Arbitrary<Integer> corner = Arbitraries.integers().between(0, 10);
    return Combinators.combine(corner, corner, corner, corner)
        .as((x, y, w, h) -> new Box(x, y, w, h));
  }
}
