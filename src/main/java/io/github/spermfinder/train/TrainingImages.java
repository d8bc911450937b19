package io.github.spermfinder.train;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.detect.PlaneSource;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.network.AnchorSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The images that are learned from, read when first needed and kept while there is room. For any
 * threads.
 */
final class TrainingImages {

  /** Share of Java's memory that images may take. */
  private static final double MAX_MEMORY = 0.4;

  private static final double[] ZOOMS = {0.7, 1, 1.4};

  private record Entry(RgbImage image, Optional<PixelSize> pixelSize) {}

  /**
   * How large the network is to see an image.
   *
   * @param x its pixels for the width of one of the image
   * @param y its pixels for the height of one of the image
   */
  record Scale(double x, double y) {
    static final Scale NONE = new Scale(1, 1);
  }

  record Scaled(RgbImage image, Scale scale) {}

  private final Dataset dataset;
  private final PlaneSource planes;
  private final OptionalDouble micronsPerPixel;
  private final Map<Integer, Entry> kept = new ConcurrentHashMap<>();
  private long room = (long) (Runtime.getRuntime().maxMemory() * MAX_MEMORY);

  /**
   * @param planes of the dataset's images, in its order
   * @param micronsPerPixel that the network is to see; empty takes all images as they are
   */
  TrainingImages(Dataset dataset, PlaneSource planes, OptionalDouble micronsPerPixel) {
    this.dataset = dataset;
    this.planes = planes;
    this.micronsPerPixel = micronsPerPixel;
  }

  int size() {
    return dataset.images().size();
  }

  Scaled image(int index) throws SpermFinderException {
    Entry entry = entry(index);
    return new Scaled(entry.image(), scale(entry));
  }

  private Scale scale(Entry entry) {
    if (micronsPerPixel.isEmpty() || entry.pixelSize().isEmpty()) {
      return Scale.NONE;
    }
    PixelSize size = entry.pixelSize().get();
    double wanted = micronsPerPixel.getAsDouble();
    return new Scale(size.width() / wanted, size.height() / wanted);
  }

  boolean havePixelSizes() throws SpermFinderException {
    for (int i = 0; i < size(); i++) {
      if (entry(i).pixelSize().isPresent()) {
        return true;
      }
    }
    return false;
  }

  List<LabelledBox> boxes(int index) {
    List<LabelledBox> boxes = new ArrayList<>();
    for (Annotation annotation : dataset.images().get(index).annotations()) {
      if (annotation.box().width() > 0 && annotation.box().height() > 0) {
        boxes.add(new LabelledBox(annotation.box(), annotation.classId(), annotation.crowd()));
      }
    }
    return boxes;
  }

  String fingerprint() {
    return dataset.fingerprint();
  }

  private Entry entry(int index) throws SpermFinderException {
    Entry entry = kept.get(index);
    return entry != null ? entry : read(index);
  }

  private synchronized Entry read(int index) throws SpermFinderException {
    Entry entry = kept.get(index);
    if (entry == null) {
      RgbImage image = RgbImage.of(planes.read(index));
      entry = new Entry(image, planes.pixelSize(index));
      if (image.rgb().length <= room) {
        room -= image.rgb().length;
        kept.put(index, entry);
      }
    }
    return entry;
  }

  /**
   * Sizes of all objects as samples may show them to the network: larger and smaller, and lying on
   * their side.
   */
  List<AnchorSize> sizes() throws SpermFinderException {
    List<AnchorSize> sizes = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      List<LabelledBox> boxes = boxes(i);
      boolean asItIs = boxes.isEmpty() || micronsPerPixel.isEmpty(); // reading all takes its time
      Scale scale = asItIs ? Scale.NONE : scale(entry(i));
      for (LabelledBox box : boxes) {
        if (!box.ignored()) {
          double width = box.box().width() * scale.x();
          double height = box.box().height() * scale.y();
          for (double zoom : ZOOMS) {
            sizes.add(new AnchorSize(width * zoom, height * zoom));
            sizes.add(new AnchorSize(height * zoom, width * zoom));
          }
        }
      }
    }
    return sizes;
  }
}
