package io.github.spermfinder.review;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import ij.process.FloatPolygon;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Locale;

/** What ImageJ's regions of interest lack. */
final class Regions {

  private Regions() {}

  /**
   * A region that shares nothing with this one. (ImageJ's own clones share the properties.) A
   * rectangle is exact; other shapes are as exact as ImageJ's files.
   */
  static Roi copy(Roi roi) {
    Roi copy;
    if (roi.getClass() == Roi.class && roi.getCornerDiameter() == 0) {
      Rectangle2D.Double bounds = roi.getFloatBounds();
      copy = new Roi(bounds.x, bounds.y, bounds.width, bounds.height);
      copy.setGroup(roi.getGroup());
      setPosition(copy, roi);
    } else {
      copy = reloaded(roi);
    }
    copy.setName(roi.getName());
    copyProperties(roi, copy);
    return copy;
  }

  /** As it comes back from one of ImageJ's files. */
  private static Roi reloaded(Roi roi) {
    return RoiDecoder.openFromByteArray(RoiEncoder.saveAsByteArray(roi));
  }

  static void copyProperties(Roi from, Roi to) {
    String properties = from.getProperties();
    if (properties != null) {
      // Roi.setProperties would take backslashes in a value for escapes.
      properties
          .lines()
          .map(line -> line.split(": ", 2))
          .filter(pair -> pair.length == 2)
          .forEach(pair -> to.setProperty(pair[0], pair[1]));
    }
  }

  static void setPosition(Roi roi, Roi like) {
    if (like.hasHyperStackPosition()) {
      roi.setPosition(like.getCPosition(), like.getZPosition(), like.getTPosition());
    } else {
      roi.setPosition(like.getPosition());
    }
  }

  static boolean sameShape(Roi a, Roi b) {
    if (a == b) {
      return true;
    }
    if (a.getType() != b.getType() || !a.getFloatBounds().equals(b.getFloatBounds())) {
      return false;
    }
    if (a.getType() == Roi.RECTANGLE) {
      return true;
    }
    FloatPolygon p = a.getFloatPolygon();
    FloatPolygon q = b.getFloatPolygon();
    return p.npoints == q.npoints
        && Arrays.equals(p.xpoints, 0, p.npoints, q.xpoints, 0, q.npoints)
        && Arrays.equals(p.ypoints, 0, p.npoints, q.ypoints, 0, q.npoints);
  }

  /** Whether a region belongs to the plane that the image shows. Position 0 is everywhere. */
  static boolean isShown(Roi roi, ImagePlus image) {
    if (image.getStackSize() == 1) {
      return true;
    }
    if (roi.hasHyperStackPosition()) {
      return isAt(roi.getCPosition(), image.getC())
          && isAt(roi.getZPosition(), image.getZ())
          && isAt(roi.getTPosition(), image.getT());
    }
    return isAt(roi.getPosition(), image.getCurrentSlice());
  }

  private static boolean isAt(int position, int place) {
    return position == 0 || position == place;
  }

  /** Makes the image show a region's plane. */
  static void showPlane(Roi roi, ImagePlus image) {
    if (isShown(roi, image)) {
      return;
    }
    if (roi.hasHyperStackPosition()) {
      image.setPosition(
          or(roi.getCPosition(), image.getC()),
          or(roi.getZPosition(), image.getZ()),
          or(roi.getTPosition(), image.getT()));
    } else if (image.isHyperStack()) {
      int[] position = image.convertIndexToPosition(roi.getPosition());
      image.setPosition(position[0], position[1], position[2]);
    } else {
      image.setSlice(roi.getPosition());
    }
  }

  private static int or(int position, int otherwise) {
    return position > 0 ? position : otherwise;
  }

  /** The name of a class, as ImageJ's group names have it. */
  static String className(int classId) {
    String name = Roi.getGroupName(classId);
    return name == null ? "class " + classId : name;
  }

  /**
   * The plane and the bounding box as text: equal for a region, its copies, and what files hold of
   * it. (Those round coordinates to floats, which may be another third decimal.)
   */
  static String place(Roi roi) {
    Rectangle2D.Double bounds = reloaded(roi).getFloatBounds();
    return String.format(
        Locale.ROOT,
        "%d %d %d %d %.3f %.3f %.3f %.3f",
        roi.hasHyperStackPosition() ? 0 : roi.getPosition(),
        roi.getCPosition(),
        roi.getZPosition(),
        roi.getTPosition(),
        bounds.x,
        bounds.y,
        bounds.width,
        bounds.height);
  }

  /** The same place on another slice of a stack. */
  static String placeOnSlice(String place, int slice) {
    // ImageJ gives a region on a slice that z position, too
    return place.replaceFirst("^\\d+ (\\d+) \\d+", slice + " $1 " + slice);
  }

  /** Whether two regions are of one kind at one place. */
  static boolean isCopy(Roi a, Roi b) {
    Rectangle2D.Double p = a.getFloatBounds();
    Rectangle2D.Double q = b.getFloatBounds();
    return a.getType() == b.getType()
        && Math.abs(p.x - q.x) < 1 // at once: it is asked of thousands
        && Math.abs(p.y - q.y) < 1
        && place(a).equals(place(b));
  }
}
