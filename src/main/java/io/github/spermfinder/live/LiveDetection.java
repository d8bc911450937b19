package io.github.spermfinder.live;

import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.ImageWindow;
import ij.gui.Roi;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.detect.Detector;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.detect.Region;
import io.github.spermfinder.host.EventThread;
import io.github.spermfinder.host.FreshRegions;
import io.github.spermfinder.host.ImageDetections;
import io.github.spermfinder.host.ImageGeometry;
import io.github.spermfinder.host.ImagePlanes;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.PlaneChoice;
import io.github.spermfinder.host.RoiDisplay;
import io.github.spermfinder.model.ModelCache;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Detection on an image that is shown, again whenever its pixels change, until it is stopped or its
 * window is closed.
 *
 * <p>It has a thread of its own that looks at what the image shows, copies it if it is new, detects
 * in the copy, and shows what was found. So the image's thread never waits, the event thread only
 * exchanges some boxes, and frames that come meanwhile are passed over: there is no queue.
 *
 * <p>ImageJ tells of {@code updateAndDraw()}, {@code setSlice()} and {@code setProcessor()}; that
 * wakes the thread at once. It does not tell of {@code draw()}, {@code repaintWindow()}, {@code
 * setImage(Image)} and pixels written by hand, so the thread also looks by itself, some fifty times
 * a second, or less often where comparing all pixels of a large image takes long.
 */
public final class LiveDetection {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Comparing pixels takes at most one part in so many of a processor's time. */
  private static final int SHARE = 20;

  private static final Map<ImagePlus, LiveDetection> RUNNING = new ConcurrentHashMap<>();

  private final ImagePlus image;
  private final ModelCache.Loan loan;
  private final Detector detector;
  private final double pixelSize;
  private final Consumer<String> notes;
  private final LiveOverlay overlay;
  private final ImageListener listener = new Waking();
  private final Rate rate = new Rate();

  /** Holds something when the thread is to look at once. */
  private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);

  private List<Roi> boxes = List.of();
  private volatile boolean ended;

  private LiveDetection(
      ImagePlus image,
      ModelCache.Loan loan,
      DetectionSettings settings,
      double pixelSize,
      Consumer<String> notes) {
    this.image = image;
    this.loan = loan;
    this.pixelSize = pixelSize;
    this.notes = notes;
    detector = new Detector(loan.model(), settings);
    overlay = new LiveOverlay(image);
  }

  /**
   * Begins, unless it is running already.
   *
   * @param image that has a window
   * @param loan of the model; closed at the end
   * @param pixelSize in micrometres; 0 takes the image's calibration
   * @param notes is told, for the user, what is worth knowing, on whatever thread
   */
  public static void start(
      ImagePlus image,
      ModelCache.Loan loan,
      DetectionSettings settings,
      double pixelSize,
      Consumer<String> notes) {
    LiveDetection live = new LiveDetection(image, loan, settings, pixelSize, notes);
    if (RUNNING.putIfAbsent(image, live) != null) {
      loan.close();
      return;
    }
    ImagePlus.addImageListener(live.listener);
    Thread thread = new Thread(live::run, "Sperm Finder: live detection");
    thread.setDaemon(true);
    thread.start();
  }

  public static boolean isRunning(ImagePlus image) {
    return RUNNING.containsKey(image);
  }

  /** Ends it, and takes its boxes off the image; false if it was not running. */
  public static boolean stop(ImagePlus image) {
    LiveDetection live = RUNNING.get(image);
    if (live == null) {
      return false;
    }
    live.end();
    return true;
  }

  private void end() {
    ended = true;
    news.offer(true);
    if (RUNNING.remove(image, this)) {
      ImagePlus.removeImageListener(listener);
    }
    EventThread.run(overlay::clear); // whoever ends it: nothing is left when a macro goes on
  }

  // -- On its thread --

  private void run() {
    String problem = null;
    try {
      watch();
    } catch (SpermFinderException e) {
      problem = e.getMessage();
    } catch (OutOfMemoryError e) {
      problem = "ImageJ is out of memory: close images, or see Edit > Options > Memory & Threads.";
    } catch (RuntimeException | LinkageError e) {
      problem = "it failed, which it should not: " + e;
    } catch (InterruptedException e) {
      // somebody wants it to end
    } finally {
      loan.close();
      end();
    }
    if (problem != null) {
      Messages.problem("Live detection on " + image.getTitle() + " has ended: " + problem);
    }
  }

  private void watch() throws SpermFinderException, InterruptedException {
    Frame seen = null;
    String shown = "";
    while (!isOver()) {
      long before = System.nanoTime();
      Optional<Frame> frame = Frame.next(image, seen);
      long looking = System.nanoTime() - before;
      if (frame.isPresent()) {
        seen = frame.get();
        boxes = detect(seen);
        rate.tick(System.nanoTime());
      }
      String text = text(rate.perSecond(System.nanoTime()));
      if (seen != null && (frame.isPresent() || !text.equals(shown))) {
        shown = text;
        EventThread.run(() -> show(text));
      }
      if (frame.isEmpty()) {
        news.poll(Math.max(LOOK_NANOS, SHARE * looking), TimeUnit.NANOSECONDS);
      }
    }
  }

  private boolean isOver() {
    ImageWindow window = image.getWindow(); // ImageJ may put another one in its place
    return ended || window == null || window.isClosed();
  }

  private List<Roi> detect(Frame frame) throws SpermFinderException {
    ImagePlus copy = frame.image();
    ImagePlanes planes = ImagePlanes.of(copy, 0, PlaneChoice.CURRENT, notes);
    Optional<PixelSize> size =
        PixelSize.given(pixelSize).or(() -> ImageGeometry.pixelSize(copy, notes));
    Optional<Region> selection = frame.selection();
    ImageDetections found = new ImageDetections(copy, loan.model().folder(), selection);
    detector.detect(
        planes,
        size,
        selection,
        (plane, detections) -> found.add(planes.positions().get(plane), detections),
        new Progress() {
          @Override
          public void show(double fraction, String message) {}

          @Override
          public boolean isCanceled() {
            return isOver();
          }
        });
    List<Roi> rois = found.rois();
    rois.forEach(roi -> RoiDisplay.setLive(roi, roi.getName()));
    FreshRegions.mark(rois); // in a copy of the image, a detection takes their places
    return rois;
  }

  private String text(double perSecond) {
    String found = boxes.size() + " found";
    return perSecond == 0
        ? found
        : String.format(Locale.ROOT, "%s, %.1f a second", found, perSecond);
  }

  private void show(String text) {
    if (!ended) {
      overlay.show(boxes, text);
    }
  }

  /** Only wakes the thread, which sees for itself what is new. */
  private final class Waking implements ImageListener {

    @Override
    public void imageOpened(ImagePlus opened) {}

    @Override
    public void imageUpdated(ImagePlus updated) {
      wake(updated);
    }

    @Override
    public void imageClosed(ImagePlus closed) {
      wake(closed);
    }

    private void wake(ImagePlus changed) {
      if (changed == image) {
        news.offer(true);
      }
    }
  }
}
