package io.github.spermfinder.live;

import com.sun.management.OperatingSystemMXBean;
import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.spermfinder.host.Launcher;
import io.github.spermfinder.label.Rois;
import java.awt.EventQueue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Measures live detection from outside, as a user sees it: a 640 x 480 image shows 30 new frames a
 * second, by turns some with sperm and some without, for some seconds each. The latency is the time
 * from the first frame of the other kind to the first overlay that fits it. See {@code
 * benchmarks/live.sh}.
 */
public final class LiveBenchmark {

  private static final int FRAMES = 60;
  private static final double FPS = 30;
  private static final int NOISE = 4;
  private static final double MS = 1e-6;

  private final ImagePlus image;
  private final ImageStack frames;
  private final boolean camera;
  private final List<Double> latencies = new CopyOnWriteArrayList<>();
  private final AtomicReference<Switch> pending = new AtomicReference<>();
  private final AtomicInteger played = new AtomicInteger();
  private final AtomicInteger shown = new AtomicInteger();
  private volatile boolean playing = true;

  /** The image begins to show frames with sperm, or without. */
  private record Switch(boolean sperm, long time) {}

  private LiveBenchmark(ImageStack frames, boolean camera) {
    this.frames = frames;
    this.camera = camera;
    image =
        camera
            ? new ImagePlus("camera", frames.getProcessor(1).duplicate())
            : new ImagePlus("stack", frames);
  }

  /**
   * @param args seconds to play; {@code stack} for {@code setSlice}, {@code camera} for new pixels
   *     in one image
   */
  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    boolean camera = args.length > 1 && args[1].equals("camera");
    Launcher.prepare();
    new ImageJ();
    new LiveBenchmark(frames(), camera).measure(seconds);
    System.exit(0);
  }

  private static ImageStack frames() {
    ImageProcessor sperm =
        IJ.openImage("samples/images/semen_bright_field.png").getProcessor().convertToByte(false);
    ImageProcessor none = new ByteProcessor(sperm.getWidth(), sperm.getHeight());
    none.setValue(200);
    none.fill();
    Random random = new Random(1);
    ImageStack stack = new ImageStack();
    for (int i = 0; i < FRAMES; i++) {
      ImageProcessor frame = (i < FRAMES / 2 ? sperm : none).duplicate();
      byte[] pixels = (byte[]) frame.getPixels();
      for (int p = 0; p < pixels.length; p++) {
        int value = (pixels[p] & 0xff) + random.nextInt(2 * NOISE + 1) - NOISE;
        pixels[p] = (byte) Math.max(0, Math.min(255, value));
      }
      stack.addSlice(frame);
    }
    return stack;
  }

  private void measure(int seconds) throws Exception {
    EventQueue.invokeAndWait(image::show);
    thread("player", this::play);
    thread("watcher", this::watch);
    IJ.wait(3000);
    report("playing alone", eventDelays(10));

    IJ.runMacro("run('Live Detection', 'minscore=0.5');");
    IJ.wait(5000); // to warm up
    latencies.clear();
    int playedBefore = played.get();
    int shownBefore = shown.get();
    long cpuBefore = cpuNanos();
    long begin = System.nanoTime();
    System.out.println("memory at 0 s: " + memory());
    List<Double> delays = new CopyOnWriteArrayList<>();
    for (int part = 1; part <= 4; part++) {
      delays.addAll(eventDelays(seconds / 4.0));
      System.out.printf("memory at %d s: %s%n", part * seconds / 4, memory());
    }
    double elapsed = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%.1f s: %.1f frames a second, %.1f detections a second, %.2f processors busy%n",
        elapsed,
        (played.get() - playedBefore) / elapsed,
        (shown.get() - shownBefore) / elapsed,
        (cpuNanos() - cpuBefore) / 1e9 / elapsed);
    report("with live detection", delays);
    System.out.println("latency from frame to boxes: " + summary(latencies));
    IJ.runMacro("run('Live Detection');");
    playing = false;
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, "benchmark " + name);
    thread.setDaemon(true);
    thread.start();
  }

  // -- What happens on the image --

  private void play() {
    Random random = new Random(2);
    long period = (long) (1e9 / FPS);
    long next = System.nanoTime();
    boolean sperm = true;
    int left = 0;
    while (playing) {
      boolean turns = left-- == 0;
      if (turns) {
        sperm = !sperm;
        left = (int) FPS + random.nextInt((int) FPS);
      }
      int n = 1 + (sperm ? 0 : FRAMES / 2) + played.get() % (FRAMES / 2);
      if (turns) {
        pending.set(new Switch(sperm, System.nanoTime()));
      }
      if (camera) {
        image.getProcessor().setPixels(frames.getProcessor(n).duplicate().getPixels());
        image.updateAndDraw();
      } else {
        image.setSlice(n);
      }
      played.incrementAndGet();
      next = Math.max(next + period, System.nanoTime() - period);
      IJ.wait((int) Math.max(1, (next - System.nanoTime()) * MS));
    }
  }

  private void watch() {
    Roi last = null;
    while (playing) {
      Roi line = null;
      boolean boxes = false;
      Overlay overlay = image.getOverlay();
      Roi[] rois = overlay == null ? new Roi[0] : overlay.toArray();
      for (Roi roi : rois) {
        line = roi instanceof TextRoi ? roi : line;
        boxes |= roi.getProperty(Rois.SCORE) != null;
      }
      if (line != null && line != last) { // the line is the last to be put there
        last = line;
        shown.incrementAndGet();
        Switch turn = pending.get();
        if (turn != null && boxes == turn.sperm() && pending.compareAndSet(turn, null)) {
          latencies.add((System.nanoTime() - turn.time()) * MS);
        }
      }
      IJ.wait(1);
    }
  }

  // -- Figures --

  /** How long the event thread takes to come to something, in milliseconds. */
  private static List<Double> eventDelays(double seconds) {
    List<Double> delays = new CopyOnWriteArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      long posted = System.nanoTime();
      EventQueue.invokeLater(() -> delays.add((System.nanoTime() - posted) * MS));
      IJ.wait(20);
    }
    return delays;
  }

  private static void report(String when, List<Double> delays) {
    System.out.println("event thread's delay, " + when + ": " + summary(delays));
  }

  private static String summary(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? "none"
        : String.format(
            Locale.ROOT,
            "median %.1f ms, 95 %% below %.1f ms, greatest %.1f ms (of %d)",
            sorted[sorted.length / 2],
            sorted[(int) (sorted.length * 0.95)],
            sorted[sorted.length - 1],
            sorted.length);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static String memory() throws IOException {
    System.gc();
    Runtime java = Runtime.getRuntime();
    Path status = Path.of("/proc/self/status");
    String resident =
        Files.exists(status)
            ? Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .map(line -> line.replaceAll("\\s+", " "))
                .findFirst()
                .orElse("")
            : "";
    return String.format(
        "heap %.1f MB; %s; %d threads",
        (java.totalMemory() - java.freeMemory()) / 1e6, resident, Thread.activeCount());
  }
}
