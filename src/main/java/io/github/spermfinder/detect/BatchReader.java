package io.github.spermfinder.detect;

import io.github.spermfinder.Box;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads planes and prepares batches on a thread of its own, a little ahead, so that the network
 * need not wait for disks and pixels.
 */
final class BatchReader implements AutoCloseable {

  private static final int AHEAD = 2;
  private static final int MAX_IMAGES = 8;
  private static final long MAX_BYTES = 1L << 26;
  private static final Object END = new Object();

  private final PlaneSource planes;
  private final Optional<PixelSize> pixelSize;
  private final Optional<Region> region;
  private final View view;
  private final Model model;
  private final BatchMemory memory;

  /** Batches, then {@link #END} or what went wrong. */
  private final BlockingQueue<Object> ready = new ArrayBlockingQueue<>(AHEAD);

  private volatile boolean closed;

  private final Thread thread = new Thread(this::readAll, "Sperm Finder: reading images");

  BatchReader(
      PlaneSource planes,
      Optional<PixelSize> pixelSize,
      Optional<Region> region,
      View view,
      Model model,
      BatchMemory memory) {
    this.planes = planes;
    this.pixelSize = pixelSize;
    this.region = region;
    this.view = view;
    this.model = model;
    this.memory = memory;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits for the next batch. The one before may be overwritten from now on.
   *
   * @return empty at the end
   * @throws SpermFinderException if a plane could not be read
   */
  Optional<Batch> next() throws SpermFinderException, InterruptedException {
    Object next = ready.take();
    if (next instanceof Batch batch) {
      return Optional.of(batch);
    }
    if (next instanceof SpermFinderException told) {
      throw told;
    }
    if (next instanceof RuntimeException bug) {
      throw bug;
    }
    if (next instanceof Error error) {
      throw error;
    }
    return Optional.empty();
  }

  /** Gives back the memory of a batch that has been through the network. */
  void recycle(Batch batch) {
    memory.giveBack(batch.images());
  }

  /** Not by an interrupt, which would close the file of a virtual stack under ImageJ's hands. */
  @Override
  public void close() {
    closed = true;
  }

  private void put(Object next) throws InterruptedException {
    while (!closed) {
      if (ready.offer(next, 100, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    throw new InterruptedException();
  }

  private void readAll() {
    try {
      Object end = END;
      try {
        new Filler().fill();
      } catch (SpermFinderException | RuntimeException | Error e) {
        end = e;
      }
      put(end);
    } catch (InterruptedException e) {
      // closed: nobody waits for the rest
    }
  }

  /** Gathers tiles of one size until a batch is full. */
  private final class Filler {

    private List<Batch.PlaneTile> tiles = new ArrayList<>();
    private ImageBatch images;

    void fill() throws SpermFinderException, InterruptedException {
      for (int i = 0; planes.has(i); i++) {
        Plane plane = planes.read(i);
        int index = i;
        Optional<PixelSize> size = pixelSize.or(() -> planes.pixelSize(index));
        ViewPlan plan = ViewPlan.of(plane.width(), plane.height(), size, view, model);
        long most = (long) plan.tiles().size() * Math.max(1, planes.size() - i);
        for (int t = 0; t < plan.tiles().size(); t++) {
          boolean last = t == plan.tiles().size() - 1; // always there: it ends its plane
          if (last || isWanted(plan.tiles().get(t))) {
            Batch.PlaneTile tile = new Batch.PlaneTile(i, plane.width(), plane.height(), plan, t);
            start(plan, most - t);
            plan.write(plane, tile.tile(), images.rgb());
            tiles.add(tile);
            if (tiles.size() == images.images()) {
              flush();
            }
          }
        }
      }
      flush();
    }

    private boolean isWanted(Tile tile) {
      int w = tile.width();
      int h = tile.height();
      // the next ones too: an object in the region can have its other half, or itself whole, there
      Box around = new Box(tile.x() - w, tile.y() - h, 3.0 * w, 3.0 * h);
      return region.map(r -> r.bounds().intersection(around) > 0).orElse(true);
    }

    /** Sees to it that there is room for a tile of this plan. */
    private void start(ViewPlan plan, long mostToCome) throws InterruptedException {
      int height = plan.inputHeight();
      int width = plan.inputWidth();
      if (images != null && (images.height() != height || images.width() != width)) {
        flush();
      }
      if (images == null) {
        long room = Math.max(1, MAX_BYTES / (3L * height * width));
        int count =
            model.network().traits().anyBatch()
                ? (int) Math.min(Math.min(room, MAX_IMAGES), mostToCome)
                : 1;
        images = memory.take(count, height, width);
      }
    }

    private void flush() throws InterruptedException {
      if (!tiles.isEmpty()) {
        images.rgb().flip();
        ImageBatch full =
            new ImageBatch(images.rgb(), tiles.size(), images.height(), images.width());
        put(new Batch(full, tiles));
      }
      tiles = new ArrayList<>();
      images = null;
    }
  }
}
