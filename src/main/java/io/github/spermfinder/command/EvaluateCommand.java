package io.github.spermfinder.command;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.evaluate.Report;
import io.github.spermfinder.host.EvaluationDisplay;
import io.github.spermfinder.host.EvaluationFiles;
import io.github.spermfinder.host.EvaluationRun;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.Models;
import io.github.spermfinder.model.ModelCache;
import java.io.File;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Tells how good a model, a file of detections, or annotators are. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Evaluate Detector...",
    initializer = "initializeInputs")
public class EvaluateCommand extends DetectorCommand {

  /** Value of the key {@code model} for annotators alone. */
  private static final String NO_MODEL = "None";

  @Parameter(
      label = "Truth",
      description = "File or folder of labels, in any format that can be imported",
      required = false,
      style = FileWidget.FILE_AND_DIRECTORY_STYLE)
  private File truth;

  @Parameter(
      label = "Images",
      description = "Their folder; empty where they are beside the truth. Only a model needs them",
      required = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File images;

  @Parameter(
      label = "Detections",
      description =
          "File with scores, such as COCO results, that is evaluated; empty to run the model",
      required = false,
      style = FileWidget.FILE_AND_DIRECTORY_STYLE)
  private File detections;

  @Parameter(
      label = "Annotators",
      description =
          "Label files, separated by semicolons, or a folder in which each file or folder of labels"
              + " is an annotator's; empty for none",
      required = false,
      style = FileWidget.DIRECTORY_STYLE)
  private String annotators = "";

  @Parameter(
      label = "Patient pattern",
      description =
          "Regular expression whose group (...) is the patient in images' names, for 95% intervals;"
              + " empty for none",
      required = false)
  private String patient = "";

  @Parameter(
      label = "Wanted sensitivity",
      description = "The highest threshold with this recall is reported",
      min = "0",
      max = "1",
      stepSize = "0.05",
      style = "slider,format:0.00")
  private double sensitivity = 0.9;

  @Parameter(
      label = "Save to folder",
      description = "Gets tables, plots, detections, and errors as RoiSets; empty saves nothing",
      required = false,
      persist = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File saveTo;

  /** Average precision wants all detections, however unsure the model is of them. */
  public EvaluateCommand() {
    super(0);
  }

  @Override
  protected void initializeInputs() {
    super.initializeInputs();
    addModelChoice(NO_MODEL);
    putFirst("truth", "images", "detections");
  }

  @Override
  void execute() throws SpermFinderException {
    Optional<Pattern> patients = patientPattern(patient);
    boolean runsModel = detections == null && !model().equalsIgnoreCase(NO_MODEL);
    DetectionSettings settings = settings(minScore());
    Device device = device();
    if (detections == null && !runsModel && annotators.isBlank()) {
      throw new SpermFinderException(
          "There is nothing to evaluate: give model, detections or annotators.");
    }
    if (runsModel && !modelIsChosen()) {
      return;
    }
    Optional<EvaluationFiles> files =
        saveTo == null ? Optional.empty() : Optional.of(EvaluationFiles.in(path(saveTo)));
    ImageJProgress progress = new ImageJProgress(this::isCanceled);
    Consumer<String> notes = Messages.notes();
    EvaluationRun run = new EvaluationRun(path(truth), patients, progress, notes);
    if (!annotators.isBlank()) {
      run.addAnnotators(annotators);
    }
    if (detections != null) {
      run.addDetections(path(detections));
    }
    if (runsModel) {
      try (ModelCache.Loan loan = Models.borrow(model(), device, progress)) {
        if (!run.addModel(loan.model(), settings, pixelSize(), path(images))) {
          notes.accept("Canceled: nothing was evaluated.");
          cancel(null);
          return;
        }
      }
    }
    Report report = run.report(sensitivity);
    EvaluationDisplay.show(report);
    if (files.isPresent()) {
      files.get().write(run, report);
    }
    progress.show(1, run.describe());
  }
}
