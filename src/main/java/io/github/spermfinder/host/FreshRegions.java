package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The regions on an image's overlay that are as a detection left them: nobody has moved, named,
 * classified or judged them, and so another detection may replace them. It is known until the image
 * is closed; of an overlay that comes from a file nobody can tell, and it stays.
 */
final class FreshRegions {

  private static final String PROPERTY = FreshRegions.class.getName();

  /** All that files keep of each region, by the region itself: equal ones need not be the same. */
  private final Map<Roi, byte[]> regions = new IdentityHashMap<>();

  private final ImagePlus image;

  private FreshRegions(ImagePlus image) {
    this.image = image;
  }

  /** Those of an image. */
  static FreshRegions of(ImagePlus image) {
    if (image.getProperty(PROPERTY) instanceof FreshRegions known) {
      return known;
    }
    FreshRegions none = new FreshRegions(image);
    image.setProperty(PROPERTY, none);
    return none;
  }

  /** Adds what a detection has just left on the overlay. */
  void add(List<Roi> rois) {
    Set<Roi> there = Collections.newSetFromMap(new IdentityHashMap<>());
    if (image.getOverlay() != null) { // else somebody has just removed it
      there.addAll(List.of(image.getOverlay().toArray()));
    }
    regions.keySet().retainAll(there);
    rois.forEach(roi -> regions.put(roi, RoiEncoder.saveAsByteArray(roi)));
  }

  /** Whether a region is still as a detection left it. */
  boolean contains(Roi roi) {
    byte[] left = regions.get(roi);
    return left != null && Arrays.equals(left, RoiEncoder.saveAsByteArray(roi));
  }
}
