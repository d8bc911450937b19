package io.github.spermfinder.label;

import static java.nio.charset.StandardCharsets.UTF_8;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.process.FloatPolygon;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.awt.geom.Rectangle2D;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * ImageJ's regions of interest as labels and back: the group is the class, the property "score" the
 * score, a property "iscrowd" of 1 says that it is a crowd, and the position is the image, where
 * each plane of a stack is an image of its own. A property "class" says what the group is called,
 * as ImageJ forgets that when it quits.
 *
 * <p>Planes are called {@code TITLE#0007} by their place in the stack, and {@code
 * TITLE#0001-0002-0003} by channel, slice and frame in a hyperstack, as their regions have it.
 */
public final class Rois {

  /** Property of a region that says how sure the detector was, 0 to 1. */
  public static final String SCORE = "score";

  private static final String CROWD = "iscrowd"; // as COCO calls it

  private static final String CLASS = "class"; // the group and its name, such as "1 sperm"

  /** ImageJ keeps a region's group in a byte. */
  public static final int MAX_GROUP = 255;

  private Rois() {}

  // -- One region --

  /**
   * The bounding box of a region, with its group as the class, or class 1 for a region without a
   * group. A score that is not a number counts as none.
   */
  public static Annotation annotation(Roi roi) {
    Rectangle2D.Double bounds = roi.getFloatBounds();
    Box box = new Box(bounds.x, bounds.y, bounds.width, bounds.height);
    double area = Math.min(area(roi, box), box.area());
    int classId = roi.getGroup() > 0 ? roi.getGroup() : 1;
    return new Annotation(box, classId, area, isCrowd(roi), score(roi), Extras.NONE);
  }

  private static double area(Roi roi, Box box) {
    switch (roi.getType()) {
      case Roi.POLYGON, Roi.FREEROI, Roi.TRACED_ROI -> {
        FloatPolygon outline = roi.getFloatPolygon();
        double[] x = new double[outline.npoints];
        double[] y = new double[outline.npoints];
        for (int i = 0; i < x.length; i++) {
          x[i] = outline.xpoints[i];
          y[i] = outline.ypoints[i];
        }
        return Boxes.polygonArea(x, y);
      }
      case Roi.OVAL -> {
        return Math.PI / 4 * box.area();
      }
      case Roi.COMPOSITE -> {
        // A region that knows its image would measure, and change, what that shows now.
        Roi copy = (Roi) roi.clone();
        copy.setImage(null);
        return copy.getStatistics().area;
      }
      default -> {
        return box.area();
      }
    }
  }

  private static boolean isCrowd(Roi roi) {
    return "1".equals(roi.getProperty(CROWD));
  }

  /** How sure the detector was; empty where the property is absent or no finite number. */
  public static OptionalDouble score(Roi roi) {
    String score = roi.getProperty(SCORE);
    try {
      return score == null
          ? OptionalDouble.empty()
          : DoubleStream.of(Double.parseDouble(score.strip())).filter(Double::isFinite).findFirst();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * What a region's group is called, as far as the region itself says. A name counts for the group
   * that it was given with: whoever puts the region in another one need not know of it.
   */
  public static Optional<String> className(Roi roi) {
    String said = roi.getProperty(CLASS);
    String group = roi.getGroup() + " ";
    try {
      return said == null || roi.getGroup() == 0 || !said.startsWith(group)
          ? Optional.empty()
          : Optional.of(URLDecoder.decode(said.substring(group.length()), UTF_8).strip())
              .filter(name -> !name.isEmpty());
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /**
   * Has a region say what its group is called.
   *
   * @param name null where it has none, which leaves what the region says
   */
  public static void setClassName(Roi roi, String name) {
    if (name != null && roi.getGroup() > 0) {
      // ImageJ's files keep but ASCII in properties, and take backslashes for escapes
      String ascii = URLEncoder.encode(name.strip(), UTF_8).replace('+', ' ');
      roi.setProperty(CLASS, roi.getGroup() + " " + ascii);
    }
  }

  /**
   * The rectangle of an annotation, to the last bit.
   *
   * @param classes what the groups mean
   * @throws IllegalArgumentException if the class id is above 255, which is no group of ImageJ
   */
  public static Roi roi(Annotation annotation, LabelMap classes) {
    Box box = annotation.box();
    Roi roi = new Roi(box.x(), box.y(), box.width(), box.height());
    roi.setGroup(annotation.classId());
    setClassName(roi, classes.names().get(annotation.classId()));
    annotation.score().ifPresent(score -> roi.setProperty(SCORE, Double.toString(score)));
    if (annotation.crowd()) {
      roi.setProperty(CROWD, "1");
    }
    return roi;
  }

  // -- Planes --

  /** The name of the image that a region is on: the plane at its position. */
  public static String imageName(String title, Roi roi) {
    if (roi.hasHyperStackPosition()) {
      return planeName(title, roi.getCPosition(), roi.getZPosition(), roi.getTPosition());
    }
    return roi.getPosition() > 0 ? planeName(title, roi.getPosition()) : title;
  }

  private static String planeName(String title, int position) {
    return String.format(Locale.ROOT, "%s#%04d", title, position);
  }

  private static String planeName(String title, int c, int z, int t) {
    return String.format(Locale.ROOT, "%s#%04d-%04d-%04d", title, c, z, t);
  }

  /** The title of the image or stack that a plane has its name from. */
  public static String title(String imageName) {
    return ImageFolder.withoutSlice(imageName);
  }

  /** Puts a region on the plane that an image's name says. */
  public static void setPosition(Roi roi, String imageName) {
    String plane = ImageFolder.slice(imageName);
    if (plane.isEmpty()) {
      roi.setPosition(0);
      return;
    }
    String[] numbers = plane.substring(1).split("-");
    if (numbers.length == 1) {
      roi.setPosition(Integer.parseInt(numbers[0]));
    } else {
      roi.setPosition(
          Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }
  }

  // -- Many --

  /**
   * Whether a region is a label: what an annotator rejected or did not review is none. What never
   * was in a review is one.
   */
  public static boolean isLabel(Roi roi) {
    return ReviewState.of(roi).orElse(ReviewState.ACCEPTED).isLabel();
  }

  /** Whether a region has something in it: lines, points, texts and pictures have not. */
  public static boolean isArea(Roi roi) {
    return roi.isArea() && !(roi instanceof TextRoi) && !(roi instanceof ImageRoi);
  }

  /**
   * Those regions that are labels.
   *
   * @param notes is told of the others
   */
  static List<Roi> labels(Collection<Roi> rois, Notes notes) {
    List<Roi> labels = new ArrayList<>();
    for (Roi roi : rois) {
      String name = roi.getName() == null ? "one without a name" : roi.getName();
      if (!isArea(roi)) {
        notes.add("A region that is a line, a point or a text was left out", name);
      } else if (isLabel(roi)) {
        labels.add(roi);
      } else {
        boolean rejected = ReviewState.of(roi).equals(Optional.of(ReviewState.REJECTED));
        String said = rejected ? "rejected" : "did not review";
        notes.add("A region that the annotator " + said + " was left out", name);
      }
    }
    return labels;
  }

  /**
   * The labels on the planes of an image. Planes without a region are images without annotations; a
   * region that ImageJ shows on several planes counts on each. Of a review, what was rejected or
   * not reviewed is no label.
   *
   * @param classes what the groups mean
   */
  public static Imported dataset(ImagePlus image, Collection<Roi> rois, LabelMap classes) {
    Notes notes = new Notes();
    List<Roi> labels = labels(rois, notes);
    return new Imported(
        new Dataset(classes, planes(image, labels, image.isHyperStack(), notes)),
        notes.sentences());
  }

  /**
   * The planes of an image with the labels that are on them.
   *
   * @param hyperStack whether planes are called by channel, slice and frame
   */
  static List<LabelledImage> planes(
      ImagePlus image, Collection<Roi> labels, boolean hyperStack, Notes notes) {
    List<LabelledImage> planes = new ArrayList<>();
    for (int i = 1; i <= image.getStackSize(); i++) {
      int[] czt = image.convertIndexToPosition(i);
      String name =
          image.getStackSize() == 1
              ? image.getTitle()
              : hyperStack
                  ? planeName(image.getTitle(), czt[0], czt[1], czt[2])
                  : planeName(image.getTitle(), i);
      List<Roi> shown = new ArrayList<>();
      for (Roi roi : labels) {
        if (isShown(roi, i, czt)) {
          shown.add(roi);
        }
      }
      planes.add(labelled(name, image.getWidth(), image.getHeight(), shown, notes));
    }
    return planes;
  }

  /** Whether an image has the plane that a region is on. */
  public static boolean isPresent(ImagePlus image, Roi roi) {
    return roi.hasHyperStackPosition()
        ? roi.getCPosition() <= image.getNChannels()
            && roi.getZPosition() <= image.getNSlices()
            && roi.getTPosition() <= image.getNFrames()
        : roi.getPosition() <= image.getStackSize();
  }

  private static boolean isShown(Roi roi, int index, int[] czt) {
    if (roi.hasHyperStackPosition()) {
      return isAt(roi.getCPosition(), czt[0])
          && isAt(roi.getZPosition(), czt[1])
          && isAt(roi.getTPosition(), czt[2]);
    }
    return isAt(roi.getPosition(), index);
  }

  /** Position 0 is everywhere. */
  private static boolean isAt(int position, int place) {
    return position == 0 || position == place;
  }

  /**
   * @param width of the image, 0 where unknown
   * @param height of the image, 0 where unknown
   */
  static LabelledImage labelled(
      String name, int width, int height, Collection<Roi> rois, Notes notes) {
    List<Annotation> annotations = new ArrayList<>();
    for (Roi roi : rois) {
      String entry = name + ", region " + (annotations.size() + 1);
      Annotation annotation = annotation(roi);
      if (roi.getGroup() == 0) {
        notes.add("A region without a group was taken as class 1", entry);
      }
      if (roi.getType() != Roi.RECTANGLE) {
        Boxes.noteConverted(roi.getTypeAsString().toLowerCase(Locale.ROOT), notes, entry);
      }
      if (Boxes.check(annotation.box(), width, height, notes, entry)) {
        annotations.add(annotation);
      }
    }
    return new LabelledImage(name, width, height, annotations);
  }

  /** The regions of all planes of an image, in the order of the dataset. */
  public static List<Roi> rois(Dataset dataset, String title) {
    List<Roi> rois = new ArrayList<>();
    for (LabelledImage image : dataset.images()) {
      if (image.fileName().equals(title)
          || ImageFolder.withoutSlice(image.fileName()).equals(title)) {
        for (Annotation annotation : image.annotations()) {
          Roi roi = roi(annotation, dataset.classes());
          setPosition(roi, image.fileName().equals(title) ? "" : image.fileName());
          rois.add(roi);
        }
      }
    }
    return rois;
  }
}
