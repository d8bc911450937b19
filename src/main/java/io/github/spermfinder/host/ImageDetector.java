package io.github.spermfinder.host;

import ij.ImagePlus;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.Detector;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.detect.Region;
import io.github.spermfinder.model.Model;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a detector on an image in ImageJ. */
public final class ImageDetector {

  private ImageDetector() {}

  /** Takes what was found. */
  @FunctionalInterface
  public interface Sink {
    void accept(ImageDetections detections) throws SpermFinderException;
  }

  /**
   * Finds objects in an image.
   *
   * @param pixelSize in micrometres; 0 takes the image's calibration
   * @param channel from 1, or 0 for what is displayed
   * @param which slices and frames
   * @param selection where alone to look
   * @param notes is told, for the user, what is worth knowing about the run
   * @param sink is given what was found at the end, also where it fails at a later plane: it may be
   *     the work of hours
   * @throws SpermFinderException if the image or the settings do not allow it, or a plane cannot be
   *     read
   */
  public static void detect(
      ImagePlus image,
      Model model,
      DetectionSettings settings,
      double pixelSize,
      int channel,
      PlaneChoice which,
      Optional<Region> selection,
      Progress progress,
      Consumer<String> notes,
      Sink sink)
      throws SpermFinderException {
    Optional<PixelSize> size =
        PixelSize.given(pixelSize).or(() -> ImageGeometry.pixelSize(image, notes));
    selection.ifPresent(
        region ->
            notes.accept(
                String.format(
                    Locale.ROOT,
                    "Only the selection is looked at, %.0f x %.0f pixels.",
                    region.bounds().width(),
                    region.bounds().height())));
    ImagePlanes planes = ImagePlanes.of(image, channel, which, notes);
    ImageDetections detections = new ImageDetections(image, model.folder(), selection);
    Detector.Summary summary;
    try {
      summary =
          new Detector(model, settings)
              .detect(
                  planes,
                  size,
                  selection,
                  (plane, found) -> detections.add(planes.positions().get(plane), found),
                  escapable(progress));
    } catch (SpermFinderException e) {
      String kept = keep(detections, sink);
      throw kept.isEmpty() ? e : new SpermFinderException(e.getMessage() + " " + kept, e);
    } catch (RuntimeException | Error e) { // as memory runs out, or of another plugin's stack
      String kept = keep(detections, sink);
      if (!kept.isEmpty()) {
        notes.accept(kept);
      }
      throw e;
    }
    Detector.noteOfFullViews(summary.fullViews()).ifPresent(notes);
    if (summary.canceled()) {
      notes.accept(
          "Canceled: only "
              + summary.planes()
              + " of "
              + planes.size()
              + " planes were looked at.");
    }
    sink.accept(detections);
    progress.show(1, describe(detections, summary, model));
  }

  /**
   * Hands over what was found before it failed.
   *
   * @return a sentence about it for the user; empty if there is nothing
   */
  private static String keep(ImageDetections detections, Sink sink) throws SpermFinderException {
    if (detections.planes() == 0) {
      return "";
    }
    sink.accept(detections);
    return "What was found in the " + detections.planes() + " planes before is kept.";
  }

  /** Says how to cancel, while that is possible. */
  private static Progress escapable(Progress progress) {
    return new Progress() {
      @Override
      public void show(double fraction, String message) {
        progress.show(fraction, message + " (Esc cancels)");
      }

      @Override
      public boolean isCanceled() {
        return progress.isCanceled();
      }
    };
  }

  private static String describe(
      ImageDetections detections, Detector.Summary summary, Model model) {
    return String.format(
        Locale.ROOT,
        "%d detections in %d plane(s) of %s: %.2f s, %.0f %% of it in TensorFlow on %s",
        detections.size(),
        summary.planes(),
        detections.image().getTitle(),
        summary.seconds(),
        100 * summary.networkSeconds() / summary.seconds(),
        model.network().device());
  }
}
