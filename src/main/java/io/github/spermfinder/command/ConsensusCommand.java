package io.github.spermfinder.command;

import io.github.spermfinder.KeptFiles;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.AgreementTable;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.UserFiles;
import io.github.spermfinder.label.AnnotatorFiles;
import io.github.spermfinder.label.Coco;
import io.github.spermfinder.label.Consensus;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Makes one truth of what several annotators drew. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Consensus Labels...",
    initializer = "initializeInputs")
public class ConsensusCommand extends SpermFinderCommand {

  private static final String WHAT =
      "a folder with one file of labels for each annotator, or such files with ; between them";

  @Parameter(
      label = "Annotators' labels",
      description =
          "A folder with a file, or folder, of labels for each annotator; or such files with ;"
              + " between them",
      style = FileWidget.DIRECTORY_STYLE)
  private String inputs = "";

  @Parameter(
      label = "Annotators who agree",
      description = "A box becomes truth if at least so many drew it",
      min = "1",
      max = "1000")
  private int atLeast = 2;

  @Parameter(
      label = "Overlap that is agreement",
      description = "The least intersection over union of two annotators' boxes that are the same",
      min = "0.01",
      max = "1",
      stepSize = "0.05",
      style = "slider,format:0.00")
  private double iou = 0.5;

  @Parameter(
      label = "Save as",
      description =
          "A COCO file, with the annotators' agreement beside it as CSV; empty shows that only",
      required = false,
      style = FileWidget.SAVE_STYLE)
  private File output;

  @Override
  void execute() throws SpermFinderException, IOException {
    Consumer<String> notes = Messages.notes();
    List<Path> given = given();
    boolean save = output != null;
    Path target = save ? target(given) : null;
    Map<String, Dataset> annotators = AnnotatorFiles.read(files(given, notes), notes);
    if (atLeast > annotators.size()) {
      throw new SpermFinderException(
          String.format(
              "atleast=%d is not allowed: give a whole number from 1 to %d, as there are %d"
                  + " annotators.",
              atLeast, annotators.size(), annotators.size()));
    }
    Consensus consensus;
    try {
      consensus = Consensus.of(annotators, atLeast, iou);
    } catch (IllegalArgumentException e) {
      throw new SpermFinderException(e.getMessage() + ".", e);
    }
    AgreementTable table = new AgreementTable(consensus.agreements());
    if (save) {
      LabelFiles.write(consensus.truth(), new Coco(), target).forEach(notes);
      Path csv = table(target);
      KeptFiles.write(csv, table::write)
          .ifPresent(kept -> notes.accept(LabelFiles.keptNote(csv, kept)));
    }
    consensus.notes().forEach(notes);
    table.show();
    int boxes = consensus.truth().images().stream().mapToInt(i -> i.annotations().size()).sum();
    new ImageJProgress(this::isCanceled)
        .show(1, boxes + " boxes of " + annotators.size() + " annotators' consensus");
  }

  private List<Path> files(List<Path> given, Consumer<String> notes)
      throws SpermFinderException, IOException {
    List<Path> files = isFolder(given) ? AnnotatorFiles.in(given.get(0), notes) : given;
    if (files.size() < 2) {
      throw new SpermFinderException(
          "inputs="
              + inputs
              + " is not allowed: give labels of two or more annotators, as "
              + WHAT
              + ".");
    }
    return files;
  }

  private List<Path> given() throws SpermFinderException {
    List<Path> paths = new ArrayList<>();
    for (String path : inputs.split(";")) {
      if (!path.isBlank()) {
        paths.add(UserFiles.existing("inputs", path.strip(), WHAT));
      }
    }
    return paths.stream().distinct().toList();
  }

  private static boolean isFolder(List<Path> given) {
    return given.size() == 1 && Files.isDirectory(given.get(0));
  }

  private Path target(List<Path> given) throws SpermFinderException {
    Path target = UserFiles.any("output", path(output), "a file to write");
    // In their folder, the next run would take it for one more annotator.
    boolean amongThem = isFolder(given) && given.get(0).equals(target.getParent());
    if (amongThem || given.contains(target) || Files.isDirectory(target)) {
      throw new SpermFinderException(
          "output="
              + output
              + " is not allowed: give a file that does not lie among the annotators' labels.");
    }
    return target;
  }

  private static Path table(Path target) {
    String name = target.getFileName().toString().replaceFirst("(?i)\\.json$", "");
    return target.resolveSibling(name + ".csv");
  }
}
