package io.github.spermfinder.host;

import com.google.gson.Gson;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.Detection;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.Detector;
import io.github.spermfinder.detect.PlaneSource;
import io.github.spermfinder.detect.View;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Engine;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.Precision;
import io.github.spermfinder.engine.TrainableNetwork;
import io.github.spermfinder.evaluate.Evaluation;
import io.github.spermfinder.evaluate.Metrics;
import io.github.spermfinder.evaluate.PrecisionRecallCurve;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.model.Model;
import io.github.spermfinder.model.ModelCard;
import io.github.spermfinder.model.ModelFolder;
import io.github.spermfinder.model.Thresholds;
import io.github.spermfinder.network.AnchorSize;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.train.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongFunction;

/** The best network of a training, kept as a model in its output folder. */
final class BestModel implements Trainer.Validation {

  /** No lower score is recommended, however many objects would be missed: most are nothing. */
  private static final double LEAST_SCORE = 0.05;

  /** As images are looked at later, so that thresholds hold. */
  private static final DetectionSettings SETTINGS =
      new DetectionSettings(0.01, 1, 1000, View.AUTOMATIC);

  /** Enough for networks that are trained here. */
  private static final Precision PRECISION = Precision.BFLOAT16;

  private final Engine engine;
  private final Device device;
  private final NetworkDesign design;
  private final OptionalDouble micronsPerPixel;
  private final TrainingLabels labels;
  private final PlaneSource validationPlanes;
  private final Path output;
  private final LongFunction<Map<String, String>> about;

  /**
   * @param micronsPerPixel that the network sees; empty if it sees images as they are
   * @param validationPlanes of the images to validate on
   * @param output folder of the model
   * @param about what the card says for people, of a network after so many steps
   */
  BestModel(
      Engine engine,
      Device device,
      NetworkDesign design,
      OptionalDouble micronsPerPixel,
      TrainingLabels labels,
      PlaneSource validationPlanes,
      Path output,
      LongFunction<Map<String, String>> about) {
    this.engine = engine;
    this.device = device;
    this.design = design;
    this.micronsPerPixel = micronsPerPixel;
    this.labels = labels;
    this.validationPlanes = validationPlanes;
    this.output = output;
    this.about = about;
  }

  @Override
  public OptionalDouble validate(TrainableNetwork network, double bestAp, Progress progress)
      throws SpermFinderException {
    Path candidate = output.resolve(TrainingRun.TRAINING).resolve("candidate");
    try {
      Files.createDirectories(candidate);
    } catch (IOException e) {
      throw new SpermFinderException("Nothing can be written to " + candidate + ": " + e, e);
    }
    network.export(candidate);
    Evaluation evaluation;
    try (Network loaded = engine.load(candidate, device, PRECISION)) {
      ModelCard card = new ModelCard(micronsPerPixel, Optional.empty(), PRECISION);
      Model model =
          new Model(
              new ModelFolder("candidate", candidate, labels.training().dataset().classes(), card),
              loaded);
      Map<String, List<Detection>> found = new HashMap<>();
      List<LabelledImage> images = labels.validation().dataset().images();
      Detector.Summary summary =
          new Detector(model, SETTINGS)
              .detect(
                  validationPlanes,
                  Optional.empty(),
                  Optional.empty(),
                  (plane, detections) -> found.put(images.get(plane).fileName(), detections),
                  new Canceling(progress));
      if (summary.canceled()) {
        return OptionalDouble.empty();
      }
      evaluation = Evaluation.of(labels.validation().dataset(), found);
    }
    double ap = Math.max(0, evaluation.metrics().ap50());
    if (ap > bestAp) {
      network.export(output);
      if (design.preset() == NetworkDesign.Preset.SMALL_OBJECTS) { // whose predictors need them
        writeAnchors(
            output.resolve(TrainingRun.CHECKPOINT).resolveSibling(TrainingRun.ANCHORS_FILE));
      }
      ModelCard card = new ModelCard(micronsPerPixel, thresholds(evaluation.curve()), PRECISION);
      Map<String, String> all = about.apply(network.steps());
      all.put("validation", describe(evaluation.metrics()));
      ModelFolder.describe(output, labels.training().dataset().classes(), card, all);
    }
    return OptionalDouble.of(ap);
  }

  /** The training's own progress is what users see. */
  private record Canceling(Progress training) implements Progress {

    @Override
    public void show(double fraction, String message) {}

    @Override
    public boolean isCanceled() {
      return training.isCanceled();
    }
  }

  private void writeAnchors(Path file) throws SpermFinderException {
    List<AnchorSize> anchors =
        design.anchors().stream().flatMap(layer -> layer.sizes().stream()).toList();
    try {
      AtomicFile.write(
          file, out -> out.write(new Gson().toJson(anchors).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new SpermFinderException("The anchors " + file + " cannot be written: " + e, e);
    }
  }

  private String describe(Metrics metrics) {
    return String.format(
        Locale.ROOT,
        "%s: AP50 %.3f, AP %.3f, AR@100 %.3f",
        labels.validation().describe(),
        metrics.ap50(),
        metrics.ap(),
        metrics.ar100());
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
