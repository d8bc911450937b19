package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.spermfinder.KeptFiles;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Imported;
import io.github.spermfinder.label.LabelException;
import io.github.spermfinder.label.LabelFiles;
import io.github.spermfinder.label.LabelFormat;
import io.github.spermfinder.label.LabelFormats;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.RoiSet;
import io.github.spermfinder.label.Rois;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Labels of an open image: from files to its regions of interest, and back. */
public final class ImageLabels {

  private ImageLabels() {}

  // -- Reading --

  /**
   * The regions that a label file has for an image, and names for their groups. Regions in ImageJ's
   * own files keep their shapes and all else; other files have boxes.
   *
   * @param labels file or folder, in any of the {@link LabelFormats}
   * @param notes is told, for the user, what is worth knowing, and what has no place in the image
   * @throws SpermFinderException if the labels are not of this image
   * @throws IOException if they cannot be read
   */
  public static List<Roi> read(ImagePlus image, Path labels, Consumer<String> notes)
      throws SpermFinderException, IOException {
    LabelFormat format = LabelFormats.of(labels);
    List<Roi> rois =
        format instanceof RoiSet
            ? present(image, labels, notes)
            : boxes(image, labels, format, notes);
    for (Roi roi : rois) {
      roi.setProperty(RoiDisplay.LABELS, labels.getFileName().toString());
    }
    return rois;
  }

  private static List<Roi> present(ImagePlus image, Path labels, Consumer<String> notes)
      throws SpermFinderException, IOException {
    List<Roi> all = RoiSet.load(labels);
    SliceFiles slices = new SliceFiles(new PlaneNames(image).files());
    List<Roi> present = new ArrayList<>();
    for (Roi roi : all) {
      if (slices.has(roi)) {
        slices.putBack(roi);
        if (Rois.isPresent(image, roi)) {
          present.add(roi);
        }
      }
    }
    if (present.isEmpty() && !all.isEmpty()) {
      throw new SpermFinderException(
          labels
              + " is of another stack: none of its regions is on a slice of "
              + image.getTitle()
              + ".");
    }
    if (present.size() < all.size()) {
      notes.accept(
          String.format(
              "%d of %d regions are on slices that %s does not have, and were left out.",
              all.size() - present.size(), all.size(), image.getTitle()));
    }
    GroupNames.add(present, notes);
    return present;
  }

  private static List<Roi> boxes(
      ImagePlus image, Path labels, LabelFormat format, Consumer<String> notes)
      throws SpermFinderException, IOException {
    Imported imported = format.read(labels, GroupNames.classes());
    Dataset dataset = imported.dataset();
    PlaneNames planes = new PlaneNames(image);
    Map<String, Integer> found;
    try {
      found = planes.find(candidates(planes, dataset, labels));
    } catch (IllegalArgumentException e) {
      throw new SpermFinderException(labels + ": " + e.getMessage() + ".", e);
    }
    if (found.isEmpty()) {
      throw new SpermFinderException(
          dataset.images().isEmpty()
              ? labels + " has no images."
              : String.format(
                  "None of the %d images in %s, such as %s, is %s.",
                  dataset.images().size(),
                  labels,
                  dataset.images().get(0).fileName(),
                  title(image, planes)));
    }
    imported.notes().forEach(notes);
    tellUnmatched(image, dataset, found, notes);
    List<Roi> rois = new ArrayList<>();
    for (LabelledImage plane : dataset.images()) {
      if (found.containsKey(plane.fileName())) {
        requireSize(image, labels, plane);
        for (Annotation annotation : plane.annotations()) {
          if (annotation.classId() > Rois.MAX_GROUP) {
            throw new LabelException(
                labels,
                plane.fileName(),
                "class "
                    + annotation.classId()
                    + " is above "
                    + Rois.MAX_GROUP
                    + ", the last group of ImageJ");
          }
          Roi roi = Rois.roi(annotation, dataset.classes());
          roi.setName(name(dataset, annotation));
          planes.setPosition(roi, found.get(plane.fileName()));
          rois.add(roi);
        }
      }
    }
    GroupNames.add(dataset.classes(), notes);
    return rois;
  }

  /**
   * The images of a dataset that this one may be. Cameras give the images of every patient the same
   * names, so one whose own file lies where the labels say has to be this very image, or a copy.
   */
  private static List<LabelledImage> candidates(PlaneNames planes, Dataset dataset, Path labels)
      throws IOException {
    Set<String> own = planes.fileNames();
    Map<Path, Boolean> elsewhere = new HashMap<>(); // a stack's file is that of many images
    List<LabelledImage> candidates = new ArrayList<>();
    for (LabelledImage image : dataset.images()) {
      Optional<Path> file =
          LabelFiles.imageFile(labels, image.fileName())
              .filter(
                  path -> own.contains(path.getFileName().toString())); // others are no question
      if (file.isPresent() && !elsewhere.containsKey(file.get())) {
        elsewhere.put(file.get(), planes.isElsewhere(file.get()));
      }
      if (file.isEmpty() || !elsewhere.get(file.get())) {
        candidates.add(image);
      }
    }
    return candidates;
  }

  private static void tellUnmatched(
      ImagePlus image, Dataset dataset, Map<String, Integer> found, Consumer<String> notes) {
    List<String> absent =
        dataset.images().stream()
            .map(LabelledImage::fileName)
            .filter(name -> !found.containsKey(name))
            .toList();
    if (!absent.isEmpty()) {
      notes.accept(
          String.format(
              "%d of %d images with labels are not in %s and were left out, first %s.",
              absent.size(), dataset.images().size(), image.getTitle(), absent.get(0)));
    }
    boolean whole = found.containsValue(0);
    long planes = found.values().stream().distinct().count();
    if (!whole && planes < image.getStackSize()) {
      notes.accept(
          String.format(
              "%d of %d slices of %s are not among the labels.",
              image.getStackSize() - planes, image.getStackSize(), image.getTitle()));
    }
  }

  private static void requireSize(ImagePlus image, Path labels, LabelledImage plane)
      throws SpermFinderException {
    boolean known = plane.width() > 0 && plane.height() > 0;
    if (known && (plane.width() != image.getWidth() || plane.height() != image.getHeight())) {
      throw new SpermFinderException(
          String.format(
              "%s has %d x %d pixels in %s, but %d x %d here: open the image that was labelled.",
              plane.fileName(),
              plane.width(),
              plane.height(),
              labels,
              image.getWidth(),
              image.getHeight()));
    }
  }

  private static String name(Dataset dataset, Annotation annotation) {
    String name = dataset.classes().name(annotation.classId());
    return annotation.score().isPresent()
        ? String.format(Locale.ROOT, "%s %.2f", name, annotation.score().getAsDouble())
        : name;
  }

  private static String title(ImagePlus image, PlaneNames planes) {
    String title = image.getStackSize() == 1 ? image.getTitle() : "a slice of " + image.getTitle();
    return planes.folder().isEmpty() ? title : title + " in " + planes.folder();
  }

  // -- Writing --

  /**
   * Writes an image's regions of interest as labels, with the names of ImageJ's groups as classes.
   * Of a review, what was rejected or not reviewed is no label; ImageJ's own format keeps it, with
   * what was said of it.
   *
   * @param target file or folder, whichever the format is; older files are kept under a number
   * @param notes is told, for the user, what the format could not hold
   * @return how many labels were written
   * @throws SpermFinderException if the image is a part of the one that the labels would be taken
   *     for, or somebody has emptied the ROI Manager, but not the overlay
   * @throws IOException if the labels cannot be written
   */
  public static int write(ImagePlus image, LabelFormat format, Path target, Consumer<String> notes)
      throws SpermFinderException, IOException {
    PlaneNames names = new PlaneNames(image);
    if (!(format instanceof RoiSet)) { // which names no image
      names.requireWhole();
    }
    List<Roi> rois = RoiDisplay.rois(image);
    if (RoiDisplay.isManagerEmpty() && !rois.isEmpty()) {
      requireNoneDeleted(image);
      notes.accept(
          String.format(
              "The ROI Manager is empty: the %d regions on the overlay of %s were taken.",
              rois.size(), image.getTitle()));
    }
    long live = RoiDisplay.overlay(image).stream().filter(RoiDisplay::isLive).count();
    if (live > 0) {
      notes.accept(
          String.format(
              "What Live Detection drew on the overlay of %s was left out: to keep it, run Detect"
                  + " Sperm.",
              image.getTitle()));
    }
    if (rois.isEmpty()) {
      notes.accept(
          "There are no regions in the ROI Manager or on the overlay of "
              + image.getTitle()
              + ": the labels say that nothing is in it.");
    }
    long foreign = foreign(image, rois);
    if (foreign > 0) {
      notes.accept(
          String.format(
              "%d of the %d regions in the ROI Manager were found or reviewed, but are not on the"
                  + " overlay of %s. They are exported too: if they are of another image or of an"
                  + " earlier run, empty the ROI Manager first.",
              foreign, rois.size(), image.getTitle()));
    }
    Set<Rectangle2D> exported = RoiDisplay.places(rois);
    long passedOver =
        RoiDisplay.overlay(image).stream()
            .filter(RoiDisplay::isOurs)
            .filter(roi -> !exported.contains(roi.getFloatBounds()))
            .count();
    if (passedOver > 0) {
      notes.accept(
          String.format(
              "%d detections or labels on the overlay of %s are not in the ROI Manager, and were"
                  + " left out.",
              passedOver, image.getTitle()));
    }
    GroupNames.add(rois, notes);
    if (format instanceof RoiSet) {
      SliceFiles slices = SliceFiles.ofStack(image);
      List<Roi> copies = rois.stream().map(FreshRegions::unmarkedCopy).toList();
      for (Roi copy : copies) {
        Rois.setClassName(copy, Roi.getGroupName(copy.getGroup()));
        slices.remember(copy); // alone, as the one in the ROI Manager may yet be moved
      }
      KeptFiles.write(target, file -> RoiSet.save(copies, file))
          .ifPresent(kept -> notes.accept(LabelFiles.keptNote(target, kept)));
      return (int) rois.stream().filter(Rois::isLabel).count();
    }
    List<Roi> areas = rois.stream().filter(Rois::isArea).toList();
    if (areas.size() < rois.size()) {
      notes.accept(
          rois.size() - areas.size() + " regions that are lines, points or texts were left out.");
    }
    long elsewhere = areas.stream().filter(roi -> !Rois.isPresent(image, roi)).count();
    if (elsewhere > 0) {
      notes.accept(
          String.format(
              "%d regions are on slices that %s does not have, and were left out.",
              elsewhere, image.getTitle()));
    }
    String folder =
        names.folderIn(
            format.isFolder() ? LabelFiles.root(target) : LabelFiles.imageFolder(target));
    Imported imported = dataset(image, areas, plane -> folder + names.name(plane));
    LabelFiles.write(imported.dataset(), format, target).forEach(notes);
    imported.notes().forEach(notes);
    return imported.dataset().images().stream().mapToInt(i -> i.annotations().size()).sum();
  }

  /** Else what somebody deleted in the ROI Manager would become labels. */
  private static void requireNoneDeleted(ImagePlus image) throws SpermFinderException {
    long listed = RoiDisplay.countListed(image);
    if (listed > 0) {
      throw new SpermFinderException(
          String.format(
              "The ROI Manager is empty, but %d boxes that were in it are on the overlay of %s:"
                  + " remove the overlay if nothing is in the image (Image > Overlay > Remove"
                  + " Overlay), or put them into the ROI Manager again (Image > Overlay > To ROI"
                  + " Manager).",
              listed, image.getTitle()));
    }
  }

  /** How many regions come from a detection or a review, but are not on the image's overlay. */
  private static long foreign(ImagePlus image, List<Roi> rois) {
    Set<Rectangle2D> here = RoiDisplay.places(RoiDisplay.overlay(image));
    return rois.stream()
        .filter(RoiDisplay::isOurs)
        .filter(roi -> !here.contains(roi.getFloatBounds()))
        .count();
  }

  /**
   * Each plane as an image.
   *
   * @param names of planes by their places in the stack, from 1
   */
  private static Imported dataset(
      ImagePlus image, Collection<Roi> rois, IntFunction<String> names) {
    Imported byPlace = Rois.dataset(image, rois, GroupNames.classes());
    List<LabelledImage> images = new ArrayList<>();
    for (LabelledImage plane : byPlace.dataset().images()) {
      images.add(
          new LabelledImage(
              names.apply(images.size() + 1), plane.width(), plane.height(), plane.annotations()));
    }
    return new Imported(new Dataset(byPlace.dataset().classes(), images), byPlace.notes());
  }
}
