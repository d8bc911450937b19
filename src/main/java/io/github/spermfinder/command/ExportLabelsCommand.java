package io.github.spermfinder.command;

import ij.ImagePlus;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.ImageLabels;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.RoiDisplay;
import io.github.spermfinder.host.UserFiles;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelFiles;
import io.github.spermfinder.label.LabelFormat;
import io.github.spermfinder.label.LabelFormats;
import io.github.spermfinder.review.ReviewSession;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Writes the active image's regions of interest, or other label files, as labels in a format. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Export Labels...",
    initializer = "initializeInputs")
public class ExportLabelsCommand extends SpermFinderCommand {

  @Parameter(required = false)
  private ImagePlus image;

  @Parameter(
      label = "Save as",
      description = "A file, or a folder for YOLO and Pascal VOC; what is there already is kept",
      required = false,
      persist = false,
      style = FileWidget.SAVE_STYLE)
  private File output;

  @Parameter(label = "Format")
  private String format;

  @Parameter(
      label = "Convert instead",
      description =
          "A file or folder of labels to write in the format; empty takes the regions in the ROI"
              + " Manager, or if it has none, on the active image's overlay",
      required = false,
      persist = false,
      style = FileWidget.FILE_AND_DIRECTORY_STYLE)
  private File input;

  /** Offers the formats that there are. */
  @Override
  protected void initializeInputs() {
    List<String> titles = LabelFormats.all().stream().map(LabelFormat::title).toList();
    getInfo().getMutableInput("format", String.class).setChoices(titles);
    format = titles.get(0);
    super.initializeInputs();
  }

  @Override
  void execute() throws SpermFinderException, IOException {
    LabelFormat target = format();
    String what = target.isFolder() ? "a folder" : "a file";
    Path path = UserFiles.any("output", path(output), what + " to write");
    if (target.isFolder() ? Files.isRegularFile(path) : Files.isDirectory(path)) {
      throw new SpermFinderException(
          "output=" + output + " is not allowed: give " + what + " for a " + target.title() + ".");
    }
    Consumer<String> notes = Messages.notes();
    int labels;
    if (input != null) {
      Path from = UserFiles.labels("input", path(input));
      labels = convert(from, target, path, notes);
    } else if (image != null) {
      ReviewSession.requireNone(image); // the ROI Manager gets what was judged at its end
      requireNoneElsewhere();
      labels = ImageLabels.write(image, target, path, notes);
    } else {
      throw new SpermFinderException(
          "No image is open: open one with regions, or give labels to convert as input.");
    }
    new ImageJProgress(this::isCanceled).show(1, labels + " labels in " + path);
  }

  /** An image with a saved review that nobody has put on it is not one that nothing is in. */
  private void requireNoneElsewhere() throws SpermFinderException {
    Optional<Path> saved =
        RoiDisplay.rois(image).isEmpty() ? ReviewSession.savedLabels(image) : Optional.empty();
    if (saved.isPresent()) {
      throw new SpermFinderException(
          String.format(
              "There are no regions of %s, but its review is saved in %s: go on with it or load it"
                  + " with action=Load first, or remove it if nothing is in the image.",
              image.getTitle(), saved.get()));
    }
  }

  private LabelFormat format() throws SpermFinderException {
    return LabelFormats.titled(format)
        .orElseThrow(
            () ->
                new SpermFinderException(
                    LabelFormats.all().stream()
                        .map(LabelFormat::title)
                        .collect(
                            Collectors.joining(
                                ", ", "format=" + format + " is not allowed: give one of ", "."))));
  }

  private static int convert(Path from, LabelFormat format, Path to, Consumer<String> notes)
      throws SpermFinderException, IOException {
    Dataset dataset = UserFiles.read("input", from, notes);
    LabelFiles.write(dataset, format, to).forEach(notes);
    Path folder = LabelFiles.imageFolder(from);
    if (!folder.equals(LabelFiles.imageFolder(to))) {
      notes.accept(
          "Images were not copied: names of files in " + to + " count from " + folder + ".");
    }
    return dataset.images().stream().mapToInt(i -> i.annotations().size()).sum();
  }
}
