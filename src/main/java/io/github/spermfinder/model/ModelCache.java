package io.github.spermfinder.model;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Engine;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the network that was used last in memory, so that the next run need not load it again. It
 * is released when another one is wanted, or after some minutes in which nobody wanted it.
 */
public final class ModelCache {

  private static final long IDLE_MINUTES = 10;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "Sperm Finder: releasing unused models");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Entry> entries = new ArrayList<>();

  private static final class Entry {
    final String key;
    final Network network;
    int users;
    long lastUse;

    Entry(String key, Network network) {
      this.key = key;
      this.network = network;
    }
  }

  /** A model that stays in memory until this is closed. */
  public final class Loan implements AutoCloseable {

    private final Model model;
    private final Entry entry;
    private boolean open = true;

    private Loan(Model model, Entry entry) {
      this.model = model;
      this.entry = entry;
    }

    public Model model() {
      return model;
    }

    @Override
    public void close() {
      synchronized (ModelCache.this) {
        if (open) {
          open = false;
          entry.users--;
          entry.lastUse = System.nanoTime();
          clock.schedule(ModelCache.this::releaseIdle, IDLE_MINUTES, TimeUnit.MINUTES);
        }
      }
    }
  }

  /**
   * Lends a model, loading it if it is not in memory or has changed on disk.
   *
   * @throws SpermFinderException if it cannot be loaded
   */
  public synchronized Loan borrow(ModelFolder folder, Device device, Engine engine)
      throws SpermFinderException {
    Precision precision = folder.card().precision();
    String key = folder.version() + " " + device + " " + precision;
    Entry entry = null;
    for (Entry candidate : entries) {
      if (candidate.key.equals(key)) {
        entry = candidate;
      }
    }
    if (entry == null) {
      release(0); // first, so that two models need not fit into memory at once
      entry = new Entry(key, engine.load(folder.savedModel(), device, precision));
      entries.add(entry);
    }
    entry.users++;
    return new Loan(new Model(folder, entry.network), entry);
  }

  private synchronized void releaseIdle() {
    release(TimeUnit.MINUTES.toNanos(IDLE_MINUTES));
  }

  private void release(long idleNanos) {
    entries.removeIf(
        entry -> {
          boolean unused = entry.users == 0 && System.nanoTime() - entry.lastUse >= idleNanos;
          if (unused) {
            entry.network.close();
          }
          return unused;
        });
  }
}
