package io.github.spermfinder.command;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Rois;
import io.github.spermfinder.live.LiveDetection;
import io.github.spermfinder.review.ReviewAction;
import io.github.spermfinder.review.ReviewOrder;
import io.github.spermfinder.review.ReviewSession;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scijava.Cancelable;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Lets an annotator go through the detections of the active image with keys. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Review Detections...",
    initializer = "initializeInputs")
public class ReviewCommand extends SpermFinderCommand implements Cancelable {

  private static final Pattern CLASS = Pattern.compile("(?i)class\\s+(\\d{1,3})");

  /** What to do with a review that is saved already. */
  private enum Saved {
    GO_ON("Go on"),
    START_ANEW("Start anew");

    private final String label;

    Saved(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  @Parameter(required = false)
  private ImagePlus image;

  @Parameter(
      label = "Order",
      description = "In which the detections of all planes are gone through",
      choices = {"Lowest score first", "Highest score first", "Position"})
  private String order = "Lowest score first";

  @Parameter(
      label = "Save to folder",
      description = "Gets NAME.review.zip; empty saves it beside the image's file",
      required = false,
      persist = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File saveTo;

  @Parameter(visibility = ItemVisibility.INVISIBLE, required = false, persist = false)
  private String saved = "Go on";

  @Parameter(visibility = ItemVisibility.INVISIBLE, required = false, persist = false)
  private String action = "Start";

  @Override
  void execute() throws SpermFinderException {
    if (image == null) {
      throw new SpermFinderException(
          "No image is open: open one, then run Review Detections again.");
    }
    Matcher classId = CLASS.matcher(action.trim());
    if (classId.matches()) {
      running().classify(checkedClass(Integer.parseInt(classId.group(1))));
      return;
    }
    ReviewAction what = choice("action", action, ReviewAction.class);
    switch (what) {
      case START -> start();
      case LOAD -> ReviewSession.load(image, path(saveTo));
      default -> running().perform(what);
    }
  }

  private void start() throws SpermFinderException {
    ReviewOrder wanted = choice("order", order, ReviewOrder.class);
    Saved ifSaved = choice("saved", saved, Saved.class);
    if (GraphicsEnvironment.isHeadless() || image.getWindow() == null) {
      throw new SpermFinderException(
          "A review needs a display and an image that is shown, since somebody must look at it;"
              + " without one, action=Load puts the labels of a saved review on the image.");
    }
    if (ReviewSession.of(image).isPresent()) {
      throw new SpermFinderException("The review of " + image.getTitle() + " is going on.");
    }
    if (LiveDetection.isRunning(image)) {
      throw new SpermFinderException(
          "Live detection is running on " + image.getTitle() + ": run it again to end it first.");
    }
    boolean begun =
        ReviewSession.start(
            image,
            wanted,
            path(saveTo),
            text -> isMacro() ? Optional.of(ifSaved == Saved.GO_ON) : asksToGoOn(text));
    if (!begun) {
      cancel(null);
    }
  }

  private static Optional<Boolean> asksToGoOn(String text) {
    GenericDialog dialog = new GenericDialog("Review Detections");
    dialog.addMessage("There is a saved review of this image,\n" + text);
    dialog.enableYesNoCancel("Go on with it", "Start anew");
    dialog.addMessage("(The saved one is kept, under another name.)");
    dialog.showDialog();
    return dialog.wasCanceled() ? Optional.empty() : Optional.of(dialog.wasOKed());
  }

  private ReviewSession running() throws SpermFinderException {
    return ReviewSession.of(image)
        .orElseThrow(
            () ->
                new SpermFinderException(
                    "action="
                        + action
                        + " needs a review of "
                        + image.getTitle()
                        + " that is going on: start one with Review Detections."));
  }

  private static int checkedClass(int classId) throws SpermFinderException {
    if (classId < 1 || classId > Rois.MAX_GROUP) {
      throw new SpermFinderException(
          "action=[Class "
              + classId
              + "] is not allowed: give a class from 1 to "
              + Rois.MAX_GROUP
              + ".");
    }
    return classId;
  }
}
