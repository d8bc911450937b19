package io.github.spermfinder.host;

import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.ImageFiles;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.Patients;
import io.github.spermfinder.label.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Labelled images to learn from, and others to validate on.
 *
 * @param training to learn from
 * @param validation to choose the best network by
 */
public record TrainingLabels(Labelled training, Labelled validation) {

  private static final double VALIDATION_SHARE = 0.1;

  /**
   * Images with their labels.
   *
   * @param name of the file or folder that they come from
   */
  record Labelled(String name, Dataset dataset, ImageFiles files) {

    DatasetPlanes planes(Consumer<String> notes) throws SpermFinderException {
      return new DatasetPlanes(
          dataset.images(), files, "labels are to lie beside or above their images", notes);
    }

    Labelled with(List<LabelledImage> images) {
      return new Labelled(name, new Dataset(dataset.classes(), images), files);
    }

    boolean hasObjects() {
      return dataset.images().stream().anyMatch(TrainingLabels::hasObjects);
    }

    Set<ImageFiles.Location> locations() {
      return dataset.images().stream()
          .flatMap(image -> files.find(image.fileName()).stream())
          .collect(Collectors.toSet());
    }

    /** For model cards. */
    String describe() {
      long count =
          dataset.images().stream()
              .flatMap(image -> image.annotations().stream())
              .filter(annotation -> !annotation.crowd())
              .count();
      return String.format(
          Locale.ROOT, "%d images of %s with %d labels", dataset.images().size(), name, count);
    }
  }

  /**
   * Reads labels.
   *
   * @param dataset file or folder of labels
   * @param validation the same; blank holds back a tenth of the dataset's images
   * @param patient whose first group, found in an image's name, is the patient: then whole patients
   *     are held back, else images at random
   * @param seed of what is random
   * @throws SpermFinderException if labels cannot be read, or nothing is labelled
   */
  public static TrainingLabels read(
      String dataset,
      String validation,
      Optional<Pattern> patient,
      long seed,
      Consumer<String> notes)
      throws SpermFinderException {
    Labelled all = read("dataset", dataset, notes);
    if (!all.hasObjects()) {
      throw new SpermFinderException("dataset=" + dataset + " has images, but nothing labelled.");
    }
    if (validation.isBlank()) {
      return patient.isPresent()
          ? holdBackPatients(all, patient.get(), seed, notes)
          : holdBackImages(all, dataset, seed, notes);
    }
    Labelled others = withClassesOf(all, read("validation", validation, notes), validation);
    if (!others.hasObjects()) {
      throw new SpermFinderException(
          "validation=" + validation + " has images, but nothing labelled.");
    }
    noteCommonImages(all, others, notes);
    return new TrainingLabels(all, others);
  }

  private static TrainingLabels holdBackImages(
      Labelled all, String dataset, long seed, Consumer<String> notes) throws SpermFinderException {
    List<LabelledImage> shuffled = new ArrayList<>(all.dataset().images());
    Collections.shuffle(shuffled, new Random(seed));
    int held = (int) Math.ceil(VALIDATION_SHARE * shuffled.size());
    if (held == shuffled.size()) {
      throw new SpermFinderException(
          "dataset=" + dataset + " has a single image: at least two are needed.");
    }
    keepObjectsOnBothSides(shuffled, held, dataset);
    notes.accept(
        String.format(
            "%d of %d images are held back to validate on. Where images of one patient or clip are"
                + " alike, AP50 and thresholds then are too good: give patient=(PATTERN) or"
                + " validation=PATH.",
            held, shuffled.size()));
    return new TrainingLabels(
        all.with(shuffled.subList(held, shuffled.size())), all.with(shuffled.subList(0, held)));
  }

  private static TrainingLabels holdBackPatients(
      Labelled all, Pattern patient, long seed, Consumer<String> notes)
      throws SpermFinderException {
    List<LabelledImage> images = all.dataset().images();
    Split split;
    Map<String, String> patients;
    try {
      patients = Patients.byPattern(images.stream().map(LabelledImage::fileName).toList(), patient);
      split = Split.of(patients, new Split.Shares(1 - VALIDATION_SHARE, VALIDATION_SHARE, 0), seed);
    } catch (IllegalArgumentException e) {
      throw new SpermFinderException("patient=" + patient + ": " + e.getMessage() + ".", e);
    }
    Set<String> held = Set.copyOf(split.validation());
    Map<Boolean, List<LabelledImage>> sides =
        images.stream().collect(Collectors.partitioningBy(i -> held.contains(i.fileName())));
    TrainingLabels labels =
        new TrainingLabels(all.with(sides.get(false)), all.with(sides.get(true)));
    if (!labels.training.hasObjects() || !labels.validation.hasObjects()) {
      throw new SpermFinderException(
          "patient="
              + patient
              + ": nothing is labelled on one side of the split; try another seed, or"
              + " validation=PATH.");
    }
    notes.accept(
        String.format(
            "Held back to validate on are %d of %d images, those of %s.",
            held.size(),
            images.size(),
            held.stream()
                .map(patients::get)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "))));
    return labels;
  }

  private static Labelled read(String key, String text, Consumer<String> notes)
      throws SpermFinderException {
    Path path = UserFiles.labels(key, text);
    Dataset dataset = UserFiles.read(key, path, notes);
    if (dataset.images().isEmpty()) {
      throw new SpermFinderException(key + "=" + path + " has no images.");
    }
    try {
      Path name = UserFiles.any(key, text, "labels").getFileName(); // none: the root of a disk
      return new Labelled(String.valueOf(name), dataset, ImageFiles.beside(path));
    } catch (IOException e) {
      throw new SpermFinderException("The images of " + path + " cannot be listed: " + e, e);
    }
  }

  private static boolean hasObjects(LabelledImage image) {
    return image.annotations().stream()
        .anyMatch(a -> !a.crowd() && a.box().width() > 0 && a.box().height() > 0);
  }

  /** Neither learning nor validating is possible on images without anything to find. */
  private static void keepObjectsOnBothSides(List<LabelledImage> images, int held, String dataset)
      throws SpermFinderException {
    List<Integer> labelled =
        IntStream.range(0, images.size()).filter(i -> hasObjects(images.get(i))).boxed().toList();
    if (labelled.size() < 2) {
      throw new SpermFinderException(
          "dataset="
              + dataset
              + " has a single image with something labelled: at least two are needed, or"
              + " validation=PATH.");
    }
    int first = labelled.get(0);
    int last = labelled.get(labelled.size() - 1);
    if (first >= held) {
      Collections.swap(images, 0, first);
    } else if (last < held) {
      Collections.swap(images, images.size() - 1, last);
    }
  }

  /** The same classes may have other numbers in another file. */
  private static Labelled withClassesOf(Labelled training, Labelled validation, String name)
      throws SpermFinderException {
    LabelMap known = training.dataset().classes();
    LabelMap given = validation.dataset().classes();
    if (known.names().isEmpty() || given.names().isEmpty()) {
      return validation;
    }
    List<LabelledImage> images = new ArrayList<>();
    for (LabelledImage image : validation.dataset().images()) {
      List<Annotation> annotations = new ArrayList<>();
      for (Annotation a : image.annotations()) {
        String label = given.name(a.classId());
        int id =
            known.names().entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(label))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(
                    () ->
                        new SpermFinderException(
                            String.format(
                                "validation=%s has objects of class %s, but the dataset only %s.",
                                name, label, String.join(", ", known.names().values()))));
        annotations.add(new Annotation(a.box(), id, a.area(), a.crowd(), a.score(), a.extras()));
      }
      images.add(
          new LabelledImage(
              image.fileName(), image.width(), image.height(), annotations, image.extras()));
    }
    return new Labelled(validation.name(), new Dataset(known, images), validation.files());
  }

  private static void noteCommonImages(
      Labelled training, Labelled validation, Consumer<String> notes) {
    Set<ImageFiles.Location> common = validation.locations();
    common.retainAll(training.locations());
    if (!common.isEmpty()) {
      notes.accept(
          String.format(
              "%d of the validation images are learned from too: AP50 on them says nothing about"
                  + " other images.",
              common.size()));
    }
  }
}
