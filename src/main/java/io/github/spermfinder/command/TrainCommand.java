package io.github.spermfinder.command;

import ij.IJ;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.Models;
import io.github.spermfinder.host.TrainingLabels;
import io.github.spermfinder.host.TrainingPlot;
import io.github.spermfinder.host.TrainingRun;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.train.Recipe;
import io.github.spermfinder.train.Trainer;
import java.io.File;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Trains a detector on labelled images. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Train Detector...",
    initializer = "initializeInputs")
public class TrainCommand extends SpermFinderCommand {

  @Parameter(
      label = "Dataset",
      description =
          "File or folder of labels beside their images, in any format that can be imported",
      required = false,
      style = FileWidget.FILE_AND_DIRECTORY_STYLE)
  private File dataset;

  @Parameter(
      label = "Validation",
      description = "The same, of other patients; empty holds back a tenth of the dataset's images",
      required = false,
      style = FileWidget.FILE_AND_DIRECTORY_STYLE)
  private File validation;

  @Parameter(
      label = "Patient",
      description =
          "Regular expression whose group (...) is the patient in images' names: without validation"
              + " images, whole patients are held back",
      required = false)
  private String patient = "";

  @Parameter(
      label = "Output",
      description = "Folder of the new model",
      required = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File output;

  @Parameter(
      label = "Start from",
      description =
          "A model that was trained here, by name or folder, or a TensorFlow checkpoint; empty for"
              + " random weights",
      required = false)
  private String initial = Models.SHIPPED;

  @Parameter(
      label = "Network",
      description = "small-objects, or as published in the paper",
      choices = {"small-objects", "paper"})
  private String network = "small-objects";

  @Parameter(label = "Steps", description = "Batches to learn from", min = "1", max = "10000000")
  private int steps = 6000;

  @Parameter(label = "Batch", description = "Images in a step", min = "1", max = "1024")
  private int batch = 8;

  @Parameter(
      label = "Size",
      description = "Side of the squares that images are cut into, in pixels, a multiple of 32",
      min = "64",
      max = "2048",
      stepSize = "32")
  private int size = 320;

  @Parameter(
      label = "Learning rate",
      description = "The highest; it rises to it and then falls",
      min = "0.000001",
      max = "1",
      style = "format:0.000000")
  private double learningRate = 0.001;

  @Parameter(
      label = "Pixel size (um)",
      description =
          "What a pixel is to show; images whose size is known are resampled to it; 0 takes that of"
              + " the model to start from, else images as they are",
      min = "0",
      max = "10",
      stepSize = "0.01",
      style = "format:0.0000")
  private double pixelSize = 0;

  @Parameter(
      label = "Seed",
      description = "The same gives the same training",
      min = "0",
      max = "1000000000")
  private int seed = 1;

  @Parameter(
      label = "Device",
      description = "GPU is the first that the environment variable CUDA_VISIBLE_DEVICES leaves",
      choices = {"Automatic", "CPU", "GPU"})
  private String device = "Automatic";

  @Override
  void execute() throws SpermFinderException {
    NetworkDesign.Preset preset = choice("network", network, NetworkDesign.Preset.class);
    Device chosen = Device.parse(device);
    if (size % NetworkDesign.COARSEST_STRIDE != 0) {
      throw new SpermFinderException(
          String.format(
              "size=%d is not allowed: give a multiple of %d, such as %d.",
              size, NetworkDesign.COARSEST_STRIDE, size - size % NetworkDesign.COARSEST_STRIDE));
    }
    ImageJProgress progress = new ImageJProgress(this::isCanceled);
    Consumer<String> notes = Messages.notes();
    Optional<Pattern> patients = patientPattern(patient);
    progress.show(0, "Reading labels...");
    TrainingLabels labels =
        TrainingLabels.read(path(dataset), path(validation), patients, seed, notes);
    TrainingRun run = new TrainingRun(labels, path(output), pixelSize, progress, notes);
    Trainer.Outcome outcome =
        run.train(
            preset,
            initial,
            Recipe.of(preset, steps, batch, size, learningRate, seed),
            chosen,
            new TrainingPlot());
    String summary =
        String.format(
            Locale.ROOT,
            "%s after %d steps: %s",
            outcome.canceled() ? "Training canceled" : "Trained",
            outcome.steps(),
            outcome.bestAp() < 0
                ? "there is no model yet."
                : String.format(
                    Locale.ROOT,
                    "best AP50 %.3f on the validation images, after step %d.",
                    outcome.bestAp(),
                    outcome.bestStep()));
    progress.show(1, summary);
    if (outcome.canceled()) {
      IJ.log(
          outcome.bestAp() < 0
              ? summary + " Run again to go on."
              : summary + " The model in " + output + " is the best so far; run again to go on.");
      cancel(null);
    }
  }
}
