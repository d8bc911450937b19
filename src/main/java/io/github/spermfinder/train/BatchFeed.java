package io.github.spermfinder.train;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.engine.TrainingBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Batches in the order of their steps, made ahead by threads of its own while the network learns.
 * What is in the batch of a step depends on nothing but the seed and the step, so that an
 * interrupted training goes on with what would have come.
 */
final class BatchFeed implements AutoCloseable {

  /**
   * A GPU learns from images faster than a few threads make them; each fills a batch of its own.
   */
  private static final int THREADS =
      Math.max(2, Math.min(16, Runtime.getRuntime().availableProcessors()));

  private static final int AHEAD = THREADS + 1;

  private final TrainingImages images;
  private final Augmentation augmentation;
  private final TargetAssigner targets;
  private final int batch;
  private final int side;
  private final long seed;
  private final ExecutorService threads;
  private final Deque<Future<TrainingBatch>> coming = new ArrayDeque<>();
  private TrainingBatch given;
  private long nextStep;
  private long shuffledEpoch = -1;
  private List<Integer> shuffledOrder;

  /**
   * Starts making batches.
   *
   * @param firstStep that a batch is wanted for
   */
  BatchFeed(
      TrainingImages images,
      Augmentation augmentation,
      TargetAssigner targets,
      int batch,
      int side,
      long seed,
      long firstStep) {
    this.images = images;
    this.augmentation = augmentation;
    this.targets = targets;
    this.batch = batch;
    this.side = side;
    this.seed = seed;
    this.nextStep = firstStep;
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "Sperm Finder training images");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < AHEAD; i++) {
      order(allocate());
    }
  }

  private TrainingBatch allocate() {
    int values = Math.multiplyExact(batch, targets.anchors());
    return new TrainingBatch(
        ImageBatch.allocate(batch, side, side),
        direct(values, Integer.BYTES).asIntBuffer(),
        direct(Math.multiplyExact(values, 4), Float.BYTES).asFloatBuffer());
  }

  private static ByteBuffer direct(int values, int bytes) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(values, bytes))
        .order(ByteOrder.nativeOrder());
  }

  private void order(TrainingBatch into) {
    long step = nextStep++;
    coming.add(threads.submit(() -> fill(into, step)));
  }

  /**
   * The next step's batch, to be used before the next call.
   *
   * @throws SpermFinderException if an image cannot be read
   */
  TrainingBatch next() throws SpermFinderException {
    if (given != null) {
      order(given);
      given = null;
    }
    try {
      given = coming.remove().get();
      return given;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SpermFinderException told) {
        throw told;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpermFinderException("Training was interrupted.", e);
    }
  }

  private TrainingBatch fill(TrainingBatch into, long step) throws SpermFinderException {
    ByteBuffer rgb = into.images().rgb().clear();
    IntBuffer classes = into.classes().clear();
    FloatBuffer codes = into.codes().clear();
    for (int i = 0; i < batch && !Thread.currentThread().isInterrupted(); i++) {
      Sample sample = sample(step * batch + i);
      sample.write(rgb);
      targets.write(sample.boxes(), classes, codes);
    }
    rgb.flip();
    classes.flip();
    codes.flip();
    return into;
  }

  private Sample sample(long number) throws SpermFinderException {
    int index = shuffled(number / images.size()).get((int) (number % images.size()));
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    return augmentation.apply(images.image(index), images.boxes(index), random);
  }

  /** Every image once an epoch, in another order each. */
  private synchronized List<Integer> shuffled(long epoch) {
    if (epoch != shuffledEpoch) {
      SplittableRandom random = new SplittableRandom(seed + epoch);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        order.add(random.nextInt(i + 1), i);
      }
      shuffledOrder = order;
      shuffledEpoch = epoch;
    }
    return shuffledOrder;
  }

  /** Returns when no thread of it reads images any more, so that their files can be closed. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true; // each still ends after the image at hand
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
