package io.github.spermfinder.review;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Saves a review soon after each change, in a thread of its own, until it is saved. */
final class Autosave implements AutoCloseable {

  /** Writes a review, wholly or not at all. */
  @FunctionalInterface
  interface Target {
    void save(Review review) throws IOException;
  }

  private static final long PERIOD_MS = 1000;
  private static final int TICKS_TO_RETRY = 5;

  private final Target target;
  private final Consumer<String> told;
  private final AtomicReference<Review> wanted;
  private final ScheduledExecutorService executor;
  private Review saved;
  private int ticksToWait;

  /**
   * @param start what need not be saved
   * @param told after each try, in any thread: an empty text, or what went wrong
   */
  Autosave(Target target, Review start, Consumer<String> told) {
    this.target = target;
    this.told = told;
    wanted = new AtomicReference<>(start);
    saved = start;
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "Sperm Finder autosave");
              thread.setDaemon(true);
              return thread;
            });
    executor.scheduleWithFixedDelay(this::tick, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** To be called with every new state of the review. */
  void changed(Review review) {
    wanted.set(review);
  }

  private void tick() {
    if (ticksToWait > 0) {
      ticksToWait--;
      return;
    }
    try {
      flush();
    } catch (IOException e) {
      ticksToWait = TICKS_TO_RETRY; // has been told
    }
  }

  /** Saves now, if it is not saved. */
  synchronized void flush() throws IOException {
    Review review = wanted.get();
    if (review == saved) {
      return;
    }
    try {
      target.save(review);
      saved = review;
      told.accept("");
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      told.accept(e.getMessage() == null ? e.toString() : e.getMessage());
      throw e instanceof IOException io ? io : new IOException(e.toString(), e);
    }
  }

  /** No more is saved. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
