package io.github.spermfinder.command;

import ij.IJ;
import ij.ImagePlus;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.host.GroupNames;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.Models;
import io.github.spermfinder.live.LiveDetection;
import io.github.spermfinder.model.ModelCache;
import io.github.spermfinder.review.ReviewSession;
import java.awt.GraphicsEnvironment;
import java.util.function.Consumer;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Detects on the active image whenever its pixels change, and stops when it is run again. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Live Detection",
    initializer = "initializeInputs")
public class LiveCommand extends FinderCommand {

  @Parameter(required = false)
  private ImagePlus image;

  /** It asks nothing: from the menu it looks as Detect Sperm did last. */
  @Override
  protected void initializeInputs() {
    super.initializeInputs();
    if (!isMacro()) {
      takeLastInputsOf(DetectCommand.class);
    }
  }

  @Override
  void execute() throws SpermFinderException {
    if (image == null) {
      throw new SpermFinderException("No image is open: open one, then run Live Detection again.");
    }
    if (LiveDetection.stop(image)) {
      IJ.showStatus("Live detection on " + image.getTitle() + " has ended");
      return;
    }
    if (GraphicsEnvironment.isHeadless() || image.getWindow() == null) {
      throw new SpermFinderException(
          "Live detection needs a display and an image that is shown, since somebody must look at"
              + " it; without one, use Detect Sperm.");
    }
    ReviewSession.requireNone(image);
    if (!modelIsChosen()) {
      return;
    }
    checkSettings();
    Device wanted = device();
    ImageJProgress progress = new ImageJProgress(this::isCanceled);
    Consumer<String> notes = Messages.notes();
    ModelCache.Loan loan = Models.borrow(model(), wanted, progress);
    try {
      DetectionSettings settings = settings(loan.model().folder(), notes);
      GroupNames.add(loan.model().folder().labels(), notes);
      LiveDetection.start(image, loan, settings, pixelSize(), notes);
    } catch (SpermFinderException | RuntimeException e) {
      loan.close(); // else live detection does
      throw e;
    }
    progress.show(1, "Live detection on " + image.getTitle() + ": run it again to end it");
  }
}
