package io.github.spermfinder.host;

import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.Detector;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.evaluate.Alignment;
import io.github.spermfinder.evaluate.Bootstrap;
import io.github.spermfinder.evaluate.Bootstrap.Interval;
import io.github.spermfinder.evaluate.Evaluation;
import io.github.spermfinder.evaluate.PrecisionRecallCurve;
import io.github.spermfinder.evaluate.Report;
import io.github.spermfinder.evaluate.Table1;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.AnnotatorFiles;
import io.github.spermfinder.label.Coco;
import io.github.spermfinder.label.CocoResults;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Extras;
import io.github.spermfinder.label.ImageFiles;
import io.github.spermfinder.label.Imported;
import io.github.spermfinder.label.LabelFormat;
import io.github.spermfinder.label.LabelFormats;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.Patients;
import io.github.spermfinder.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Holds a model, a file of detections, and annotators against the truth. */
public final class EvaluationRun {

  /** Enough for intervals that differ by chance in the third digit only. */
  private static final int SAMPLES = 1000;

  /** Fixed, so that who evaluates again gets the same intervals. */
  private static final long SEED = 1;

  private final Path truthPath;
  private final Dataset truth;
  private final Alignment alignment;
  private final Progress progress;
  private final Consumer<String> notes;
  private final Map<String, String> patients; // by the names of images; none, no intervals
  private final Set<Path> read = new HashSet<>();
  private final Map<String, Evaluation> detectors = new LinkedHashMap<>();
  private final Map<String, Evaluation> annotators = new LinkedHashMap<>();
  private Optional<Dataset> found = Optional.empty();
  private Optional<Report.Time> time = Optional.empty();

  /**
   * Reads the truth.
   *
   * @param path file or folder of labels
   * @param patient its first group, found in an image's name, is the patient; empty for no
   *     intervals
   * @param notes is told, for the user, what is worth knowing
   * @throws SpermFinderException if it cannot be read or is empty, or the pattern does not fit all
   *     names
   */
  public EvaluationRun(
      String path, Optional<Pattern> patient, Progress progress, Consumer<String> notes)
      throws SpermFinderException {
    this.progress = progress;
    this.notes = notes;
    progress.show(0, "Reading the truth...");
    truthPath = UserFiles.labels("truth", path);
    read.add(truthPath);
    // Else figures would differ from those of COCO's own tools where scores are equal
    truth = Coco.inOrderOfIds(UserFiles.read("truth", truthPath, notes));
    if (truth.images().isEmpty()) {
      throw new SpermFinderException("truth=" + truthPath + " has no images.");
    }
    alignment = new Alignment(truth);
    patients = patient.isPresent() ? patients(patient.get()) : Map.of();
  }

  private Map<String, String> patients(Pattern pattern) throws SpermFinderException {
    try {
      return Patients.byPattern(
          truth.images().stream().map(LabelledImage::fileName).toList(), pattern);
    } catch (IllegalArgumentException e) {
      throw new SpermFinderException("patient=" + pattern + ": " + e.getMessage() + ".", e);
    }
  }

  // -- What is held against the truth --

  /**
   * Evaluates a file of detections.
   *
   * @param path COCO results, or labels in any format that has scores
   * @throws SpermFinderException if it cannot be read, or has nothing in common with the truth
   */
  public void addDetections(String path) throws SpermFinderException {
    Path file = UserFiles.labels("detections", path);
    Path given = UserFiles.any("detections", path, "a file of detections");
    if (file.equals(truthPath) && file.equals(given.getParent())) {
      throw new SpermFinderException(
          "detections=" + path + " is one of the files of the truth: give those of a detector.");
    }
    read.add(file);
    Dataset dataset = UserFiles.read("detections", file, notes, () -> readDetections(file));
    long unscored =
        dataset.images().stream()
            .flatMap(image -> image.annotations().stream())
            .filter(annotation -> annotation.score().isEmpty())
            .count();
    if (unscored > 0) {
      notes.accept(
          String.format(
              "detections=%s: %d box(es) have no score and count as sure, with score 1.",
              file, unscored));
    }
    Alignment.Aligned aligned = align("detections", file.toString(), dataset);
    detectors.put(AnnotatorFiles.name(file), Evaluation.of(truth, aligned.detections()));
  }

  private Imported readDetections(Path file) throws IOException {
    LabelFormat format = LabelFormats.of(file);
    if (!(format instanceof CocoResults)) {
      return format.read(file, LabelMap.empty());
    }
    Dataset classes = truth.only(List.of());
    Imported byName = new CocoResults(classes).read(file, LabelMap.empty());
    boolean named = byName.dataset().images().isEmpty() || alignment.knowsImages(byName.dataset());
    // As COCO's own tools write them, results name images by the ids that they have in the truth
    return named ? byName : new CocoResults(truth).read(file, LabelMap.empty());
  }

  /**
   * Runs a model on the truth's images and evaluates what it finds.
   *
   * @param imageFolder empty for where the truth is
   * @param pixelSize in micrometres; 0 takes each image's calibration
   * @return whether it was done; false if the user canceled it
   * @throws SpermFinderException if an image is absent, cannot be read or has another size than in
   *     the truth, or the model has no class in common with the truth
   */
  public boolean addModel(
      Model model, DetectionSettings settings, double pixelSize, String imageFolder)
      throws SpermFinderException {
    String name = model.folder().name();
    refuseOtherClasses(name, model.folder().labels());
    ImageFiles files = imageFiles(imageFolder);
    List<LabelledImage> images = new ArrayList<>();
    Detector.Summary summary;
    try (DatasetPlanes planes =
        new DatasetPlanes(truth.images(), files, "give their folder as images=PATH", notes)) {
      noteImagesWithoutTruth(files);
      summary =
          new Detector(model, settings)
              .detect(
                  planes,
                  PixelSize.given(pixelSize),
                  Optional.empty(),
                  (plane, detections) ->
                      images.add(labelled(truth.images().get(plane), detections)),
                  progress);
    }
    if (summary.canceled()) {
      return false;
    }
    Dataset dataset = new Dataset(model.folder().labels(), images);
    Alignment.Aligned aligned = align("model", name, dataset);
    noteUnknownClasses(model.folder().labels());
    found = Optional.of(aligned.dataset());
    time =
        Optional.of(new Report.Time(summary.planes(), summary.seconds(), summary.networkSeconds()));
    detectors.put(name, Evaluation.of(truth, aligned.detections()));
    return true;
  }

  private ImageFiles imageFiles(String folder) throws SpermFinderException {
    String what = "a folder of images";
    Path given = folder.isBlank() ? null : UserFiles.existing("images", folder, what);
    if (given != null && !Files.isDirectory(given)) {
      throw new SpermFinderException("images=" + folder + " is no folder: give " + what + ".");
    }
    try {
      return given == null ? ImageFiles.beside(truthPath) : ImageFiles.in(given);
    } catch (IOException e) {
      throw new SpermFinderException(
          "The images cannot be listed: " + e.getMessage() + ": give their folder as images=PATH.",
          e);
    }
  }

  private void noteImagesWithoutTruth(ImageFiles files) {
    Set<Path> known = new HashSet<>();
    truth
        .images()
        .forEach(image -> files.find(image.fileName()).ifPresent(l -> known.add(l.file())));
    List<String> others =
        files.files().stream().filter(f -> !known.contains(files.folder().resolve(f))).toList();
    if (!others.isEmpty()) {
      notes.accept(
          String.format(
              "%d image(s) in %s, such as %s, are not in the truth and were left out.",
              others.size(), files.folder(), others.get(0)));
    }
  }

  /** Tells before the model is run, rather than after. */
  private void refuseOtherClasses(String name, LabelMap labels) throws SpermFinderException {
    Box any = new Box(0, 0, 1, 1);
    List<Annotation> oneOfEach =
        labels.names().keySet().stream().map(id -> Annotation.of(any, id)).toList();
    LabelledImage first = truth.images().get(0);
    LabelledImage probe =
        new LabelledImage(first.fileName(), first.width(), first.height(), oneOfEach);
    aligned("model", name, new Dataset(labels, List.of(probe)));
  }

  private void noteUnknownClasses(LabelMap labels) {
    boolean one = labels.names().size() == 1 && truth.classes().names().size() == 1; // is the same
    if (!labels.names().isEmpty() && !one) {
      for (String name : truth.classes().names().values()) {
        if (labels.names().values().stream().noneMatch(name::equalsIgnoreCase)) {
          notes.accept("The model does not know the class " + name + ": all of it is missed.");
        }
      }
    }
  }

  private static LabelledImage labelled(LabelledImage image, List<Detection> detections) {
    return new LabelledImage(
        image.fileName(),
        image.width(),
        image.height(),
        detections.stream()
            .map(
                d ->
                    new Annotation(
                        d.box(),
                        d.classId(),
                        d.box().area(),
                        false,
                        OptionalDouble.of(d.score()),
                        Extras.NONE))
            .toList());
  }

  /**
   * Evaluates annotators, each on the images that he labelled.
   *
   * @param paths separated by semicolons: a label file, or a folder in which each label file and
   *     each folder of labels is an annotator; images and what holds no labels are passed over
   * @throws SpermFinderException if one cannot be read or has nothing in common with the truth
   */
  public void addAnnotators(String paths) throws SpermFinderException {
    for (String path : paths.split(";")) {
      for (Path file : annotatorsIn(UserFiles.labels("annotators", path))) {
        progress.show(0, "Reading " + file.getFileName() + "...");
        Dataset dataset = UserFiles.read("annotators", file, notes);
        read.add(file);
        if (dataset.images().isEmpty()) {
          throw new SpermFinderException("annotators=" + file + " has no images.");
        }
        Dataset aligned = align("annotators", file.toString(), dataset).dataset();
        String name = AnnotatorFiles.name(file);
        name = annotators.containsKey(name) ? file.toString() : name;
        annotators.put(name, Evaluation.ofAnnotator(truth, aligned));
      }
    }
  }

  private List<Path> annotatorsIn(Path path) throws SpermFinderException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try {
      List<Path> files = AnnotatorFiles.in(path, notes);
      if (files.isEmpty()) {
        throw new SpermFinderException(
            "annotators=" + path + " holds no labels: put a label file for each annotator there.");
      }
      return files;
    } catch (IOException e) {
      throw new SpermFinderException(
          "annotators=" + path + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private Alignment.Aligned align(String key, String value, Dataset dataset)
      throws SpermFinderException {
    Alignment.Aligned aligned = aligned(key, value, dataset);
    aligned.notes().forEach(note -> notes.accept(key + "=" + value + ": " + note + "."));
    return aligned;
  }

  private Alignment.Aligned aligned(String key, String value, Dataset dataset)
      throws SpermFinderException {
    try {
      return alignment.align(dataset);
    } catch (SpermFinderException e) {
      throw new SpermFinderException(key + "=" + value + " " + e.getMessage() + ".", e);
    }
  }

  // -- Results --

  /**
   * The results so far.
   *
   * @param sensitivity whose threshold is wanted, 0 to 1
   */
  public Report report(double sensitivity) {
    Optional<Evaluation> detector = detectors.values().stream().findFirst();
    Map<String, Interval> intervals = Map.of();
    if (!patients.isEmpty() && detector.isPresent()) {
      intervals = intervals(detector.get());
    }
    detector.ifPresent(evaluation -> noteSensitivity(evaluation, sensitivity));
    return new Report(detector, intervals, Table1.of(detectors, annotators), sensitivity, time);
  }

  private Map<String, Interval> intervals(Evaluation evaluation) {
    Set<String> different = Set.copyOf(patients.values());
    if (different.size() < 2) {
      notes.accept(
          "There are no intervals, as all images are of one patient, "
              + different.iterator().next()
              + ", and nothing is known of how others differ.");
      return Map.of();
    }
    Map<String, Interval> intervals =
        Bootstrap.intervals(evaluation, patients::get, SAMPLES, SEED, progress);
    if (intervals.isEmpty()) {
      notes.accept("Canceled: there are no intervals.");
    }
    return intervals;
  }

  private void noteSensitivity(Evaluation evaluation, double sensitivity) {
    List<PrecisionRecallCurve.Point> points = evaluation.curve().points();
    if (!points.isEmpty() && evaluation.curve().forRecall(sensitivity).isEmpty()) {
      notes.accept(
          String.format(
              Locale.ROOT,
              "No threshold gives a sensitivity of %s: with all detections it is %.3f.",
              sensitivity,
              points.get(points.size() - 1).recall()));
    }
  }

  /** What was evaluated, in a line for the user. */
  public String describe() {
    String done =
        String.format(
            "Evaluated %d detector(s) and %d annotator(s) on %d image(s)",
            detectors.size(), annotators.size(), truth.images().size());
    return done
        + time.map(
                t ->
                    String.format(
                        Locale.ROOT,
                        ": %.3f s an image, %.3f s of it in TensorFlow",
                        t.seconds() / t.images(),
                        t.networkSeconds() / t.images()))
            .orElse("");
  }

  /** What the model found, by the truth's names and ids; empty where no model was run. */
  Optional<Dataset> found() {
    return found;
  }

  /** Whether a file is the truth or was held against it. */
  boolean hasRead(Path file) throws IOException {
    for (Path one : read) {
      if (Files.isSameFile(one, file)) {
        return true;
      }
    }
    return false;
  }

  Dataset truth() {
    return truth;
  }
}
