package io.github.spermfinder.command;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.UserFiles;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Deidentification;
import io.github.spermfinder.label.LabelFiles;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.Patients;
import io.github.spermfinder.label.Split;
import io.github.spermfinder.label.SplitFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Splits a dataset into what to train with, to choose by, and to test with. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Split Dataset...",
    initializer = "initializeInputs")
public class SplitCommand extends SpermFinderCommand {

  private static final String WHAT_PATIENT =
      "a regular expression with one group (...) for the patient in file names, or a CSV file with"
          + " the columns file and patient";

  /** What becomes of the images. */
  private enum Images {
    LISTS("Lists only"),
    COPIES("Copies"),
    DEIDENTIFIED("De-identified copies");

    private final String label;

    Images(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  @Parameter(
      label = "Labels",
      description = "File or folder of labels; images lie where it says, seen from its folder",
      required = false,
      style = FileWidget.FILE_AND_DIRECTORY_STYLE)
  private File input;

  @Parameter(
      label = "Patient",
      description =
          "A regular expression whose group is the patient, such as (.*)_frame, found in file"
              + " names; or a CSV file with the columns file and patient")
  private String patient = "";

  @Parameter(label = "Share for training", min = "0", max = "100", style = "format:0.##")
  private double train = 80;

  @Parameter(label = "Share for validation", min = "0", max = "100", style = "format:0.##")
  private double validation = 10;

  @Parameter(label = "Share for testing", min = "0", max = "100", style = "format:0.##")
  private double test = 10;

  @Parameter(
      label = "Seed",
      description = "The same seed gives the same split",
      min = "0",
      max = "2147483647")
  private int seed = 1;

  @Parameter(
      label = "Images",
      description =
          "De-identified copies have pixels only, and neutral names; a key file links them with the"
              + " originals",
      choices = {"Lists only", "Copies", "De-identified copies"})
  private String copy = "Lists only";

  @Parameter(
      label = "Save to folder",
      description = "Empty writes lists beside the labels; copies need a new or an empty folder",
      required = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File output;

  @Parameter(
      label = "Key file",
      description =
          "For de-identified copies; not within their folder. Empty takes its name with -key.csv",
      required = false,
      style = FileWidget.SAVE_STYLE)
  private File key;

  @Override
  void execute() throws SpermFinderException, IOException {
    Images images = choice("copy", copy, Images.class);
    Path labels = UserFiles.labels("input", path(input));
    Path folder = folder(images, LabelFiles.imageFolder(labels));
    Consumer<String> notes = Messages.notes();
    Dataset dataset = UserFiles.read("input", labels, notes);
    Map<String, String> patients = patients(dataset);
    Split split;
    try {
      SplitFiles.requireWholeStacks(patients);
      split = Split.of(patients, new Split.Shares(train, validation, test), seed);
    } catch (IllegalArgumentException e) {
      throw new SpermFinderException(e.getMessage() + ".", e);
    }
    ImageJProgress progress = new ImageJProgress(this::isCanceled);
    try {
      write(images, new SplitFiles(dataset, split), labels, folder, patients, notes, progress);
    } catch (CancellationException e) {
      notes.accept("Canceled: nothing was written.");
      cancel(null);
      return;
    }
    String summary =
        describe("train", split.train(), patients)
            + ", "
            + describe("validation", split.validation(), patients)
            + ", "
            + describe("test", split.test(), patients);
    notes.accept(summary + ", in " + folder + ".");
    progress.show(1, summary);
  }

  private Path folder(Images images, Path imageFolder) throws SpermFinderException, IOException {
    if (images == Images.LISTS && output == null) {
      return imageFolder;
    }
    Path folder = UserFiles.any("output", path(output), "a folder to write");
    if (Files.isRegularFile(folder)) {
      throw new SpermFinderException(
          "output=" + output + " is not allowed: it is a file; give a folder to write.");
    }
    if (images != Images.LISTS) {
      SplitFiles.requireEmpty(folder);
    }
    return folder;
  }

  private Map<String, String> patients(Dataset dataset) throws SpermFinderException, IOException {
    List<String> names = dataset.images().stream().map(LabelledImage::fileName).toList();
    String text = patient.strip();
    if (isTable(text)) {
      return Patients.byTable(names, UserFiles.existing("patient", text, WHAT_PATIENT));
    }
    try {
      if (!text.isEmpty()) {
        return Patients.byPattern(names, Pattern.compile(text));
      }
    } catch (PatternSyntaxException e) {
      throw wrongPatient(e.getDescription(), e);
    } catch (IllegalArgumentException e) {
      throw wrongPatient(e.getMessage(), e);
    }
    throw wrongPatient("it says who is who", null);
  }

  private SpermFinderException wrongPatient(String reason, Exception cause) {
    return new SpermFinderException(
        "patient=" + patient + " is not allowed (" + reason + "): give " + WHAT_PATIENT + ".",
        cause);
  }

  private static boolean isTable(String text) {
    try {
      return text.toLowerCase(Locale.ROOT).endsWith(".csv") || Files.isRegularFile(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void write(
      Images images,
      SplitFiles files,
      Path labels,
      Path folder,
      Map<String, String> patients,
      Consumer<String> notes,
      Progress progress)
      throws SpermFinderException, IOException {
    Path from = LabelFiles.imageFolder(labels);
    switch (images) {
      case LISTS -> {
        files.writeLists(folder).forEach(notes);
        if (!folder.equals(from)) {
          notes.accept("File names in the lists count from " + from + ".");
        }
      }
      case COPIES -> files.writeCopies(from, folder, progress);
      case DEIDENTIFIED -> {
        Path keyFile = keyFile(folder);
        files
            .writeDeidentified(from, folder, Deidentification.of(patients), keyFile, progress)
            .ifPresent(kept -> notes.accept(LabelFiles.keptNote(keyFile, kept)));
        notes.accept(
            "The key that leads from the copies back to the patients is "
                + keyFile
                + ": keep it apart from them.");
      }
      default -> throw new IllegalStateException("No such choice: " + images);
    }
  }

  private Path keyFile(Path folder) throws SpermFinderException {
    Path file =
        key == null
            ? folder.resolveSibling(folder.getFileName() + "-key.csv")
            : UserFiles.any("key", path(key), "a file to write");
    if (file.startsWith(folder) || Files.isDirectory(file)) {
      throw new SpermFinderException(
          "key=" + key + " is not allowed: give a file that does not lie in " + folder + ".");
    }
    return file;
  }

  private static String describe(String side, List<String> names, Map<String, String> patients) {
    long count = names.stream().map(patients::get).distinct().count();
    return String.format("%s: %d images of %d patients", side, names.size(), count);
  }
}
