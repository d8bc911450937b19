package io.github.spermfinder.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.detect.SeamMerger.Found;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SeamMergerTest {

  private static final List<Tile> TILES = Tiling.cover(220, 220, 100, 100, 30, 30);
  private static final SeamMerger MERGER = new SeamMerger(220, 220, 2, 2);

  /** A detector that sees perfectly, but each tile on its own: objects end at tile edges. */
  private static List<Found> seen(List<Detection> objects) {
    List<Found> found = new ArrayList<>();
    for (Tile tile : TILES) {
      for (Detection object : objects) {
        if (object.box().intersection(tile.box()) > 0.1 * object.box().area()) {
          Detection part =
              new Detection(object.box().clip(tile.box()), object.classId(), object.score());
          found.add(new Found(part, tile));
        }
      }
    }
    return found;
  }

  @Property
  void anObjectIsFoundOnceAndWhole(
      @ForAll @DoubleRange(max = 195) double x,
      @ForAll @DoubleRange(max = 195) double y,
      @ForAll @DoubleRange(min = 5, max = 25) double width,
      @ForAll @DoubleRange(min = 5, max = 25) double height) {
    List<Detection> object = List.of(new Detection(new Box(x, y, width, height), 1, 0.9));
    assertEquals(object, MERGER.merge(seen(object), 1));
  }

  @Property
  void anObjectLargerThanTheOverlapIsJoined(
      @ForAll @IntRange(max = 100) int x,
      @ForAll @IntRange(max = 100) int y,
      @ForAll @IntRange(min = 60, max = 95) int size) {
    Box box = new Box(x, y, size, size);
    List<Detection> merged = MERGER.merge(seen(List.of(new Detection(box, 1, 0.9))), 1);
    assertEquals(1, merged.size());
    assertEquals(1, merged.get(0).box().iou(box), 1e-9);
  }

  @Property
  void neighboursStayApart(
      @ForAll @DoubleRange(max = 170) double x, @ForAll @DoubleRange(max = 190) double y) {
    List<Detection> objects =
        List.of(
            new Detection(new Box(x, y, 20, 20), 1, 0.9),
            new Detection(new Box(x + 15, y, 20, 20), 1, 0.8));
    Assume.that(x + 35 <= 220 && y + 20 <= 220);
    assertEquals(objects, MERGER.merge(seen(objects), 1));
  }

  @Example
  void classesDoNotSuppressEachOther() {
    List<Detection> objects =
        List.of(
            new Detection(new Box(90, 90, 20, 20), 1, 0.9),
            new Detection(new Box(90, 90, 20, 20), 2, 0.8));
    assertEquals(objects, MERGER.merge(seen(objects), 0.5));
  }

  @Example
  void greaterOverlapsWithinATileAreSuppressedAsAsked() {
    Tile tile = new Tile(0, 0, 220, 220);
    Detection better = new Detection(new Box(90, 90, 20, 20), 1, 0.9);
    Detection worse = new Detection(new Box(95, 90, 20, 20), 1, 0.8); // IoU .6
    List<Found> both = List.of(new Found(worse, tile), new Found(better, tile));
    assertEquals(List.of(better, worse), MERGER.merge(both, 0.61));
    assertEquals(List.of(better), MERGER.merge(both, 0.59));
  }

  @Example
  void greaterOverlapsAcrossTilesAreSuppressedAsAsked() {
    Detection better = new Detection(new Box(64, 10, 20, 20), 1, 0.9);
    Detection worse = new Detection(new Box(74, 10, 20, 20), 1, 0.8); // IoU .33
    Detection other = new Detection(new Box(74, 10, 20, 20), 2, 0.8);
    List<Found> all =
        List.of(
            new Found(better, TILES.get(0)),
            new Found(worse, TILES.get(1)),
            new Found(other, TILES.get(1)));
    assertEquals(List.of(better, worse, other), MERGER.merge(all, 0.34));
    assertEquals(List.of(better, other), MERGER.merge(all, 0.32));
  }

  /** Each is larger than the overlap, and lies in two tiles in part. */
  @Example
  void greaterOverlapsOfJoinedObjectsAreSuppressedAsAsked() {
    Detection better = new Detection(new Box(40, 10, 80, 40), 1, 0.9);
    Detection worse = new Detection(new Box(40, 30, 80, 40), 1, 0.8); // IoU .33
    List<Found> both = seen(List.of(better, worse));
    assertEquals(List.of(better, worse), MERGER.merge(both, 0.34));
    assertEquals(List.of(better), MERGER.merge(both, 0.32));
  }
}
