package io.github.spermfinder.label;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.video.Videos;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A zip of ImageJ's regions of interest as its ROI Manager saves it, or a single {@code .roi} file:
 * the labels of one image or of the planes of one stack. The image has the name of the file, or of
 * an image or video beside it that has the same name but for its extension. ImageJ keeps
 * coordinates as floats, so that boxes come back to seven digits, and groups up to 255. Of a saved
 * review, what was rejected or not reviewed is no label.
 */
public final class RoiSet implements LabelFormat {

  private static final String ROI = ".roi";

  @Override
  public String title() {
    return "ImageJ RoiSet.zip";
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    if (isSingle(path)) {
      return true;
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return zip.size() == 0 || zip.stream().anyMatch(entry -> entry.getName().endsWith(ROI));
    } catch (ZipException | EOFException otherFile) {
      return false;
    }
  }

  private static boolean isSingle(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("Iout");
    }
  }

  // -- Regions --

  /**
   * The regions in a file, with their names.
   *
   * @throws LabelException if one cannot be read
   */
  public static List<Roi> load(Path path) throws IOException {
    if (isSingle(path)) {
      String name = path.getFileName().toString();
      return List.of(decode(path, name, Files.readAllBytes(path)));
    }
    List<Roi> rois = new ArrayList<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(ROI)) {
          try (var in = zip.getInputStream(entry)) {
            rois.add(decode(path, entry.getName(), in.readAllBytes()));
          }
        }
      }
    } catch (ZipException | EOFException e) {
      throw new LabelException(path, "", "is not a whole zip file: " + e.getMessage(), e);
    }
    return rois;
  }

  private static Roi decode(Path path, String entry, byte[] bytes) throws IOException {
    String name = entry.replaceFirst(".*/", "").replaceFirst("\\.roi$", "");
    try {
      Roi roi = new RoiDecoder(bytes, name).getRoi();
      if (roi != null && isPlausible(roi.getFloatBounds())) {
        // As the ROI Manager lists them: names of entries are unique, those in regions need not be.
        roi.setName(name);
        return roi;
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // ImageJ's decoder believes what a damaged header says about sizes: it runs over the end of
      // arrays, or asks for more memory than there is.
      throw new LabelException(path, entry, "is not an ImageJ region", e);
    }
    throw new LabelException(path, entry, "is not an ImageJ region");
  }

  /** Neither not-a-number nor negative, as the decoder lets damaged sizes pass. */
  private static boolean isPlausible(Rectangle2D.Double bounds) {
    return Double.isFinite(bounds.x)
        && Double.isFinite(bounds.y)
        && bounds.width >= 0
        && bounds.height >= 0
        && Double.isFinite(bounds.width + bounds.height);
  }

  private static final LocalDateTime SAVED = LocalDateTime.of(2000, 1, 1, 0, 0);

  /**
   * Saves regions by their names, numbered where several have one, or places where there is none.
   */
  public static void save(Collection<Roi> rois, Path path) throws IOException {
    AtomicFile.write(
        path,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          Set<String> names = new HashSet<>();
          Map<String, Integer> numbers = new HashMap<>();
          int place = 0;
          for (Roi roi : rois) {
            place++;
            String name = roi.getName() == null ? "" : roi.getName().replace('/', '_');
            if (name.isBlank()) {
              name = String.format(Locale.ROOT, "%04d", place);
            }
            String unique = name;
            while (!names.add(unique)) {
              unique = name + "-" + numbers.merge(name, 1, Integer::sum); // as the ROI Manager does
            }
            ZipEntry entry = new ZipEntry(unique + ROI);
            entry.setTimeLocal(SAVED); // equal regions make equal files
            zip.putNextEntry(entry);
            zip.write(RoiEncoder.saveAsByteArray(roi));
            zip.closeEntry();
          }
          zip.finish();
        });
  }

  // -- Labels --

  @Override
  public Imported read(Path path, LabelMap known) throws IOException {
    Notes notes = new Notes();
    String title = title(path);
    Path folder = path.toAbsolutePath().getParent();
    List<Roi> rois = Rois.labels(load(path), notes);
    LabelMap classes = classify(rois, known);
    List<LabelledImage> images =
        ImageHeader.read(folder, title)
            .filter(image -> rois.stream().allMatch(roi -> Rois.isPresent(image, roi)))
            .map(image -> allPlanes(image, rois, notes))
            .orElseGet(() -> planesWithRegions(folder, title, rois, notes));
    return new Imported(new Dataset(classes, images), notes.sentences());
  }

  /**
   * Puts regions that say what their group is called in that class; those that say nothing are what
   * others of their group are.
   */
  private static LabelMap classify(List<Roi> rois, LabelMap known) {
    ClassIds classes = new ClassIds(known);
    Map<Integer, Integer> idByGroup = new HashMap<>();
    for (Roi roi : rois) {
      int group = roi.getGroup();
      Rois.className(roi).ifPresent(name -> idByGroup.putIfAbsent(group, classes.id(name, group)));
    }
    for (Roi roi : rois) {
      int group = roi.getGroup();
      int classId =
          Rois.className(roi)
              .map(name -> classes.id(name, group))
              .orElse(idByGroup.getOrDefault(group, group));
      if (classId != group) {
        roi.setGroup(classId);
      }
    }
    return classes.toLabelMap();
  }

  private static List<LabelledImage> allPlanes(ImagePlus image, List<Roi> rois, Notes notes) {
    boolean hyperStack =
        rois.stream().anyMatch(Roi::hasHyperStackPosition)
            || image.isHyperStack() && rois.stream().noneMatch(roi -> roi.getPosition() > 0);
    List<LabelledImage> planes = Rois.planes(image, rois, hyperStack, notes);
    planes.stream()
        .filter(plane -> plane.annotations().isEmpty())
        .forEach(
            plane -> notes.add("An image has no region and was taken as empty", plane.fileName()));
    return planes;
  }

  private static List<LabelledImage> planesWithRegions(
      Path folder, String title, List<Roi> rois, Notes notes) {
    Dimension size = ImageFolder.size(folder, title).orElse(new Dimension());
    Map<String, List<Roi>> roisByImage = new TreeMap<>();
    for (Roi roi : rois) {
      roisByImage.computeIfAbsent(Rois.imageName(title, roi), key -> new ArrayList<>()).add(roi);
    }
    if (!roisByImage.keySet().equals(Set.of(title))) {
      notes.add(
          "What planes there are without a region is not known, for want of the image beside");
    }
    List<LabelledImage> images = new ArrayList<>();
    roisByImage.forEach(
        (name, shown) -> images.add(Rois.labelled(name, size.width, size.height, shown, notes)));
    return images;
  }

  private static String title(Path path) throws IOException {
    String name = path.getFileName().toString().replaceFirst("(?i)(\\.review)?\\.(zip|roi)$", "");
    try (Stream<Path> beside = Files.list(path.toAbsolutePath().getParent())) {
      return beside
          .map(file -> file.getFileName().toString())
          .filter(file -> ImageFolder.isImage(file) || Videos.isVideo(file))
          .filter(image -> image.equals(name) || image.replaceFirst("\\.[^.]+$", "").equals(name))
          .min(String::compareTo)
          .orElse(name);
    }
  }

  @Override
  public List<String> write(Dataset dataset, Path path) throws IOException {
    Notes notes = new Notes();
    Set<String> titles = new TreeSet<>();
    for (LabelledImage image : dataset.images()) {
      titles.add(ImageFolder.withoutSlice(image.fileName()));
      if (image.annotations().isEmpty()) {
        notes.add("An image without regions has no place in this format", image.fileName());
      }
      for (Annotation annotation : image.annotations()) {
        if (annotation.classId() > Rois.MAX_GROUP) {
          throw new LabelException(
              path,
              image.fileName(),
              "class " + annotation.classId() + " is above ImageJ's " + Rois.MAX_GROUP);
        }
      }
    }
    if (titles.size() > 1) {
      throw new LabelException(
          path, "", "holds regions of one image or stack, not of " + titles.size() + " images");
    }
    save(titles.isEmpty() ? List.of() : Rois.rois(dataset, titles.iterator().next()), path);
    return notes.sentences();
  }
}
