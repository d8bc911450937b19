package io.github.spermfinder.label;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.io.TiffEncoder;
import ij.process.ImageProcessor;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.CsvFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/**
 * Copies of images that say nothing about patients but what the pixels show: only pixels are taken,
 * and files get neutral names, {@code P003_0012}, where the first number is the patient and the
 * second the file. Both are drawn, so that they tell nothing about the order of the originals, and
 * files are written and listed in the order of the new names, so that nothing else does.
 *
 * <p>Everything else goes: EXIF, TIFF tags, DICOM headers, ImageJ's info, labels of slices,
 * overlays, and the calibration too (its unit is free text; give detectors the pixel size). What is
 * written <em>in</em> the pixels stays.
 *
 * @param patientByFile what the key tells of each original file, besides its new name
 * @param newNames by original file names, without extension
 */
public record Deidentification(Map<String, String> patientByFile, Map<String, String> newNames) {

  public Deidentification {
    patientByFile = Collections.unmodifiableMap(new TreeMap<>(patientByFile));
    newNames = Collections.unmodifiableMap(new TreeMap<>(newNames));
  }

  /**
   * Draws new names.
   *
   * @param patientByImage as {@link Patients} gives it; planes of a stack share the stack's name
   */
  public static Deidentification of(Map<String, String> patientByImage) {
    Map<String, String> patients = new TreeMap<>();
    patientByImage.forEach(
        (image, patient) -> patients.put(ImageFolder.withoutSlice(image), patient));
    SecureRandom random = new SecureRandom();
    Map<String, Integer> numbers = new HashMap<>();
    List<String> drawn = new ArrayList<>(new TreeSet<>(patients.values()));
    Collections.shuffle(drawn, random);
    drawn.forEach(patient -> numbers.put(patient, numbers.size() + 1));
    List<String> files = new ArrayList<>(patients.keySet());
    Collections.shuffle(files, random);
    Map<String, String> names = new TreeMap<>();
    for (String file : files) {
      int patient = numbers.get(patients.get(file));
      names.put(file, String.format(Locale.ROOT, "P%03d_%04d", patient, names.size() + 1));
    }
    return new Deidentification(patients, names);
  }

  /**
   * Writes the key, a table of original files, patients and new names: whoever has it can undo all
   * this.
   *
   * @param published the folder of the copies, or one above it
   * @throws IllegalArgumentException if the key would lie in that folder
   */
  public void writeKey(Path file, Path published) throws IOException {
    if (file.toAbsolutePath().normalize().startsWith(published.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException(
          "The key " + file + " must not lie in the folder that it is the key to, " + published);
    }
    CsvFile.write(
        file,
        csv -> {
          csv.printRecord("file", "patient", "new name");
          for (String original : newNames.keySet()) {
            csv.printRecord(original, patientByFile.get(original), newNames.get(original));
          }
        });
  }

  /**
   * Copies the pixels of a dataset's images: a single image of 8 bits or RGB as PNG, any other as
   * TIFF.
   *
   * @param from the folder that the dataset's file names count from
   * @param to the folder for the copies
   * @param before is run before each file; what it throws ends the copying
   * @return the dataset with new names, in their order, and without anything but boxes, classes and
   *     scores
   * @throws LabelException if an image is absent, has no new name, or ImageJ cannot read it
   */
  public Dataset copy(Dataset dataset, Path from, Path to, Runnable before) throws IOException {
    List<String> files = new ArrayList<>(ImageCopies.files(dataset, from));
    for (String file : files) {
      if (!newNames.containsKey(file)) {
        throw new LabelException(from, file, "has no new name");
      }
    }
    files.sort(Comparator.comparing(newNames::get));
    Map<String, String> written = new HashMap<>();
    for (String file : files) {
      before.run();
      written.put(file, copyPixels(ImageFolder.resolve(from, file), to, newNames.get(file)));
    }
    List<LabelledImage> images = new ArrayList<>();
    for (LabelledImage image : dataset.images()) {
      String file = ImageCopies.file(image.fileName(), from);
      String plane = image.fileName().substring(file.length());
      List<Annotation> annotations =
          image.annotations().stream()
              .map(
                  a ->
                      new Annotation(
                          a.box(), a.classId(), a.area(), a.crowd(), a.score(), Extras.NONE))
              .toList();
      images.add(
          new LabelledImage(written.get(file) + plane, image.width(), image.height(), annotations));
    }
    images.sort(Comparator.comparing(image -> ImageFolder.withoutSlice(image.fileName())));
    return new Dataset(dataset.classes(), images);
  }

  private static String copyPixels(Path source, Path to, String name) throws IOException {
    Opener opener = new Opener();
    opener.setSilentMode(true);
    ImagePlus original = opener.openImage(source.toString());
    if (original == null) {
      throw new LabelException(source, "", "is not an image that ImageJ can read");
    }
    ImageStack pixels = new ImageStack(original.getWidth(), original.getHeight());
    for (int i = 1; i <= original.getStackSize(); i++) {
      pixels.addSlice(null, original.getStack().getProcessor(i));
    }
    ImageProcessor first = pixels.getProcessor(1);
    boolean png =
        pixels.getSize() == 1 && (original.getBitDepth() == 8 || original.getBitDepth() == 24);
    String fileName = name + (png ? ".png" : ".tif");
    ImagePlus copy = arranged(pixels, original);
    AtomicFile.write(
        to.resolve(fileName),
        out -> {
          if (png) {
            writePng(first, out);
          } else {
            writeTiff(copy, out);
          }
        });
    return fileName;
  }

  /** Channels, slices, frames and colours as those of another image. */
  private static ImagePlus arranged(ImageStack pixels, ImagePlus original) {
    ImagePlus image = new ImagePlus("", pixels);
    image.setDimensions(original.getNChannels(), original.getNSlices(), original.getNFrames());
    image.setOpenAsHyperStack(original.isHyperStack());
    if (original instanceof CompositeImage composite) { // detectors look at what is merged
      CompositeImage merged = new CompositeImage(image, composite.getMode());
      merged.setLuts(composite.getLuts());
      return merged;
    }
    return image;
  }

  /** Of 8 bits with a lookup table both stay, since detectors look at the values. */
  private static void writePng(ImageProcessor pixels, OutputStream out) throws IOException {
    if (!ImageIO.write(pixels.getBufferedImage(), "png", out)) {
      throw new IOException("No PNG writer for these pixels");
    }
  }

  private static void writeTiff(ImagePlus image, OutputStream out) throws IOException {
    FileInfo info = image.getFileInfo();
    FileSaver saver = new FileSaver(image);
    info.description = saver.getDescriptionString();
    if (image.isComposite()) {
      saver.saveDisplayRangesAndLuts(image, info);
    }
    new TiffEncoder(info).write(out);
  }
}
