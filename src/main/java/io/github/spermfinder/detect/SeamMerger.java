package io.github.spermfinder.detect;

import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes one list of what was found in overlapping tiles, with every object once and whole.
 *
 * <p>Neighbouring tiles see the same strip, so an object there is found twice, or, where a tile's
 * edge goes through it, whole in one tile and in part in another. A detection that ends at a tile's
 * inner edge is taken for a part: it yields to a whole one that it lies on. Where there is no whole
 * one, the object is larger than the overlap; then parts from different tiles that agree about the
 * strip that both tiles see are joined.
 */
final class SeamMerger {

  /**
   * From this IoU on, boxes in two tiles mean the same object; and so does a part of which the
   * whole one covers this share.
   */
  private static final double SAME_OBJECT = 0.5;

  private final int width;
  private final int height;
  private final double marginX;
  private final double marginY;

  /**
   * @param width of the plane, in pixels
   * @param height of the plane, in pixels
   * @param marginX a box that comes this near to a left or right edge ends at it, in pixels
   * @param marginY a box that comes this near to an upper or lower edge ends at it, in pixels
   */
  SeamMerger(int width, int height, double marginX, double marginY) {
    this.width = width;
    this.height = height;
    this.marginX = marginX;
    this.marginY = marginY;
  }

  /** A detection, in pixels of the plane, and the tile that it was found in. */
  record Found(Detection detection, Tile tile) {

    Box box() {
      return detection.box();
    }

    double score() {
      return detection.score();
    }
  }

  /**
   * Merges what was found in all tiles of a plane.
   *
   * @param maxOverlap of two detections of one class whose IoU is above it, the better one stays
   * @return best first
   */
  List<Detection> merge(List<Found> found, double maxOverlap) {
    List<Found> whole = new ArrayList<>();
    List<Found> parts = new ArrayList<>();
    for (Found f : found) {
      (isPart(f) ? parts : whole).add(f);
    }
    Comparator<Found> bestFirst = Comparator.comparingDouble(Found::score).reversed();
    whole.sort(bestFirst);
    parts.sort(bestFirst);
    List<Found> kept =
        Suppression.suppress(
            whole,
            (better, f) ->
                better.tile().equals(f.tile())
                    ? isOverlapping(better.detection(), f.detection(), maxOverlap)
                    : isSameObject(better, f));
    parts.removeIf(part -> kept.stream().anyMatch(other -> showsWhole(other, part)));
    List<Detection> merged =
        Stream.concat(kept.stream().map(Found::detection), join(parts).stream())
            .sorted(Detection.BEST_FIRST)
            .toList();
    return maxOverlap < 1 // else no two of them do, and there may be many
        ? Suppression.suppress(merged, (better, d) -> isOverlapping(better, d, maxOverlap))
        : merged;
  }

  private static boolean isOverlapping(Detection better, Detection other, double maxOverlap) {
    return better.classId() == other.classId() && better.box().iou(other.box()) > maxOverlap;
  }

  private boolean isPart(Found f) {
    Box box = f.box();
    Tile tile = f.tile();
    int right = tile.x() + tile.width();
    int bottom = tile.y() + tile.height();
    return (tile.x() > 0 && box.x() - tile.x() < marginX)
        || (tile.y() > 0 && box.y() - tile.y() < marginY)
        || (right < width && right - box.right() < marginX)
        || (bottom < height && bottom - box.bottom() < marginY);
  }

  /** Joins parts until no two of those left belong together. */
  private static List<Detection> join(List<Found> parts) {
    List<Found> open = new ArrayList<>(parts);
    List<Detection> joined = new ArrayList<>();
    while (!open.isEmpty()) {
      List<Found> group = new ArrayList<>(List.of(open.remove(0)));
      for (int i = 0; i < group.size(); i++) {
        Found member = group.get(i);
        List<Found> more = open.stream().filter(part -> belongTogether(member, part)).toList();
        group.addAll(more);
        open.removeAll(more);
      }
      Box box = group.stream().map(Found::box).reduce(Box::union).orElseThrow();
      Detection best = group.get(0).detection();
      joined.add(new Detection(box, best.classId(), best.score()));
    }
    return joined;
  }

  private static boolean belongTogether(Found a, Found b) {
    if (a.tile().equals(b.tile()) || !isSameClass(a, b)) {
      return false;
    }
    Box tileA = a.tile().box();
    Box tileB = b.tile().box();
    if (tileA.intersection(tileB) == 0) {
      return false;
    }
    Box strip = tileA.clip(tileB);
    return a.box().clip(strip).iou(b.box().clip(strip)) >= SAME_OBJECT;
  }

  /** Whatever class it is taken for: half a head can look like something else. */
  private static boolean showsWhole(Found whole, Found part) {
    return !whole.tile().equals(part.tile())
        && whole.box().intersection(part.box()) >= SAME_OBJECT * part.box().area();
  }

  private static boolean isSameObject(Found a, Found b) {
    return isSameClass(a, b) && a.box().iou(b.box()) >= SAME_OBJECT;
  }

  private static boolean isSameClass(Found a, Found b) {
    return a.detection().classId() == b.detection().classId();
  }
}
