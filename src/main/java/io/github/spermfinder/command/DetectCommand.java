package io.github.spermfinder.command;

import ij.ImagePlus;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.Region;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.host.DetectionDisplay;
import io.github.spermfinder.host.DetectionFiles;
import io.github.spermfinder.host.GroupNames;
import io.github.spermfinder.host.ImageDetector;
import io.github.spermfinder.host.ImageGeometry;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.Models;
import io.github.spermfinder.host.PlaneChoice;
import io.github.spermfinder.host.RoiDestination;
import io.github.spermfinder.model.ModelCache;
import io.github.spermfinder.review.ReviewSession;
import java.io.File;
import java.util.Optional;
import java.util.function.Consumer;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Finds sperm in the active image: regions of interest, a table, files. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Detect Sperm...",
    initializer = "initializeInputs")
public class DetectCommand extends FinderCommand {

  @Parameter(required = false)
  private ImagePlus image;

  @Parameter(
      label = "Planes",
      description = "Which slices and frames of a stack",
      choices = {"All planes", "Current plane"})
  private String planes = "All planes";

  @Parameter(
      label = "Channel",
      description = "0 takes what is displayed: merged in a composite image, else the current one",
      min = "0",
      max = "1000")
  private int channel = 0;

  @Parameter(
      label = "Regions of interest",
      choices = {"Add to ROI Manager", "Replace ROI Manager", "Overlay only"})
  private String rois = "Add to ROI Manager";

  @Parameter(
      label = "Save to folder",
      description =
          "Gets RoiSet.zip, detections.csv and detections.json (COCO); empty saves nothing",
      required = false,
      persist = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File saveTo;

  /** Tells at once that there is no image, before a dialog asks how to look at it. */
  @Override
  protected void initializeInputs() {
    super.initializeInputs();
    if (image == null || image.getProcessor() == null) { // ImageJ may still name a closed one
      refuse(new SpermFinderException("No image is open: open one, then run Detect Sperm again."));
    }
  }

  @Override
  void execute() throws SpermFinderException {
    if (!modelIsChosen()) {
      return;
    }
    checkSettings();
    RoiDestination destination = choice("rois", rois, RoiDestination.class);
    PlaneChoice which = choice("planes", planes, PlaneChoice.class);
    Device wanted = device();
    Optional<Region> selection = // what is wrong with it is told before the model is loaded
        ReviewSession.hasSelected(image) ? Optional.empty() : ImageGeometry.selection(image);
    ImageJProgress progress = new ImageJProgress(this::isCanceled);
    Consumer<String> notes = Messages.notes();
    boolean locked = image.lockSilently(); // who closes its window does not take its planes away
    try (ModelCache.Loan loan = Models.borrow(model(), wanted, progress)) {
      Optional<DetectionFiles> files =
          saveTo == null
              ? Optional.empty()
              : Optional.of(DetectionFiles.in(path(saveTo))); // before the work, lest it be in vain
      DetectionSettings settings = settings(loan.model().folder(), notes);
      ImageDetector.detect(
          image,
          loan.model(),
          settings,
          pixelSize(),
          channel,
          which,
          selection,
          progress,
          notes,
          detections -> {
            GroupNames.add(loan.model().folder().labels(), notes);
            DetectionDisplay.show(detections, destination); // before the files, which may fail
            if (files.isPresent()) {
              files.get().write(detections);
            }
          });
    } finally {
      if (locked) {
        image.unlock();
      }
    }
  }
}
