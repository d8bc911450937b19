package io.github.spermfinder.host;

import ij.gui.Plot;
import ij.gui.Roi;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.KeptFiles;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.evaluate.Evaluation;
import io.github.spermfinder.evaluate.ImageErrors;
import io.github.spermfinder.evaluate.PrecisionRecallCurve;
import io.github.spermfinder.evaluate.Report;
import io.github.spermfinder.label.CocoResults;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.RoiSet;
import io.github.spermfinder.label.Rois;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * An evaluation as files in a folder: those of {@link Report#save}, {@code precision-recall.png},
 * {@code scores.png}, {@code detections.json} with what a model found, in COCO's format for results
 * and, for each image or stack with errors, {@code errors/NAME_RoiSet.zip}. Files of an earlier
 * evaluation are replaced, or go where this one has none.
 */
public final class EvaluationFiles {

  private static final String DETECTIONS = "detections.json";
  private static final String ERRORS = "errors";
  private static final String ROIS = "_RoiSet.zip";

  private final Path folder;

  private EvaluationFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Files in a folder, which is made if it is not there.
   *
   * @throws SpermFinderException if nothing can be written there
   */
  public static EvaluationFiles in(String folder) throws SpermFinderException {
    return new EvaluationFiles(OutputFolder.of("saveto", folder));
  }

  /**
   * Writes all. The errors are those that are made at the threshold with the best F1.
   *
   * @throws SpermFinderException if a file cannot be written; what it was before is still there
   */
  public void write(EvaluationRun run, Report report) throws SpermFinderException {
    try {
      Set<Path> written = new HashSet<>();
      report.save(folder);
      for (Map.Entry<String, Plot> plot : EvaluationPlots.of(report).entrySet()) {
        var pixels = plot.getValue().getProcessor().getBufferedImage();
        Path file = folder.resolve(plot.getKey());
        AtomicFile.write(file, out -> ImageIO.write(pixels, "png", out));
        written.add(file);
      }
      if (run.found().isPresent()) {
        KeptFiles.Writer writer = file -> new CocoResults().write(run.found().get(), file);
        if (hasDetectSperms()) {
          KeptFiles.write(folder.resolve(DETECTIONS), writer);
        } else {
          writer.write(folder.resolve(DETECTIONS));
        }
        written.add(folder.resolve(DETECTIONS));
      }
      if (report.evaluation().isPresent()) {
        written.addAll(writeErrors(run.truth(), report.evaluation().get()));
      }
      for (Path file : ofEvaluations()) {
        if (!written.contains(file) && !run.hasRead(file)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new SpermFinderException(
          "The evaluation cannot be written to saveto=" + folder + ": " + UserFiles.message(e), e);
    }
  }

  /** Whether the detections there are Detect Sperm's. */
  private boolean hasDetectSperms() {
    return Files.exists(folder.resolve("detections.csv"));
  }

  /** The files that this or an earlier evaluation has written, but for the report's. */
  private Set<Path> ofEvaluations() throws IOException {
    Set<Path> files = new HashSet<>();
    EvaluationPlots.FILES.forEach(name -> files.add(folder.resolve(name)));
    if (!hasDetectSperms()) {
      files.add(folder.resolve(DETECTIONS));
    }
    files.removeIf(file -> !Files.isRegularFile(file));
    if (Files.isDirectory(folder.resolve(ERRORS))) {
      try (var errors = Files.newDirectoryStream(folder.resolve(ERRORS), "*" + ROIS)) {
        errors.forEach(files::add);
      }
    }
    return files;
  }

  private Set<Path> writeErrors(Dataset truth, Evaluation evaluation) throws IOException {
    double threshold =
        evaluation.curve().bestF1().map(PrecisionRecallCurve.Point::threshold).orElse(0.);
    Map<String, List<Roi>> roisByTitle = new LinkedHashMap<>();
    for (ImageErrors errors : evaluation.errors(threshold)) {
      roisByTitle
          .computeIfAbsent(Rois.title(errors.fileName()), title -> new ArrayList<>())
          .addAll(ErrorRois.of(errors, evaluation.classes()));
    }
    Set<Path> written = new HashSet<>();
    for (Map.Entry<String, String> file : fileNames(truth).entrySet()) {
      if (roisByTitle.containsKey(file.getKey())) {
        Path path = folder.resolve(ERRORS).resolve(file.getValue() + ROIS);
        RoiSet.save(roisByTitle.get(file.getKey()), path);
        written.add(path);
      }
    }
    return written;
  }

  /**
   * Names for files about images and stacks: theirs without folder and extension or, where several
   * have the same, with both.
   */
  private static Map<String, String> fileNames(Dataset truth) {
    List<String> titles =
        truth.images().stream().map(LabelledImage::fileName).map(Rois::title).distinct().toList();
    Map<String, Long> count =
        titles.stream()
            .collect(Collectors.groupingBy(EvaluationFiles::stem, Collectors.counting()));
    Function<String, String> name = t -> count.get(stem(t)) == 1 ? stem(t) : plain(t);
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String title : titles) {
      String unique = name.apply(title);
      for (int i = 1; !taken.add(unique); i++) {
        unique = name.apply(title) + "-" + i;
      }
      names.put(title, unique);
    }
    return names;
  }

  private static String stem(String title) {
    return plain(title.replaceFirst(".*[/\\\\]", "").replaceFirst("(?<=.)\\.\\w+$", ""));
  }

  /** Without what some systems do not allow in file names. */
  private static String plain(String name) {
    return name.replaceAll("[/\\\\:*?\"<>|]", "_");
  }
}
