package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Coco;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.Rois;
import io.github.spermfinder.simulate.FieldSettings;
import io.github.spermfinder.simulate.FieldSimulator;
import io.github.spermfinder.simulate.SimulatedField;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Simulated fields as a stack, or as a COCO dataset on disk. */
public final class SimulatedFields {

  private static final LabelMap CLASSES = LabelMap.of(Map.of(1, "sperm"));
  private static final String IMAGES = "images";

  private final LongFunction<FieldSettings> settings;
  private final int count;
  private final long seed;

  /**
   * @param settings of the field with a number, from 0
   * @param count of fields
   * @param seed of the first field; the next ones follow
   */
  public SimulatedFields(LongFunction<FieldSettings> settings, int count, long seed) {
    this.settings = settings;
    this.count = count;
    this.seed = seed;
  }

  private SimulatedField field(int number) {
    return new FieldSimulator(settings.apply(number)).simulate(seed + number);
  }

  private static String show(Progress progress, int done, int count) {
    String message = String.format(Locale.ROOT, "Simulated %d of %d fields", done, count);
    progress.show((double) done / count, message);
    return message;
  }

  private static List<Annotation> annotations(SimulatedField field) {
    return Stream.concat(
            field.sperm().stream().map(box -> Annotation.of(box, 1)),
            field.doubtful().stream().map(box -> new Annotation(box, 1, box.area(), true)))
        .toList();
  }

  /**
   * Writes {@code images/*.png} and {@code annotations.json}. Images that a canceled run left are
   * made again.
   *
   * @param folder of the dataset; made if it is not there
   * @return whether it was done; false if the user canceled it
   * @throws SpermFinderException if the folder holds labels already, or cannot be written to
   */
  public boolean write(String folder, Progress progress) throws SpermFinderException {
    Path dataset = OutputFolder.of("output", folder);
    Path labels = dataset.resolve(Coco.DATASET_FILE);
    if (Files.exists(labels)) {
      throw new SpermFinderException(
          "output=" + dataset + " holds a dataset already: choose another folder.");
    }
    try {
      Files.createDirectories(dataset.resolve(IMAGES));
      List<LabelledImage> images = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (progress.isCanceled()) {
          return false;
        }
        SimulatedField field = field(i);
        String name = String.format(Locale.ROOT, "%s/field_%06d.png", IMAGES, seed + i);
        BufferedImage image =
            new BufferedImage(field.width(), field.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, field.width(), field.height(), field.rgb(), 0, field.width());
        AtomicFile.write(dataset.resolve(name), out -> ImageIO.write(image, "png", out));
        images.add(new LabelledImage(name, field.width(), field.height(), annotations(field)));
        show(progress, i + 1, count);
      }
      new Coco().write(new Dataset(CLASSES, images), labels);
      return true;
    } catch (IOException e) {
      throw new SpermFinderException(UserFiles.message(e), e);
    }
  }

  /**
   * Makes a stack, its sperm marked in the overlay.
   *
   * @return empty if the user canceled it
   */
  public Optional<ImagePlus> stack(Progress progress) {
    ImageStack stack = null;
    Overlay overlay = new Overlay();
    for (int i = 0; i < count; i++) {
      if (progress.isCanceled()) {
        return Optional.empty();
      }
      SimulatedField field = field(i);
      if (stack == null) {
        stack = new ImageStack(field.width(), field.height());
      }
      stack.addSlice(
          "field " + (seed + i), new ColorProcessor(field.width(), field.height(), field.rgb()));
      for (Box box : field.sperm()) {
        Roi roi = Rois.roi(Annotation.of(box, 1), CLASSES);
        roi.setPosition(count > 1 ? i + 1 : 0);
        roi.setName("sperm");
        roi.setGroup(1);
        overlay.add(roi);
      }
      show(progress, i + 1, count);
    }
    ImagePlus image = new ImagePlus("Simulated fields", stack);
    Calibration calibration = image.getCalibration();
    calibration.setUnit("um");
    calibration.pixelWidth = settings.apply(0).micronsPerPixel();
    calibration.pixelHeight = calibration.pixelWidth;
    image.setOverlay(overlay);
    return Optional.of(image);
  }
}
