package io.github.spermfinder.host;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import java.awt.geom.Rectangle2D;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The regions on overlays that are as a detection left them: nobody has moved, named, classified or
 * judged them, and so another detection may replace them. A region says so itself, by a checksum of
 * all that is said of it, so that it is known again in copies of its image and in ImageJ's files.
 */
public final class FreshRegions {

  private static final String CHECKSUM = "untouched";

  private FreshRegions() {}

  /** Marks what a detection has just found. */
  public static void mark(List<Roi> rois) {
    rois.forEach(roi -> roi.setProperty(CHECKSUM, checksum(roi)));
  }

  /** Whether a region is still as a detection left it. */
  static boolean contains(Roi roi) {
    String mark = roi.getProperty(CHECKSUM);
    return mark != null && mark.equals(checksum(roi));
  }

  /** A copy without the mark: whoever makes a region a label says that it is to stay. */
  static Roi unmarkedCopy(Roi roi) {
    Roi copy = reloaded(roi); // clones share their properties
    copy.setProperty(CHECKSUM, null);
    return copy;
  }

  /** As it comes back from one of ImageJ's files, which round sizes in a way of their own. */
  private static Roi reloaded(Roi roi) {
    return RoiDecoder.openFromByteArray(RoiEncoder.saveAsByteArray(roi));
  }

  private static String checksum(Roi roi) {
    Rectangle2D.Double bounds = reloaded(roi).getFloatBounds();
    List<Object> all =
        List.of(
            roi.getType(),
            bounds,
            ImageDetections.position(roi),
            roi.getGroup(),
            String.valueOf(roi.getName()),
            String.valueOf(roi.getStrokeColor()),
            roi.getStrokeWidth(),
            String.valueOf(roi.getFillColor()),
            others(roi));
    return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Its properties but the mark. Files lose backslashes in them. */
  private static List<String> others(Roi roi) {
    String properties = roi.getProperties() == null ? "" : roi.getProperties();
    return properties
        .replace("\\", "")
        .lines()
        .filter(line -> !line.startsWith(CHECKSUM + ":"))
        .sorted()
        .toList();
  }
}
