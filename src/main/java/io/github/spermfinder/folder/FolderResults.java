package io.github.spermfinder.folder;

import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.CsvFile;
import io.github.spermfinder.KeptFiles;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.ImageDetections;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.CocoResults;
import io.github.spermfinder.label.Extras;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.RoiSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVPrinter;

/**
 * The files that a run leaves: {@code rois/FILE.zip} for each file as soon as it is done, and for
 * all together {@code detections.csv}, {@code detections.json} (COCO results), {@code images.csv}
 * (the files, the one with the best find first), {@code contact_sheet.png} and {@code summary.txt}.
 * The journal says what is done; all but the regions can be made of it.
 */
final class FolderResults implements AutoCloseable {

  /** What makes a folder one of results. */
  static final String JOURNAL = "progress.jsonl";

  /** Of a file's name that systems take, in bytes. */
  private static final int MAX_NAME = 255;

  private static final String ROIS = "rois";
  private static final String TABLE = "detections.csv";
  private static final String COCO = "detections.json";
  private static final String IMAGES = "images.csv";
  private static final String SHEET = "contact_sheet.png";
  private static final String SUMMARY = "summary.txt";

  /** What a killed run may leave of {@link AtomicFile} and {@link KeptFiles}. */
  private static final String HALF_WRITTEN =
      "\\..*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(tmp|new)";

  private final Path folder;
  private final FolderJournal journal;

  /**
   * How much there is.
   *
   * @param files that are done
   * @param planes in them
   * @param detections in them
   * @param filesWithDetections files with at least one
   */
  record Count(int files, long planes, long detections, int filesWithDetections) {}

  /** A file's place in the ranking. */
  private record Ranked(
      String file, int planes, int detections, OptionalDouble best, String plane, String problem) {}

  private FolderResults(Path folder, FolderJournal journal) {
    this.folder = folder;
    this.journal = journal;
  }

  /**
   * Opens a folder of results, new or of a run that was ended early.
   *
   * @param folder that exists
   * @param settings that results depend on, by the keys of the command
   * @throws SpermFinderException if it holds something else
   */
  static FolderResults open(Path folder, Map<String, String> settings)
      throws SpermFinderException, IOException {
    Path journal = folder.resolve(JOURNAL);
    if (!Files.exists(journal)) {
      for (String name : List.of(TABLE, COCO, IMAGES, SHEET, SUMMARY, ROIS)) {
        if (Files.exists(folder.resolve(name))) {
          throw new SpermFinderException(
              "output=" + folder + " holds " + name + " of something else: choose another folder.");
        }
      }
    }
    FolderResults results = new FolderResults(folder, FolderJournal.open(journal, settings));
    boolean open = false;
    try {
      results.sweep();
      open = true;
      return results;
    } finally {
      if (!open) {
        results.close(); // else nobody could go on
      }
    }
  }

  /** Only where it writes: other folders here, with results of other runs say, are not its own. */
  private void sweep() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      deleteHalfWritten(files);
    }
    if (Files.exists(folder.resolve(ROIS))) {
      try (Stream<Path> files = Files.walk(folder.resolve(ROIS))) {
        deleteHalfWritten(files);
      }
    }
  }

  private static void deleteHalfWritten(Stream<Path> files) throws IOException {
    try {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches(HALF_WRITTEN)) {
          Files.delete(file);
        }
      }
    } catch (UncheckedIOException e) { // a folder that cannot be read
      throw e.getCause();
    }
  }

  /** Whether a file, as it is now, is done. */
  boolean has(FolderFile file) {
    return journal.has(file) && Files.exists(rois(file));
  }

  private Path rois(FolderFile file) {
    Path named = folder.resolve(ROIS).resolve(file.name() + ".zip");
    String name = named.getFileName().toString();
    if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME) {
      return named;
    }
    String start = name.substring(0, name.offsetByCodePoints(0, 50));
    return named.resolveSibling(String.format("%s~%08x.zip", start, file.name().hashCode()));
  }

  /** Adds what was found in a file, wholly or not at all. */
  void add(FolderFile file, ImageDetections detections) throws IOException {
    KeptFiles.write(rois(file), path -> RoiSet.save(detections.rois(), path));
    journal.add(FolderRecord.of(file, detections)); // last: now it is done
  }

  // -- All together --

  /**
   * Writes tables and COCO results of all files that are done.
   *
   * @param problems of files that could not be looked at, by name
   */
  Count write(List<FolderFile> files, Map<String, String> problems) throws IOException {
    CsvFile.write(folder.resolve(TABLE), csv -> printTable(files, csv));
    AtomicFile.write(folder.resolve(COCO), out -> writeCoco(files, new CocoResults.Stream(out)));
    return writeRanking(files, problems);
  }

  private void printTable(List<FolderFile> files, CSVPrinter csv) throws IOException {
    csv.print("File");
    csv.printRecord(ImageDetections.columns());
    for (FolderFile file : files) {
      Optional<FolderRecord> record = journal.get(file);
      if (record.isPresent()) {
        for (FolderRecord.Found found : record.get().found()) {
          csv.print(file.name());
          csv.printRecord(found.row());
        }
      }
    }
  }

  /** Images have their places among all planes of all files as ids. */
  private void writeCoco(List<FolderFile> files, CocoResults.Stream coco) throws IOException {
    long first = 1;
    for (FolderFile file : files) {
      Optional<FolderRecord> record = journal.get(file);
      if (record.isPresent()) {
        for (FolderRecord.Found found : record.get().found()) {
          Annotation annotation =
              new Annotation(
                  found.box(),
                  found.classId(),
                  found.box().area(),
                  false,
                  OptionalDouble.of(found.score()),
                  Extras.NONE);
          coco.add(
              new LabelledImage(
                  found.name(), record.get().width(), record.get().height(), List.of(annotation)),
              first + found.plane());
        }
        first += record.get().planes();
      }
    }
    coco.finish();
  }

  private Count writeRanking(List<FolderFile> files, Map<String, String> problems)
      throws IOException {
    List<Ranked> ranking = new ArrayList<>();
    for (FolderFile file : files) {
      Optional<FolderRecord> record = journal.get(file);
      if (record.isPresent()) {
        ranking.add(ranked(record.get()));
      } else if (problems.containsKey(file.name())) {
        ranking.add(
            new Ranked(file.name(), 0, 0, OptionalDouble.empty(), "", problems.get(file.name())));
      }
    }
    ranking.sort(
        Comparator.comparing((Ranked ranked) -> !ranked.problem().isEmpty())
            .thenComparing(Comparator.comparingDouble((Ranked r) -> r.best().orElse(-1)).reversed())
            .thenComparing(Ranked::file));
    CsvFile.write(
        folder.resolve(IMAGES),
        csv -> {
          csv.printRecord("File", "Planes", "Detections", "Best score", "Best in", "Problem");
          for (Ranked ranked : ranking) {
            csv.printRecord(
                ranked.file(),
                ranked.planes(),
                ranked.detections(),
                ranked.best().isEmpty()
                    ? ""
                    : String.format(Locale.ROOT, "%.4f", ranked.best().getAsDouble()),
                ranked.plane(),
                ranked.problem());
          }
        });
    List<Ranked> done = ranking.stream().filter(ranked -> ranked.problem().isEmpty()).toList();
    return new Count(
        done.size(),
        done.stream().mapToLong(Ranked::planes).sum(),
        done.stream().mapToLong(Ranked::detections).sum(),
        (int) done.stream().filter(ranked -> ranked.detections() > 0).count());
  }

  private static Ranked ranked(FolderRecord record) {
    String plane =
        record.found().stream()
            .max(Comparator.comparingDouble(FolderRecord.Found::score))
            .map(FolderRecord.Found::name)
            .orElse("");
    return new Ranked(
        record.file(), record.planes(), record.found().size(), record.best(), plane, "");
  }

  /**
   * Draws the best finds of all, unless it is canceled.
   *
   * @return whether it has
   */
  boolean drawSheet(List<FolderFile> files, ContactSheet.Pixels pixels, Progress progress)
      throws IOException {
    ContactSheet sheet = new ContactSheet();
    for (FolderFile file : files) {
      journal.get(file).ifPresent(record -> sheet.consider(file, record));
    }
    Optional<BufferedImage> drawn = sheet.draw(pixels, progress);
    if (drawn.isPresent()) {
      AtomicFile.write(folder.resolve(SHEET), out -> ImageIO.write(drawn.get(), "png", out));
    }
    return drawn.isPresent();
  }

  void writeSummary(String text) throws IOException {
    AtomicFile.write(
        folder.resolve(SUMMARY), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
