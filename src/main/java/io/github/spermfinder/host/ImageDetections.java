package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.model.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found in an image, and how it looks as regions of interest and as rows of a table. */
public final class ImageDetections {

  /** Property of a region that says how sure the detector was, 0 to 1. */
  public static final String SCORE = "score";

  /** Property of a region that names the model that found it. */
  public static final String MODEL = "model";

  private static final int MAX_GROUP = 255;

  private final ImagePlus image;
  private final ModelFolder model;
  private final List<Found> all = new ArrayList<>();

  /**
   * A detection and the plane that it was found in.
   *
   * @param position of the plane
   * @param detection in pixels of the plane
   */
  record Found(PlanePosition position, Detection detection) {}

  public ImageDetections(ImagePlus image, ModelFolder model) {
    this.image = image;
    this.model = model;
  }

  public void add(PlanePosition position, List<Detection> detections) {
    detections.forEach(detection -> all.add(new Found(position, detection)));
  }

  /** In the order of the planes, and best first in each. */
  List<Found> all() {
    return all;
  }

  ImagePlus image() {
    return image;
  }

  public int size() {
    return all.size();
  }

  /** A rectangle for each detection, as ImageJ's ROI Manager and overlays take them. */
  List<Roi> rois() {
    return all.stream().map(this::roi).toList();
  }

  private Roi roi(Found found) {
    Box box = found.detection().box();
    Roi roi = new Roi(box.x(), box.y(), box.width(), box.height());
    int classId = found.detection().classId();
    roi.setName(String.format(Locale.ROOT, "%s %.2f", className(found), found.detection().score()));
    roi.setGroup(classId >= 0 && classId <= MAX_GROUP ? classId : 0); // sets the colour too
    roi.setProperty(SCORE, String.format(Locale.ROOT, "%.4f", found.detection().score()));
    roi.setProperty(MODEL, model.name());
    PlanePosition position = found.position();
    if (image.isHyperStack()) {
      roi.setPosition(position.channel(), position.slice(), position.frame());
    } else if (image.getStackSize() > 1 && position.channel() > 0) {
      roi.setPosition(position.stackIndex());
    }
    return roi;
  }

  String className(Found found) {
    return model.labels().name(found.detection().classId());
  }

  /** Adds a row for each detection; lengths are in the image's unit, as in Analyze > Measure. */
  void addTo(ResultsTable table) {
    Calibration calibration = image.getCalibration();
    for (Found found : all) {
      PlanePosition position = found.position();
      Box box = found.detection().box();
      table.incrementCounter();
      table.addLabel(label(position));
      table.addValue("Slice", position.stackIndex());
      table.addValue("C", position.channel());
      table.addValue("Z", position.slice());
      table.addValue("T", position.frame());
      table.addValue("Class", className(found));
      table.addValue("Score", found.detection().score());
      table.addValue("BX", calibration.getX(box.x()));
      table.addValue("BY", calibration.getY(box.y(), image.getHeight()));
      table.addValue("Width", box.width() * calibration.pixelWidth);
      table.addValue("Height", box.height() * calibration.pixelHeight);
    }
    table.setDecimalPlaces(table.getColumnIndex("Score"), 4);
  }

  /** The image's title, with the slice's label where it has one. */
  private String label(PlanePosition position) {
    ImageStack stack = image.getStack();
    String slice = stack.getSize() > 1 ? stack.getShortSliceLabel(position.stackIndex()) : null;
    return slice == null || slice.isEmpty() ? image.getTitle() : image.getTitle() + ":" + slice;
  }

  /** What the plane is called on its own: the slice's label, which is a file's name in a folder. */
  String planeName(PlanePosition position) {
    ImageStack stack = image.getStack();
    String slice = stack.getSize() > 1 ? stack.getSliceLabel(position.stackIndex()) : null;
    return slice == null || slice.isBlank()
        ? image.getTitle()
        : slice.lines().findFirst().orElseThrow();
  }
}
