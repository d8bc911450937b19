package io.github.spermfinder.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TilingTest {

  /** The law that tiles exist for. */
  @Property
  void whateverIsNoLargerThanTheOverlapLiesWholeInATile(
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll @IntRange(min = 5, max = 80) int tile,
      @ForAll @IntRange(max = 60) int overlap,
      @ForAll @IntRange(max = 299) int x,
      @ForAll @IntRange(max = 299) int y) {
    Assume.that(overlap < tile && x + overlap <= width && y + overlap <= height);
    List<Tile> tiles = Tiling.cover(width, height, tile, tile, overlap, overlap);
    assertTrue(
        tiles.stream()
            .anyMatch(
                t ->
                    t.x() <= x
                        && t.y() <= y
                        && t.x() + tile >= x + overlap
                        && t.y() + tile >= y + overlap));
  }

  @Property
  void tilesStayWithinAPlaneThatIsLargeEnough(
      @ForAll @IntRange(min = 80, max = 3000) int width,
      @ForAll @IntRange(min = 5, max = 80) int tile) {
    for (Tile t : Tiling.cover(width, 5, tile, 5, tile / 5, 1)) {
      assertTrue(t.x() >= 0 && t.x() + t.width() <= width);
    }
  }

  @Example
  void aSmallPlaneIsOneTile() {
    assertEquals(List.of(new Tile(0, 0, 640, 640)), Tiling.cover(640, 480, 640, 640, 128, 128));
    assertEquals(List.of(new Tile(0, 0, 640, 1)), Tiling.cover(640, 1, 640, 1, 128, 1));
  }
}
