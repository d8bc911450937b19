package io.github.spermfinder.command;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.folder.FolderRun;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.Models;
import io.github.spermfinder.host.OutputFolder;
import io.github.spermfinder.host.UserFiles;
import io.github.spermfinder.model.ModelCache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Finds sperm in all images, stacks and videos of a folder. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Detect in Folder...",
    initializer = "initializeInputs")
public class FolderCommand extends FinderCommand {

  @Parameter(
      label = "Input",
      description = "Folder of images, stacks and videos; folders in it are looked at too",
      required = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File input;

  @Parameter(
      label = "Output",
      description = "Folder of the results, new or of an earlier run that goes on",
      required = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File output;

  @Parameter(
      label = "Pattern",
      description = "Of file names, such as *.png or sample?_*.{tif,avi}",
      required = false)
  private String pattern =
      "*.{png,jpg,jpeg,tif,tiff,bmp,gif,pgm,dcm,avi,mp4,m4v,mov,mkv,webm,wmv,mpg,mpeg}";

  @Parameter(
      label = "Channel",
      description = "0 takes what is displayed: merged in a composite image, else the current one",
      min = "0",
      max = "1000")
  private int channel = 0;

  @Override
  protected void initializeInputs() {
    super.initializeInputs();
    putFirst("input", "output", "pattern");
  }

  @Override
  void execute() throws SpermFinderException, IOException {
    checkSettings();
    Device device = device();
    Path folder = UserFiles.existing("input", path(input), "a folder of images");
    if (!Files.isDirectory(folder)) {
      throw new SpermFinderException("input=" + input + " is no folder.");
    }
    if (!modelIsChosen()) {
      return;
    }
    Path results = OutputFolder.of("output", path(output)).normalize();
    if (Files.isSameFile(results, folder)) {
      throw new SpermFinderException(
          "output=" + output + " is the folder of the images: give another one for the results.");
    }
    ImageJProgress progress = new ImageJProgress(this::isCanceled);
    Consumer<String> notes = Messages.notes();
    try (ModelCache.Loan loan = Models.borrow(model(), device, progress)) {
      DetectionSettings detection = settings(loan.model().folder(), notes);
      FolderRun.Settings settings =
          new FolderRun.Settings(
              folder, results, pattern == null ? "" : pattern, detection, pixelSize(), channel);
      new FolderRun(settings, loan.model(), progress, notes).run();
    }
  }
}
