package io.github.spermfinder.folder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writes results on a thread of its own, in order, so that nobody waits for the disk. */
final class ResultWriter implements AutoCloseable {

  /** So many may wait to be written. */
  private static final int MOST = 16;

  /** Writes something. */
  interface Task {
    /**
     * @throws java.io.IOException if it cannot be written
     */
    void run() throws java.io.IOException;
  }

  private final Deque<Future<?>> waiting = new ArrayDeque<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread writer = new Thread(task, "Sperm Finder: writing results");
            writer.setDaemon(true);
            return writer;
          });

  /**
   * Has something written soon.
   *
   * @throws ExecutionException what an earlier task threw
   */
  void write(Task task) throws ExecutionException, InterruptedException {
    if (waiting.size() == MOST) {
      waiting.remove().get();
    }
    waiting.add(
        thread.submit(
            (Callable<Void>)
                () -> {
                  task.run();
                  return null;
                }));
  }

  /**
   * Waits until all is written.
   *
   * @throws ExecutionException what a task threw
   */
  void finish() throws ExecutionException, InterruptedException {
    while (!waiting.isEmpty()) {
      waiting.remove().get();
    }
  }

  /** Lets what is being written be written. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
