package io.github.spermfinder.host;

import ij.gui.Roi;
import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.evaluate.ImageErrors;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Rois;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a detector did wrong, as regions of interest: false positives vermilion, with their score,
 * and misses blue. Unlike elsewhere, regions have no group, since ImageJ gives those that it loads
 * the colour of their group; the class is in the name.
 */
final class ErrorRois {

  private static final Color FALSE_POSITIVE = new Color(0xD55E00);
  private static final Color MISS = new Color(0x0072B2);

  private ErrorRois() {}

  static List<Roi> of(ImageErrors errors, LabelMap classes) {
    List<Roi> rois = new ArrayList<>();
    for (Detection detection : errors.falsePositives()) {
      String name =
          String.format(
              Locale.ROOT,
              "false positive %s %.2f",
              classes.name(detection.classId()),
              detection.score());
      Roi roi = roi(detection.box(), FALSE_POSITIVE, name, errors.fileName());
      roi.setProperty(Rois.SCORE, String.valueOf((float) detection.score()));
      rois.add(roi);
    }
    for (Annotation miss : errors.misses()) {
      String name = "miss " + classes.name(miss.classId());
      rois.add(roi(miss.box(), MISS, name, errors.fileName()));
    }
    return rois;
  }

  private static Roi roi(Box box, Color colour, String name, String imageName) {
    Roi roi = new Roi(box.x(), box.y(), box.width(), box.height());
    roi.setName(name);
    roi.setStrokeColor(colour);
    Rois.setPosition(roi, imageName);
    return roi;
  }
}
