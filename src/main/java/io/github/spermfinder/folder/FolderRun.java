package io.github.spermfinder.folder;

import io.github.spermfinder.Detection;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.Detector;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.host.ImageDetections;
import io.github.spermfinder.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Runs a detector over the images, stacks and videos in a folder. The files ahead are being read
 * and prepared, and the results of the files before written, while one is in the network. A file
 * whose results are there is not looked at again.
 */
public final class FolderRun {

  /** Files that are open at a time, each read by a thread of its own. */
  private static final int OPEN = 4;

  /** No more than one file is open where they are larger than this together, in bytes. */
  private static final long MAX_OPEN_BYTES = 1L << 26;

  /** The log takes a message with 1 for the outcome. */
  private static final double ALMOST = 0.999;

  /**
   * What to look at, and how.
   *
   * @param input folder of the images
   * @param output folder of the results, which exists
   * @param pattern of file names
   * @param detection how to look
   * @param pixelSize in micrometres; 0 takes each image's calibration
   * @param channel from 1, or 0 for what is displayed
   */
  public record Settings(
      Path input,
      Path output,
      String pattern,
      DetectionSettings detection,
      double pixelSize,
      int channel) {

    /** All that results depend on, by the keys of the command. */
    private Map<String, String> byKey(Model model) throws SpermFinderException {
      Map<String, String> keys = new LinkedHashMap<>();
      keys.put("input", input.toString());
      keys.put("pattern", pattern);
      keys.put("model", model.folder().name() + " " + model.folder().fingerprint());
      keys.put("minscore", Double.toString(detection.minScore()));
      keys.put("maxoverlap", Double.toString(detection.maxOverlap()));
      keys.put("maxdetections", Integer.toString(detection.maxDetections()));
      keys.put("view", detection.view().toString());
      keys.put("pixelsize", Double.toString(pixelSize));
      keys.put("channel", Integer.toString(channel));
      return keys;
    }
  }

  /** A file that is being read. */
  private record Started(FolderFile file, FolderImage image, Detector.Run run)
      implements AutoCloseable {

    @Override
    public void close() {
      run.close();
      image.close();
    }
  }

  private final Settings settings;
  private final Model model;
  private final Progress progress;
  private final Consumer<String> notes;
  private final Detector detector;
  private final Map<String, String> problems = new LinkedHashMap<>();
  private int fullViews;
  private double networkSeconds;
  private boolean canceled;

  /**
   * @param notes is told, for the user, what is worth knowing
   */
  public FolderRun(Settings settings, Model model, Progress progress, Consumer<String> notes) {
    this.settings = settings;
    this.model = model;
    this.progress = progress;
    this.notes = notes;
    detector = new Detector(model, settings.detection());
  }

  /**
   * Looks at all files that there are no results of yet, and writes the results.
   *
   * @throws SpermFinderException if there are no files, none can be looked at, or the output folder
   *     holds something else
   * @throws IOException if results cannot be written
   */
  public void run() throws SpermFinderException, IOException {
    long start = System.nanoTime();
    List<FolderFile> files =
        FolderFiles.list(settings.input(), settings.pattern(), settings.output(), notes);
    try (FolderResults results = FolderResults.open(settings.output(), settings.byKey(model))) {
      List<FolderFile> missing = files.stream().filter(file -> !results.has(file)).toList();
      detect(missing, results);
      progress.show(ALMOST, "Writing the results...");
      FolderResults.Count count = results.write(files, problems);
      if (count.files() == 0 && !problems.isEmpty()) {
        throw new SpermFinderException(
            "None of the "
                + problems.size()
                + " file(s) could be looked at; the first: "
                + problems.values().iterator().next());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      String outcome = describe(count, missing.size(), files.size(), seconds);
      results.writeSummary(summary(outcome));
      if (!canceled) { // else the run that goes on draws it
        canceled = !results.drawSheet(files, this::open, progress);
      }
      tellWhatToMind(count, files.size());
      progress.show(1, outcome);
    }
  }

  private void detect(List<FolderFile> files, FolderResults results)
      throws SpermFinderException, IOException {
    FolderProgress shown = new FolderProgress(files, progress);
    Deque<Started> ahead = new ArrayDeque<>();
    Iterator<FolderFile> next = files.iterator();
    try (ResultWriter writer = new ResultWriter()) {
      FolderFile waiting = next.hasNext() ? next.next() : null;
      while (!canceled && (waiting != null || !ahead.isEmpty())) {
        while (waiting != null && hasRoom(ahead, waiting)) {
          ahead.add(start(waiting));
          waiting = next.hasNext() ? next.next() : null;
        }
        try (Started started = ahead.remove()) {
          finish(started, results, writer, shown);
        }
        canceled |= progress.isCanceled() && (waiting != null || !ahead.isEmpty());
      }
      writer.finish();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      canceled = true;
    } finally {
      ahead.forEach(Started::close);
    }
  }

  private static boolean hasRoom(Deque<Started> ahead, FolderFile file) {
    long bytes = ahead.stream().mapToLong(started -> started.file().bytes()).sum();
    return ahead.isEmpty() || ahead.size() < OPEN && bytes + file.bytes() <= MAX_OPEN_BYTES;
  }

  private Started start(FolderFile file) {
    FolderImage image = open(file);
    Optional<PixelSize> pixelSize = PixelSize.given(settings.pixelSize());
    return new Started(file, image, detector.start(image, pixelSize, Optional.empty()));
  }

  private FolderImage open(FolderFile file) {
    return new FolderImage(file.path(), settings.channel(), notes);
  }

  /** Has the network look at a file; what is wrong with the file is told and remembered. */
  private void finish(
      Started started, FolderResults results, ResultWriter writer, FolderProgress shown)
      throws ExecutionException, InterruptedException {
    FolderFile file = started.file();
    List<Found> found = new ArrayList<>();
    try {
      Detector.Summary summary =
          started.run().finish((plane, all) -> found.add(new Found(plane, all)), shown.of(file));
      networkSeconds += summary.networkSeconds();
      fullViews += summary.fullViews();
      if (summary.canceled()) {
        canceled = true;
        return;
      }
      if (found.isEmpty()) {
        throw new SpermFinderException(file.path() + " has no planes.");
      }
      ImageDetections detections =
          new ImageDetections(started.image().image(), model.folder(), Optional.empty());
      found.forEach(f -> detections.add(started.image().position(f.plane()), f.detections()));
      writer.write(() -> results.add(file, detections));
    } catch (SpermFinderException e) {
      fail(file, e.getMessage());
    } catch (OutOfMemoryError e) {
      fail(file, file.path() + " is too large for ImageJ's memory.");
    } catch (RuntimeException e) { // from ImageJ's readers, at broken files
      fail(file, file.path() + " cannot be read: " + e + ".");
    }
    shown.done(file);
  }

  private record Found(int plane, List<Detection> detections) {}

  private void fail(FolderFile file, String problem) {
    problems.put(file.name(), problem);
    notes.accept("Skipped: " + problem);
  }

  // -- What is told at the end --

  private String describe(FolderResults.Count count, int missing, int all, double seconds) {
    return String.format(
        Locale.ROOT,
        "%d detections in %d of %d file(s), %d plane(s); %d file(s) could not be looked at."
            + " This run looked at %d of %d: %.1f s, %.1f files/s, %.0f %% of the"
            + " time in TensorFlow on %s",
        count.detections(),
        count.filesWithDetections(),
        count.files(),
        count.planes(),
        problems.size(),
        count.files() - (all - missing),
        all,
        seconds,
        (count.files() - (all - missing)) / seconds,
        100 * networkSeconds / seconds,
        model.network().device());
  }

  private String summary(String outcome) throws SpermFinderException {
    StringBuilder text = new StringBuilder(outcome).append("\n\n");
    settings.byKey(model).forEach((key, value) -> text.append(key + " = " + value + "\n"));
    text.append(problems.isEmpty() ? "" : "\nNot looked at:\n");
    problems.values().forEach(problem -> text.append(problem).append("\n"));
    return text.toString();
  }

  private void tellWhatToMind(FolderResults.Count count, int all) {
    Detector.noteOfFullViews(fullViews).ifPresent(notes);
    if (canceled) {
      notes.accept(
          "Canceled: "
              + (count.files() + problems.size())
              + " of "
              + all
              + " files were looked at. The same command goes on from there.");
    }
  }
}
