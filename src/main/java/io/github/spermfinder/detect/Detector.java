package io.github.spermfinder.detect;

import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.SeamMerger.Found;
import io.github.spermfinder.engine.RawDetections;
import io.github.spermfinder.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds objects in planes: cuts each into what the network wants, maps the answers back to pixels,
 * and merges them.
 */
public final class Detector {

  /** A box that comes this near to a tile's edge ends at it; in pixels that the network sees. */
  private static final double EDGE = 4;

  private final Model model;
  private final DetectionSettings settings;
  private final BatchMemory memory = new BatchMemory();

  public Detector(Model model, DetectionSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /** Takes the detections of one plane after the other. */
  public interface Sink {

    /**
     * @param plane index of the plane, from 0
     * @param detections best first
     */
    void accept(int plane, List<Detection> detections);
  }

  /**
   * What a run did.
   *
   * @param planes that were looked at; fewer than there are if it was canceled
   * @param canceled whether the user ended it early
   * @param fullViews in how many views the network gave as many detections as it ever gives, all of
   *     them good enough, so that there may have been more
   * @param seconds it took in all
   * @param networkSeconds of these, in TensorFlow's own call
   */
  public record Summary(
      int planes, boolean canceled, int fullViews, double seconds, double networkSeconds) {}

  /** What to tell the user of views in which the network gave as many detections as it can. */
  public static Optional<String> noteOfFullViews(long views) {
    return views == 0
        ? Optional.empty()
        : Optional.of(
            "In "
                + views
                + " view(s) the model reached the number of detections that it can give, so some"
                + " may be missing: view=Tiles shows it less at a time.");
  }

  /**
   * Looks at planes, in order.
   *
   * @param pixelSize of all of them, where it is known; else each plane has {@link
   *     PlaneSource#pixelSize its own}
   * @param region in which detections are wanted: those whose centre lies in it; empty for
   *     everywhere
   * @param sink is given the detections of each plane as soon as it is done
   * @throws SpermFinderException if a plane cannot be read, or TensorFlow fails
   */
  public Summary detect(
      PlaneSource planes,
      Optional<PixelSize> pixelSize,
      Optional<Region> region,
      Sink sink,
      Progress progress)
      throws SpermFinderException {
    try (Run run = start(planes, pixelSize, region)) {
      return run.finish(sink, progress);
    }
  }

  /**
   * Begins to read planes on another thread, some way ahead, and leaves the network to {@link
   * Run#finish}: so the next image can be read while this one is in the network. Parameters are
   * those of {@link #detect}.
   */
  public Run start(PlaneSource planes, Optional<PixelSize> pixelSize, Optional<Region> region) {
    return new Run(planes, pixelSize, region);
  }

  /** Planes that are being read; closing it ends that. */
  public final class Run implements AutoCloseable {

    private final PlaneSource planes;
    private final Optional<Region> region;
    private final BatchReader reader;

    private Run(PlaneSource planes, Optional<PixelSize> pixelSize, Optional<Region> region) {
      this.planes = planes;
      this.region = region;
      reader = new BatchReader(planes, pixelSize, region, settings.view(), model, memory);
    }

    /**
     * Looks at the planes, in order; once only.
     *
     * @param sink is given the detections of each plane as soon as it is done
     * @throws SpermFinderException if a plane cannot be read, or TensorFlow fails
     */
    public Summary finish(Sink sink, Progress progress) throws SpermFinderException {
      long start = System.nanoTime();
      long inNetwork = 0;
      int done = 0;
      int fullViews = 0;
      boolean canceled = false;
      List<Found> found = new ArrayList<>();
      try {
        Optional<Batch> next;
        while (!canceled && (next = reader.next()).isPresent()) {
          Batch batch = next.get();
          long before = System.nanoTime();
          List<RawDetections> answers = model.network().run(batch.images());
          inNetwork += System.nanoTime() - before;
          for (int i = 0; i < answers.size(); i++) {
            Batch.PlaneTile tile = batch.tiles().get(i);
            List<Found> more = read(answers.get(i), tile);
            found.addAll(more);
            if (more.size() > 0 && answers.get(i).scores().length == more.size()) {
              fullViews++;
            }
            int tiles = tile.plan().tiles().size();
            if (tile.index() == tiles - 1) {
              sink.accept(tile.plane(), merge(found, tile, region));
              found = new ArrayList<>();
              done = tile.plane() + 1;
            }
            int size = Math.max(planes.size(), tile.plane() + 1);
            progress.show(
                (tile.plane() + (double) tile.index() / tiles) / size,
                "Finding sperm: image " + (tile.plane() + 1) + " of " + size);
          }
          reader.recycle(batch);
          canceled = progress.isCanceled() && done < planes.size();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        canceled = true;
      }
      return new Summary(
          done, canceled, fullViews, (System.nanoTime() - start) / 1e9, inNetwork / 1e9);
    }

    /** Ends reading; what was read and not looked at is lost. */
    @Override
    public void close() {
      reader.close();
    }
  }

  /** What the network found in a tile, in pixels of the plane, from the wanted score on. */
  private List<Found> read(RawDetections raw, Batch.PlaneTile planeTile) {
    Tile tile = planeTile.tile();
    Box plane = new Box(0, 0, planeTile.width(), planeTile.height());
    float[] boxes = raw.boxes();
    List<Found> all = new ArrayList<>();
    for (int i = 0; i < raw.count(); i++) {
      double left = tile.x() + (double) boxes[4 * i + 1] * tile.width();
      double top = tile.y() + (double) boxes[4 * i] * tile.height();
      double right = tile.x() + (double) boxes[4 * i + 3] * tile.width();
      double bottom = tile.y() + (double) boxes[4 * i + 2] * tile.height();
      boolean isBox = right > left && bottom > top && Double.isFinite(left + top + right + bottom);
      if (isBox && raw.scores()[i] >= settings.minScore()) {
        Box box = Box.ofEdges(left, top, right, bottom).clip(plane);
        if (box.area() > 0) { // else it lies in what was added around the plane
          int classId = Math.round(raw.classes()[i]);
          all.add(new Found(new Detection(box, classId, raw.scores()[i]), tile));
        }
      }
    }
    return all;
  }

  private List<Detection> merge(List<Found> found, Batch.PlaneTile last, Optional<Region> region) {
    ViewPlan plan = last.plan();
    SeamMerger merger =
        new SeamMerger(last.width(), last.height(), EDGE * plan.unitX(), EDGE * plan.unitY());
    Stream<Detection> merged = merger.merge(found, settings.maxOverlap()).stream();
    return merged
        .filter(d -> region.map(r -> r.contains(d.box().centerX(), d.box().centerY())).orElse(true))
        .limit(settings.maxDetections())
        .toList();
  }
}
