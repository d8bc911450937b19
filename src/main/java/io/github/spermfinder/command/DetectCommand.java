package io.github.spermfinder.command;

import ij.IJ;
import ij.ImagePlus;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.View;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.host.DetectionDisplay;
import io.github.spermfinder.host.DetectionFiles;
import io.github.spermfinder.host.GroupNames;
import io.github.spermfinder.host.ImageDetections;
import io.github.spermfinder.host.ImageDetector;
import io.github.spermfinder.host.ImageGeometry;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.ModelChooser;
import io.github.spermfinder.host.Models;
import io.github.spermfinder.host.PlaneChoice;
import io.github.spermfinder.host.RoiDestination;
import io.github.spermfinder.model.ModelCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.module.ModuleService;
import org.scijava.module.MutableModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Finds sperm in the active image: regions of interest, a table, files. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Detect Sperm...",
    initializer = "initializeInputs")
public class DetectCommand extends SpermFinderCommand implements Cancelable {

  @Parameter private ModuleService moduleService;

  @Parameter(required = false)
  private ImagePlus image;

  @Parameter(
      label = "Model",
      description = "Name of an installed model, or path of a SavedModel folder or zip")
  private String model;

  @Parameter(
      label = "Lowest score",
      description = "Detections that the model is less sure of are left out",
      min = "0",
      max = "1",
      stepSize = "0.05",
      style = "slider,format:0.00")
  private double minScore = 0.3;

  @Parameter(
      label = "Greatest overlap",
      description =
          "Of two detections whose intersection over union is above this, the better one stays;"
              + " at 1 the model alone decides",
      min = "0",
      max = "1",
      stepSize = "0.05",
      style = "slider,format:0.00")
  private double maxOverlap = 1;

  @Parameter(
      label = "Most detections",
      description = "The best so many in each plane stay",
      min = "1",
      max = "100000")
  private int maxDetections = 1000;

  @Parameter(
      label = "View",
      description =
          "Whole image: squeezed to the model's input size. Tiles: overlapping, merged across"
              + " seams. Automatic: tiles where objects would come out at another size than the"
              + " model was trained for",
      choices = {"Automatic", "Whole image", "Tiles"})
  private String view = "Automatic";

  @Parameter(
      label = "Pixel size (um)",
      description = "0 takes the image's calibration",
      min = "0",
      max = "10",
      stepSize = "0.01",
      style = "format:0.0000")
  private double pixelSize = 0;

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
      label = "Device",
      description = "In a macro also GPU:1 for the second GPU and so on",
      choices = {"Automatic", "CPU", "GPU"})
  private String device = "Automatic";

  @Parameter(
      label = "Save to folder",
      description =
          "Gets RoiSet.zip, detections.csv and detections.json (COCO); empty saves nothing",
      required = false,
      persist = false)
  private String saveTo = "";

  private String lastModel;

  /** Offers the installed models, and what was used last. */
  @Override
  protected void initializeInputs() {
    List<String> choices = new ArrayList<>(Models.library().names());
    MutableModuleItem<String> item = getInfo().getMutableInput("model", String.class);
    lastModel = moduleService.load(item);
    if (lastModel != null && !lastModel.isBlank() && !choices.contains(lastModel)) {
      choices.add(lastModel);
    }
    choices.add(ModelChooser.BROWSE);
    item.setChoices(choices);
    boolean browse = !IJ.isMacro() && !choices.contains(Models.defaultName());
    model = browse ? ModelChooser.BROWSE : Models.defaultName();
    super.initializeInputs();
    if (image == null || image.getStack().getSize() == 0) { // ImageJ may still name a closed one
      refuse(new SpermFinderException("No image is open: open one, then run Detect Sperm again."));
    }
  }

  @Override
  void execute() throws SpermFinderException {
    if (model.equals(ModelChooser.BROWSE) && !IJ.isMacro()) {
      Optional<String> chosen = ModelChooser.choose();
      model = chosen.orElse(lastModel == null ? Models.defaultName() : lastModel);
      moduleService.save(getInfo().getMutableInput("model", String.class), model);
      if (chosen.isEmpty()) {
        cancel(null);
        return;
      }
      setInput("model", model); // this is what is recorded
    }
    DetectionSettings settings =
        new DetectionSettings(
            minScore, maxOverlap, maxDetections, choice("view", view, View.class));
    RoiDestination destination = choice("rois", rois, RoiDestination.class);
    PlaneChoice which = choice("planes", planes, PlaneChoice.class);
    Device wanted = Device.parse(device);
    ImageGeometry.selection(image); // what is wrong with it is told before the model is loaded
    ImageJProgress progress = new ImageJProgress(this::isCanceled);
    Consumer<String> notes = Messages.notes();
    try (ModelCache.Loan loan = Models.borrow(model, wanted, progress)) {
      Optional<DetectionFiles> files =
          saveTo == null || saveTo.isBlank()
              ? Optional.empty()
              : Optional.of(DetectionFiles.in(saveTo)); // before the work, lest it be in vain
      ImageDetections detections =
          ImageDetector.detect(
              image, loan.model(), settings, pixelSize, channel, which, progress, notes);
      GroupNames.add(loan.model().folder().labels(), notes);
      if (files.isPresent()) {
        files.get().write(detections);
      }
      DetectionDisplay.show(detections, destination);
    }
  }
}
