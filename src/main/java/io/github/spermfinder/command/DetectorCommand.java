package io.github.spermfinder.command;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.View;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.host.ModelChooser;
import io.github.spermfinder.host.Models;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.MutableModuleItem;
import org.scijava.plugin.Parameter;

/** What commands that run a detector have in common: which model, and how it is to look. */
abstract class DetectorCommand extends SpermFinderCommand implements Cancelable {

  @Parameter private ModuleService moduleService;

  @Parameter private CommandService commandService;

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
  private double minScore;

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
      label = "Device",
      description = "In a macro also GPU:1 for the second GPU and so on",
      choices = {"Automatic", "CPU", "GPU"})
  private String device = "Automatic";

  private String defaultModel;
  private String lastModel;

  /**
   * @param minScore default of the lowest score
   */
  DetectorCommand(double minScore) {
    this.minScore = minScore;
  }

  /** Offers the installed models, and what was used last. */
  @Override
  protected void initializeInputs() {
    List<String> choices = new ArrayList<>(installedModels());
    defaultModel = Models.defaultName(choices);
    MutableModuleItem<String> item = getInfo().getMutableInput("model", String.class);
    lastModel = moduleService.load(item);
    if (lastModel != null && !lastModel.isBlank() && !choices.contains(lastModel)) {
      choices.add(lastModel);
    }
    choices.add(ModelChooser.BROWSE);
    item.setChoices(choices);
    boolean browse = !isMacro() && !choices.contains(defaultModel);
    model = browse ? ModelChooser.BROWSE : defaultModel;
    super.initializeInputs();
  }

  private List<String> installedModels() {
    try {
      return Models.names();
    } catch (SpermFinderException e) {
      refuse(e);
      return List.of();
    }
  }

  /** Takes what another command was last run with from its dialog, and asks for nothing more. */
  final void takeLastInputsOf(Class<? extends Command> other) {
    ModuleInfo info = commandService.getCommand(other);
    for (ModuleItem<?> input : getInfo().inputs()) {
      boolean typed =
          input.getType() == String.class
              || input.getType() == File.class
              || input.getType().isPrimitive();
      ModuleItem<?> same = info.getInput(input.getName());
      if (typed && same != null) { // SciJava would make an image of a text that it remembers
        Object last = moduleService.load(same);
        if (last != null) {
          setInput(input.getName(), last);
        }
        resolveInput(input.getName());
      }
    }
  }

  /** Offers one more choice of models. */
  final void addModelChoice(String choice) {
    MutableModuleItem<String> item = getInfo().getMutableInput("model", String.class);
    List<String> choices = new ArrayList<>(item.getChoices());
    choices.remove(choice); // the one used last is there already
    choices.add(choice);
    item.setChoices(choices);
  }

  /** Lets the dialog begin with these inputs; SciJava would put inherited ones there. */
  final void putFirst(String... names) {
    List<String> first = List.of(names);
    List<ModuleItem<?>> others = new ArrayList<>();
    getInfo().inputs().forEach(others::add);
    others.removeIf(item -> first.contains(item.getName()));
    for (ModuleItem<?> item : others) {
      getInfo().removeInput(item);
      getInfo().addInput(item);
    }
  }

  /** Asks for the model if the user wants to browse for it; false if he thought better of it. */
  final boolean modelIsChosen() {
    if (model.equals(ModelChooser.BROWSE) && !isMacro()) {
      Optional<String> chosen = ModelChooser.choose();
      model = chosen.orElse(lastModel == null ? defaultModel : lastModel);
      moduleService.save(getInfo().getMutableInput("model", String.class), model);
      if (chosen.isEmpty()) {
        cancel(null);
        return false;
      }
      setInput("model", model); // this is what is recorded
    }
    return true;
  }

  /** Name or path. */
  final String model() {
    return model;
  }

  /** The number that the user gave. */
  final double minScore() {
    return minScore;
  }

  /**
   * @param minScore the lowest score that counts, 0 to 1
   */
  final DetectionSettings settings(double minScore) throws SpermFinderException {
    return new DetectionSettings(
        minScore, maxOverlap, maxDetections, choice("view", view, View.class));
  }

  /** In micrometres; 0 for what the image says. */
  final double pixelSize() {
    return pixelSize;
  }

  final Device device() throws SpermFinderException {
    return Device.parse(device);
  }
}
