package io.github.spermfinder.host;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Engine;
import io.github.spermfinder.engine.TrainableNetwork;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.model.ModelCard;
import io.github.spermfinder.model.ModelFolder;
import io.github.spermfinder.network.AnchorSize;
import io.github.spermfinder.network.InputSize;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.network.ScoreConversion;
import io.github.spermfinder.train.Recipe;
import io.github.spermfinder.train.Trainer;
import io.github.spermfinder.train.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A training from label files to a model folder. */
public final class TrainingRun {

  /** In a model's folder, weights to train on from. */
  static final String CHECKPOINT = "checkpoint/model.ckpt";

  /** Beside the weights: the anchors that they were learned for. */
  static final String ANCHORS_FILE = "anchors.json";

  /** Folder, in a model's folder, of an unfinished training. */
  static final String TRAINING = "training";

  private static final int ANCHORS = 7;

  private final TrainingLabels labels;
  private final Path output;
  private final double micronsPerPixel;
  private final Progress progress;
  private final Consumer<String> notes;

  /**
   * @param labels what to learn from
   * @param output folder of the model
   * @param micronsPerPixel that the network is to see; 0 leaves it to what it starts from
   * @throws SpermFinderException if the output folder holds a model that another training made
   */
  public TrainingRun(
      TrainingLabels labels,
      String output,
      double micronsPerPixel,
      Progress progress,
      Consumer<String> notes)
      throws SpermFinderException {
    this.labels = labels;
    this.output = OutputFolder.of("output", output);
    if (Files.exists(this.output.resolve(ModelFolder.GRAPH))
        && !Files.exists(this.output.resolve(TRAINING))) {
      throw new SpermFinderException(
          "output=" + this.output + " holds a model already: choose another folder.");
    }
    this.micronsPerPixel = micronsPerPixel;
    this.progress = progress;
    this.notes = notes;
  }

  private LabelMap classes() {
    return labels.training().dataset().classes();
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
    Optional<Path> start = initial.isBlank() ? Optional.empty() : Optional.of(checkpoint(initial));
    OptionalDouble wanted = scale(preset, start);
    try (DatasetPlanes training = labels.training().planes(notes);
        DatasetPlanes validation = labels.validation().planes(notes)) {
      TrainingData data = new TrainingData(labels.training().dataset(), training, wanted);
      OptionalDouble scale = learned(wanted, data);
      NetworkDesign design = design(preset, recipe.settings().side(), data, start);
      Engine engine = Models.engine(progress);
      BestModel best =
          new BestModel(
              engine,
              device,
              design,
              scale,
              labels,
              validation,
              output,
              steps -> about(design, initial, recipe, steps));
      Trainer trainer =
          new Trainer(
              design,
              recipe,
              start.map(TrainingRun::checksum)
                  + " "
                  + scale
                  + " "
                  + labels.validation().dataset().fingerprint(),
              output.resolve(TRAINING),
              best,
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
  }

  /**
   * What a pixel is to show, in micrometres: as was asked for, or as in the model to start from;
   * empty takes images as they are.
   */
  private OptionalDouble scale(NetworkDesign.Preset preset, Optional<Path> start)
      throws SpermFinderException {
    if (preset == NetworkDesign.Preset.PAPER) {
      if (micronsPerPixel > 0) {
        throw new SpermFinderException(
            "pixelsize="
                + micronsPerPixel
                + " is not allowed with network=paper, which sees images squeezed: leave it at 0.");
      }
      return OptionalDouble.empty();
    }
    if (micronsPerPixel > 0) {
      return OptionalDouble.of(micronsPerPixel);
    }
    Optional<Path> model =
        start
            .filter(prefix -> prefix.endsWith(CHECKPOINT))
            .map(prefix -> prefix.getParent().getParent());
    return model.isPresent()
        ? ModelCard.read(model.get()).micronsPerPixel()
        : OptionalDouble.empty();
  }

  /** The same, but for one of the model to start from that no image can be brought to. */
  private OptionalDouble learned(OptionalDouble wanted, TrainingData data)
      throws SpermFinderException {
    if (wanted.isEmpty() || micronsPerPixel > 0 || data.hasPixelSizes()) {
      return wanted;
    }
    notes.accept(
        "No training image says how large its pixels are: the model learns from them as they are,"
            + " and its card will not say either. Give pixelsize if they are "
            + wanted.getAsDouble()
            + " um, as in the model to start from.");
    return OptionalDouble.empty();
  }

  /** By which a checkpoint is known wherever it lies: its index has checksums of all values. */
  private static String checksum(Path prefix) {
    try {
      return UUID.nameUUIDFromBytes(Files.readAllBytes(Path.of(prefix + ".index"))).toString();
    } catch (IOException e) {
      return ""; // is told when it is read
    }
  }

  /** Weights of predictors only make sense with the anchors that they were learned for. */
  private NetworkDesign design(
      NetworkDesign.Preset preset, int side, TrainingData data, Optional<Path> start)
      throws SpermFinderException {
    int count =
        IntStream.concat(
                classes().names().keySet().stream().mapToInt(Integer::intValue),
                labels.training().dataset().images().stream()
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
    Path given = UserFiles.any("initial", initial, "a model, by name or folder, or a checkpoint");
    if (Files.exists(Path.of(given + ".index"))) {
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
            + " a TensorFlow checkpoint without its ending .index, or nothing, in a macro initial=[],"
            + " to begin with random weights.",
        cause);
  }

  /** What the card says for people; names of files only, as folders can tell of patients. */
  private Map<String, String> about(
      NetworkDesign design, String initial, Recipe recipe, long steps) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("classes", String.join(", ", classes().names().values()));
    about.put("network", design.preset().toString());
    about.put(
        "input",
        design.input().aspect() == InputSize.Aspect.SQUEEZED
            ? String.format("RGB, brought to %1$d x %1$d", design.input().side())
            : String.format("RGB, sides above %1$d are shrunk to %1$d", design.input().side()));
    about.put(
        "overlap",
        String.format(
            Locale.ROOT,
            "of boxes with an IoU above %s the network gives %s",
            design.preset().maxOverlap(),
            design.preset().votes() ? "one, their mean by their scores" : "the best one"));
    about.put(
        "training",
        String.format(
            Locale.ROOT,
            "%s; %s%d steps of %d squares of %d pixels, learning rate %s, seed %d, from %s",
            labels.training().describe(),
            steps < recipe.steps() ? steps + " of " : "",
            recipe.steps(),
            recipe.settings().batch(),
            recipe.settings().side(),
            recipe.learningRate(),
            recipe.settings().seed(),
            initial.isBlank() ? "random weights" : Path.of(initial.trim()).getFileName()));
    return about;
  }
}
