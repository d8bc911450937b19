package io.github.spermfinder.host;

import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;

/** The thread on which windows live. */
public final class EventThread {

  private EventThread() {}

  /** Runs a task there, and returns when it is done. */
  public static void run(Runnable task) {
    if (EventQueue.isDispatchThread()) {
      task.run();
      return;
    }
    try {
      EventQueue.invokeAndWait(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException runtime
          ? runtime
          : new IllegalStateException(e.getCause());
    }
  }
}
