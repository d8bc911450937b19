package io.github.spermfinder.command;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.ImageLabels;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.RoiDestination;
import io.github.spermfinder.host.RoiDisplay;
import io.github.spermfinder.host.UserFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Puts labels from a file onto the active image, as regions of interest. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Import Labels...",
    initializer = "initializeInputs")
public class ImportLabelsCommand extends SpermFinderCommand {

  @Parameter(required = false)
  private ImagePlus image;

  @Parameter(
      label = "Labels",
      description =
          "A COCO, VIA or RoiSet.zip file, or a YOLO or Pascal VOC folder; which one, is found out",
      required = false,
      style = FileWidget.FILE_AND_DIRECTORY_STYLE)
  private File input;

  @Parameter(
      label = "Regions of interest",
      choices = {"Add to ROI Manager", "Replace ROI Manager", "Overlay only"})
  private String rois = "Add to ROI Manager";

  @Override
  void execute() throws SpermFinderException, IOException {
    if (image == null) {
      throw new SpermFinderException("No image is open: open the one that the labels are of.");
    }
    RoiDestination destination = choice("rois", rois, RoiDestination.class);
    Path labels = UserFiles.labels("input", path(input));
    List<Roi> regions = ImageLabels.read(image, labels, Messages.notes());
    RoiDisplay.show(image, regions, destination);
    new ImageJProgress(this::isCanceled).show(1, regions.size() + " labels on " + image.getTitle());
  }
}
