package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.detect.Region;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Extras;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.Rois;
import io.github.spermfinder.model.ModelFolder;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.commons.csv.CSVPrinter;

/** What was found in an image, and how it looks as regions of interest and as rows of a table. */
public final class ImageDetections {

  /** Property of a region that names the model that found it. */
  public static final String MODEL = "model";

  private static final List<String> COLUMNS =
      List.of("Label", "Slice", "C", "Z", "T", "Class", "Score", "BX", "BY", "Width", "Height");

  private static final int DECIMALS = 4;

  private final ImagePlus image;
  private final ModelFolder model;
  private final Optional<Region> selection;
  private final List<PlanePosition> planes = new ArrayList<>();
  private final Set<List<Integer>> lookedAt = new HashSet<>(); // positions as regions have them
  private final List<Found> all = new ArrayList<>();

  /**
   * A detection and the plane that it was found in.
   *
   * @param position of the plane
   * @param detection in pixels of the plane
   */
  record Found(PlanePosition position, Detection detection) {}

  /**
   * @param selection where alone was looked, if anywhere
   */
  public ImageDetections(ImagePlus image, ModelFolder model, Optional<Region> selection) {
    this.image = image;
    this.model = model;
    this.selection = selection;
  }

  /** Adds what was found in one more plane, which may be nothing. */
  public void add(PlanePosition position, List<Detection> detections) {
    planes.add(position);
    Roi any = new Roi(0, 0, 1, 1);
    place(any, position);
    lookedAt.add(position(any));
    detections.forEach(detection -> all.add(new Found(position, detection)));
  }

  ImagePlus image() {
    return image;
  }

  public int size() {
    return all.size();
  }

  /** How many planes were looked at. */
  int planes() {
    return planes.size();
  }

  /** A rectangle for each detection, as ImageJ's ROI Manager and overlays take them. */
  public List<Roi> rois() {
    return all.stream().map(this::roi).toList();
  }

  private Roi roi(Found found) {
    Box box = found.detection().box();
    Roi roi = new Roi(box.x(), box.y(), box.width(), box.height());
    int classId = found.detection().classId();
    roi.setName(String.format(Locale.ROOT, "%s %.2f", className(found), found.detection().score()));
    roi.setGroup(classId >= 0 && classId <= Rois.MAX_GROUP ? classId : 0); // sets the colour too
    Rois.setClassName(roi, model.labels().names().get(classId));
    roi.setProperty(Rois.SCORE, String.valueOf((float) found.detection().score()));
    roi.setProperty(MODEL, model.name());
    place(roi, found.position());
    return roi;
  }

  private void place(Roi roi, PlanePosition position) {
    if (image.isHyperStack()) {
      roi.setPosition(position.channel(), position.slice(), position.frame());
    } else if (image.getStackSize() > 1 && position.channel() > 0) {
      roi.setPosition(position.stackIndex());
    }
  }

  /** Whether a region lies where was looked: on one of the planes, in the selection. */
  boolean isWhereLooked(Roi roi) {
    return lookedAt.contains(position(roi))
        && (selection.isEmpty() || contains(selection.get(), roi));
  }

  /** Of a region: channel, slice and frame, or the place in the stack. */
  static List<Integer> position(Roi roi) {
    return roi.hasHyperStackPosition()
        ? List.of(roi.getCPosition(), roi.getZPosition(), roi.getTPosition())
        : List.of(roi.getPosition());
  }

  private static boolean contains(Region region, Roi roi) {
    Rectangle2D.Double bounds = roi.getFloatBounds();
    return region.contains(bounds.getCenterX(), bounds.getCenterY());
  }

  String className(Found found) {
    return model.labels().name(found.detection().classId());
  }

  /** Adds a row for each detection to a table. */
  void addTo(ResultsTable table) {
    for (Found found : all) {
      List<Object> row = row(found);
      table.incrementCounter();
      table.addLabel((String) row.get(0));
      for (int i = 1; i < COLUMNS.size(); i++) {
        if (row.get(i) instanceof Number number) {
          table.addValue(COLUMNS.get(i), number.doubleValue());
        } else {
          table.addValue(COLUMNS.get(i), (String) row.get(i));
        }
      }
    }
    if (!all.isEmpty()) {
      table.setDecimalPlaces(table.getColumnIndex("Score"), DECIMALS);
    }
  }

  /** The table's columns. */
  public static List<String> columns() {
    return COLUMNS;
  }

  /** The table's cells as files have them, a row for each detection. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (Found found : all) {
      rows.add(row(found).stream().map(ImageDetections::text).toList());
    }
    return rows;
  }

  private static String text(Object cell) {
    return cell instanceof Double number
        ? String.format(Locale.ROOT, "%." + DECIMALS + "f", number)
        : cell.toString();
  }

  /** Prints the table's head, and a row for each detection. */
  void print(CSVPrinter csv) throws IOException {
    csv.printRecord(COLUMNS);
    csv.printRecords(rows());
  }

  /** Lengths are in the image's unit, as in Analyze > Measure. */
  private List<Object> row(Found found) {
    Calibration calibration = image.getCalibration();
    PlanePosition position = found.position();
    Box box = found.detection().box();
    return List.of(
        label(position),
        position.stackIndex(),
        position.channel(),
        position.slice(),
        position.frame(),
        className(found),
        found.detection().score(),
        calibration.getX(box.x()),
        calibration.getY(box.y(), image.getHeight()),
        box.width() * calibration.pixelWidth,
        box.height() * calibration.pixelHeight);
  }

  /** The image's title, with the slice's label where it has one. */
  private String label(PlanePosition position) {
    String slice =
        image.getStackSize() > 1
            ? image.getStack().getShortSliceLabel(position.stackIndex())
            : null;
    return slice == null || slice.isEmpty() ? image.getTitle() : image.getTitle() + ":" + slice;
  }

  /** As images with labels: each plane is one, with {@linkplain PlaneNames its name}. */
  Dataset dataset() {
    return dataset(new PlaneNames(image)::name);
  }

  /**
   * As images with labels: each plane is one, named after a file and its place in it.
   *
   * @param path of the file, for the names
   */
  public Dataset dataset(String path) {
    PlaneNames names = new PlaneNames(image);
    return dataset(stackIndex -> names.placeName(path, stackIndex));
  }

  private Dataset dataset(IntFunction<String> names) {
    Map<PlanePosition, List<Annotation>> annotations = new LinkedHashMap<>();
    planes.forEach(plane -> annotations.put(plane, new ArrayList<>()));
    all.forEach(found -> annotations.get(found.position()).add(annotation(found.detection())));
    List<LabelledImage> images = new ArrayList<>();
    annotations.forEach(
        (plane, boxes) ->
            images.add(
                new LabelledImage(
                    names.apply(plane.stackIndex()), image.getWidth(), image.getHeight(), boxes)));
    return new Dataset(model.labels(), images);
  }

  private static Annotation annotation(Detection detection) {
    Box box = detection.box();
    OptionalDouble score = OptionalDouble.of(detection.score());
    return new Annotation(box, detection.classId(), box.area(), false, score, Extras.NONE);
  }
}
