package io.github.spermfinder.host;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.Detector;
import io.github.spermfinder.detect.View;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Engine;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.TrainableNetwork;
import io.github.spermfinder.evaluate.Evaluation;
import io.github.spermfinder.evaluate.PrecisionRecallCurve;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.ImageFiles;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.model.Model;
import io.github.spermfinder.model.ModelCard;
import io.github.spermfinder.model.ModelFolder;
import io.github.spermfinder.model.Thresholds;
import io.github.spermfinder.network.AnchorSize;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.network.ScoreConversion;
import io.github.spermfinder.train.Recipe;
import io.github.spermfinder.train.Trainer;
import io.github.spermfinder.train.TrainingData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A training from label files to a model folder. */
public final class TrainingRun {

  /** In a model's folder, weights to train on from. */
  private static final String CHECKPOINT = "checkpoint/model.ckpt";

  /** Beside the weights: the anchors that they were learned for. */
  private static final String ANCHORS_FILE = "anchors.json";

  /** Folder, in a model's folder, of an unfinished training. */
  private static final String TRAINING = "training";

  private static final double VALIDATION_SHARE = 0.1;
  private static final int ANCHORS = 7;

  /** No lower score is recommended, however many objects would be missed: most are nothing. */
  private static final double LEAST_SCORE = 0.05;

  private static final DetectionSettings SETTINGS =
      new DetectionSettings(0.01, 1, 1000, View.WHOLE_IMAGE);

  /** What makes a folder a model. */
  private static final String SAVED_MODEL = "saved_model.pb";

  private final Path output;
  private final OptionalDouble micronsPerPixel;
  private final Progress progress;
  private final Consumer<String> notes;
  private final Labelled training;
  private final Labelled validation;

  /** Images with their labels. */
  private record Labelled(Dataset dataset, ImageFiles files) {

    DatasetPlanes planes(Consumer<String> notes) throws SpermFinderException {
      return new DatasetPlanes(
          dataset.images(), files, "labels are to lie beside or above their images", notes);
    }

    Labelled with(List<LabelledImage> images) {
      return new Labelled(new Dataset(dataset.classes(), images), files);
    }

    boolean hasObjects() {
      return dataset.images().stream().anyMatch(TrainingRun::hasObjects);
    }

    Set<ImageFiles.Location> locations() {
      return dataset.images().stream()
          .flatMap(image -> files.find(image.fileName()).stream())
          .collect(Collectors.toSet());
    }
  }

  /**
   * Reads the labels.
   *
   * @param dataset file or folder of labels
   * @param validation the same; blank takes a tenth of the images, at random
   * @param output folder of the model
   * @param micronsPerPixel that the network is to see; 0 takes images as they are
   * @param seed of what is random
   * @throws SpermFinderException if labels cannot be read, or nothing is labelled, or the output
   *     folder holds a model that another training made
   */
  public TrainingRun(
      String dataset,
      String validation,
      String output,
      double micronsPerPixel,
      long seed,
      Progress progress,
      Consumer<String> notes)
      throws SpermFinderException {
    this.output = OutputFolder.of("output", output);
    if (Files.exists(this.output.resolve(SAVED_MODEL))
        && !Files.exists(this.output.resolve(TRAINING))) {
      throw new SpermFinderException(
          "output=" + this.output + " holds a model already: choose another folder.");
    }
    this.micronsPerPixel =
        micronsPerPixel > 0 ? OptionalDouble.of(micronsPerPixel) : OptionalDouble.empty();
    this.progress = progress;
    this.notes = notes;
    progress.show(0, "Reading labels...");
    Labelled all = read("dataset", dataset);
    if (!all.hasObjects()) {
      throw new SpermFinderException("dataset=" + dataset + " has images, but nothing labelled.");
    }
    if (!validation.isBlank()) {
      this.training = all;
      this.validation = withClassesOf(all, read("validation", validation), validation);
      if (!this.validation.hasObjects()) {
        throw new SpermFinderException(
            "validation=" + validation + " has images, but nothing labelled.");
      }
      noteCommonImages();
    } else {
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
              "%d of %d images are held back to validate on. Give validation=PATH where images of one"
                  + " patient or clip are alike.",
              held, shuffled.size()));
      this.training = all.with(shuffled.subList(held, shuffled.size()));
      this.validation = all.with(shuffled.subList(0, held));
    }
  }

  private Labelled read(String key, String text) throws SpermFinderException {
    Path path = UserFiles.labels(key, text);
    Dataset dataset = LabelFiles.read(key, path, notes);
    if (dataset.images().isEmpty()) {
      throw new SpermFinderException(key + "=" + path + " has no images.");
    }
    try {
      return new Labelled(dataset, ImageFiles.beside(path));
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
    return new Labelled(new Dataset(known, images), validation.files());
  }

  private void noteCommonImages() {
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

  private LabelMap classes() {
    return training.dataset().classes();
  }

  /**
   * Trains, and leaves the best network in the output folder.
   *
   * @param initial what to start from: prefix of a checkpoint, a model's folder or name; blank for
   *     random weights
   * @param listener is told how it goes
   */
  public Trainer.Outcome train(
      NetworkDesign.Preset preset,
      String initial,
      Recipe recipe,
      Device device,
      Trainer.Listener listener)
      throws SpermFinderException {
    TrainingData data =
        new TrainingData(training.dataset(), training.planes(notes), micronsPerPixel);
    Optional<Path> start = initial.isBlank() ? Optional.empty() : Optional.of(checkpoint(initial));
    NetworkDesign design = design(preset, recipe.settings().side(), data, start);
    Engine engine = Models.engine(progress);
    Trainer trainer =
        new Trainer(
            design,
            recipe,
            output.resolve(TRAINING),
            (network, best) -> validate(engine, device, design, network, best),
            listener);
    boolean resumes = trainer.canResume(data);
    try (TrainableNetwork network = engine.create(design, recipe.settings(), device)) {
      if (resumes) {
        notes.accept("Going on with the training in " + output + ".");
      } else if (start.isPresent()) {
        initialize(network, start.get());
        network.measureNormalization(
            data.examples(
                design.input().aspect(),
                recipe.settings().batch(),
                recipe.settings().side(),
                recipe.settings().seed()));
      }
      return trainer.train(network, data, progress);
    } catch (ArithmeticException | OutOfMemoryError e) { // buffers beyond 2 GB, or beyond Java's
      int batch = recipe.settings().batch();
      int side = recipe.settings().side();
      throw new SpermFinderException(
          String.format(
              "Memory is too small for %d images of %d x %d pixels in a step: try batch=%d%s.",
              batch, side, side, Math.max(1, batch / 2), batch > 1 ? "" : " and a smaller size"),
          e);
    }
  }

  /** Weights of predictors only make sense with the anchors that they were learned for. */
  private NetworkDesign design(
      NetworkDesign.Preset preset, int side, TrainingData data, Optional<Path> start)
      throws SpermFinderException {
    int count =
        IntStream.concat(
                classes().names().keySet().stream().mapToInt(Integer::intValue),
                training.dataset().images().stream()
                    .flatMap(image -> image.annotations().stream())
                    .mapToInt(Annotation::classId))
            .max()
            .orElseThrow();
    if (preset == NetworkDesign.Preset.PAPER) {
      return NetworkDesign.paper(count, side, ScoreConversion.SOFTMAX);
    }
    Optional<Path> anchors =
        start.map(prefix -> prefix.resolveSibling(ANCHORS_FILE)).filter(Files::exists);
    if (anchors.isEmpty()) {
      return NetworkDesign.smallObjects(count, data.fitAnchors(ANCHORS));
    }
    try {
      return NetworkDesign.smallObjects(
          count, List.of(new Gson().fromJson(Files.readString(anchors.get()), AnchorSize[].class)));
    } catch (IOException | JsonParseException e) {
      throw new SpermFinderException("The anchors " + anchors.get() + " cannot be read: " + e, e);
    }
  }

  private static void writeAnchors(Path file, NetworkDesign design) throws SpermFinderException {
    List<AnchorSize> anchors =
        design.anchors().stream().flatMap(layer -> layer.sizes().stream()).toList();
    try {
      AtomicFile.write(
          file, out -> out.write(new Gson().toJson(anchors).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new SpermFinderException("The anchors " + file + " cannot be written: " + e, e);
    }
  }

  private void initialize(TrainableNetwork network, Path start) throws SpermFinderException {
    TrainableNetwork.Restored restored = network.initialize(start);
    notes.accept(
        String.format(
            "%d of %d variables come from %s%s",
            restored.restored().size(),
            restored.restored().size() + restored.missing().size(),
            start,
            restored.missing().isEmpty()
                ? "."
                : "; random are those of "
                    + restored.missing().stream()
                        .map(name -> name.replaceAll("/(BatchNorm/)?[a-z_]+$", ""))
                        .distinct()
                        .collect(Collectors.joining(", "))
                    + "."));
  }

  /** Of a model: by name or folder; else the prefix itself. */
  private static Path checkpoint(String initial) throws SpermFinderException {
    Path given = Path.of(initial.trim());
    if (Files.exists(Path.of(initial.trim() + ".index"))) {
      return given;
    }
    if (Files.exists(given.resolve(CHECKPOINT + ".index"))) {
      return given.resolve(CHECKPOINT);
    }
    SpermFinderException cause = null;
    try {
      Path beside = Models.library().find(initial).savedModel().resolve(CHECKPOINT);
      if (Files.exists(Path.of(beside + ".index"))) {
        return beside;
      }
    } catch (SpermFinderException noModel) {
      cause = noModel;
    }
    throw new SpermFinderException(
        "initial="
            + initial
            + " is nothing to train on from: give a model that was trained here, by name or folder,"
            + " or a TensorFlow checkpoint without its ending .index.",
        cause);
  }

  private double validate(
      Engine engine, Device device, NetworkDesign design, TrainableNetwork network, double bestAp)
      throws SpermFinderException {
    Path candidate = output.resolve(TRAINING).resolve("candidate");
    try {
      Files.createDirectories(candidate);
    } catch (IOException e) {
      throw new SpermFinderException("Nothing can be written to " + candidate + ": " + e, e);
    }
    network.export(candidate);
    Evaluation evaluation;
    try (Network loaded = engine.load(candidate, device)) {
      ModelCard card = new ModelCard(micronsPerPixel, Optional.empty());
      Model model = new Model(new ModelFolder("candidate", candidate, classes(), card), loaded);
      Map<String, List<Detection>> found = new HashMap<>();
      List<LabelledImage> images = validation.dataset().images();
      new Detector(model, SETTINGS)
          .detect(
              validation.planes(notes),
              Optional.empty(),
              Optional.empty(),
              (plane, detections) -> found.put(images.get(plane).fileName(), detections),
              Progress.NONE);
      evaluation = Evaluation.of(validation.dataset(), found);
    }
    double ap = Math.max(0, evaluation.metrics().ap50());
    if (ap > bestAp) {
      network.export(output);
      writeAnchors(output.resolve(CHECKPOINT).resolveSibling(ANCHORS_FILE), design);
      ModelFolder.describe(
          output, classes(), new ModelCard(micronsPerPixel, thresholds(evaluation.curve())));
    }
    return ap;
  }

  /** Empty where nothing was found, or nothing is to be found. */
  private static Optional<Thresholds> thresholds(PrecisionRecallCurve curve) {
    return curve
        .bestF1()
        .map(
            best ->
                new Thresholds(
                    score(curve.forRecall(0.95)), score(curve.forRecall(0.9)), best.threshold()));
  }

  /** Where a sensitivity is not reached, all that can be told from noise counts. */
  private static double score(Optional<PrecisionRecallCurve.Point> point) {
    return point.map(p -> Math.max(LEAST_SCORE, p.threshold())).orElse(LEAST_SCORE);
  }
}
