package io.github.spermfinder.review;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import io.github.spermfinder.host.Launcher;
import java.awt.EventQueue;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.KeyEvent;
import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/** An annotator at the keys of plain ImageJ; ends with an error if all is not well. */
public final class ReviewDriver {

  static final String DONE = "## all is well";
  static final String WAITING = "## waiting to be killed";

  private static final String COMMAND = "Review Detections...";

  private ReviewDriver() {}

  /**
   * @param args what to do: work, resume, many; path of an image or stack
   */
  public static void main(String[] args) throws Exception {
    Launcher.prepare();
    new ImageJ().exitWhenQuitting(true);
    ImagePlus image = IJ.openImage(args[1]);
    image.show();
    switch (args[0]) {
      case "work" -> work(image);
      case "resume" -> resume(image);
      case "quit" -> quit(image);
      default -> many(image);
    }
    System.out.println(DONE);
    System.exit(0);
  }

  // -- What annotators do --

  /** Works at the keys, and then waits to be killed. */
  private static void work(ImagePlus image) throws Exception {
    image.setOverlay(detections(image, 6, 1));
    Roi theirs = new Roi(1, 1, 3, 3);
    image.getOverlay().add(theirs);
    ReviewSession session = start(image);
    press(image, KeyEvent.VK_A);
    check(count(session, "1 accepted, 0 added, 0 rejected, 5 not reviewed"), "A accepts");
    press(image, KeyEvent.VK_DELETE);
    check(count(session, "1 accepted, 0 added, 1 rejected, 4 not reviewed"), "Delete rejects");
    press(image, KeyEvent.VK_3);
    check(session.currentItem().orElseThrow().classId() == 3, "3 gives class 3");
    image.setRoi(new Roi(200, 150, 40, 30));
    press(image, KeyEvent.VK_RIGHT);
    check(image.getRoi().getBounds().width == 40, "a drawn selection is not lost by a step");
    press(image, KeyEvent.VK_T);
    check(count(session, "1 accepted, 1 added, 1 rejected, 4 not reviewed"), "T adds");
    press(image, KeyEvent.VK_Z);
    check(count(session, "1 accepted, 0 added, 1 rejected, 4 not reviewed"), "Z undoes");
    press(image, KeyEvent.VK_Y);
    check(count(session, "1 accepted, 1 added, 1 rejected, 4 not reviewed"), "Y redoes");
    press(image, KeyEvent.VK_N);
    Roi selection = image.getRoi();
    EventQueue.invokeAndWait(() -> selection.setLocation(77, 66));
    IJ.wait(600);
    check(session.currentItem().orElseThrow().roi().getBounds().x == 77, "moving it corrects it");
    IJ.runMacro("run('Review Detections...', 'action=Accept');");
    IJ.runMacro("run('Review Detections...', 'action=[Class 2]');");
    check(count(session, "2 accepted, 1 added, 1 rejected, 3 not reviewed"), "macros act too");
    check(session.currentItem().orElseThrow().classId() == 2, "macros give classes");
    screenshot("review");
    IJ.wait(3000); // the last few seconds, which may be lost
    check(image.getOverlay().contains(theirs), "what others drew stays");
    press(image, KeyEvent.VK_R);
    System.out.println(WAITING);
    IJ.wait(100_000);
  }

  /** Goes on after the kill, and ends. */
  private static void resume(ImagePlus image) throws Exception {
    ReviewSession session = start(image);
    String summary = session.review().summary();
    System.out.println("resumed with " + summary);
    check(
        summary.startsWith("2 accepted, 1 added, 1 rejected")
            || summary.startsWith("2 accepted, 1 added, 2 rejected"),
        "at most the last key was lost");
    check(
        session.review().items().stream().anyMatch(item -> item.roi().getBounds().x == 77),
        "the correction is there");
    press(image, KeyEvent.VK_ESCAPE);
    await(() -> ReviewSession.of(image).isEmpty());
    check(image.getOverlay().size() == 3, "the overlay has the labels");
    check(RoiManager.getInstance2().getCount() == 3, "the ROI Manager has the labels");
    check(
        Arrays.stream(image.getOverlay().toArray())
            .noneMatch(roi -> "rejected".equals(roi.getProperty("review"))),
        "and only them");
    screenshot("review-ended");
    press(image, KeyEvent.VK_A);
    check(
        image.getRoi() != null && image.getRoi().getBounds().width == image.getWidth(),
        "after the end A is ImageJ's Select All again");
  }

  /** Quits ImageJ right after a key. */
  private static void quit(ImagePlus image) throws Exception {
    ReviewSession session = start(image);
    press(image, KeyEvent.VK_A);
    System.out.println("quit with " + session.review().summary());
    System.out.println(DONE);
    IJ.getInstance().quit();
    IJ.wait(20_000);
  }

  /** Steps through thousands of regions. */
  private static void many(ImagePlus image) throws Exception {
    image.setOverlay(detections(image, 5000, image.getStackSize()));
    long begin = System.nanoTime();
    ReviewSession session = start(image);
    System.out.printf("start: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
    time("step", 100, () -> session.perform(ReviewAction.NEXT));
    time("accept and go to the next", 100, () -> session.perform(ReviewAction.ACCEPT));
    time("undo", 100, () -> session.perform(ReviewAction.UNDO));
    screenshot("review-many");
    begin = System.nanoTime();
    new ReviewFile(new File("target/many.review.zip").toPath()).save(session.review());
    System.out.printf("save: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
    begin = System.nanoTime();
    session.perform(ReviewAction.END);
    System.out.printf("end: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
    check(ReviewSession.of(image).isEmpty(), "it has ended");
  }

  private static void time(String what, int n, Runnable task) {
    long begin = System.nanoTime();
    for (int i = 0; i < n; i++) {
      task.run();
    }
    System.out.printf("%s: %.1f ms each of %d%n", what, (System.nanoTime() - begin) / 1e6 / n, n);
  }

  // -- Tools --

  private static Overlay detections(ImagePlus image, int n, int slices) {
    Random random = new Random(1);
    Overlay overlay = new Overlay();
    for (int i = 0; i < n; i++) {
      Roi roi =
          new Roi(
              random.nextDouble() * (image.getWidth() - 40),
              random.nextDouble() * (image.getHeight() - 40),
              25,
              20);
      roi.setName(String.format("sperm %.2f", (i + 1.) / (n + 1)));
      roi.setGroup(1);
      roi.setProperty("score", String.valueOf((i + 1.) / (n + 1)));
      if (slices > 1) {
        roi.setPosition(1 + random.nextInt(slices));
      }
      overlay.add(roi);
    }
    return overlay;
  }

  private static ReviewSession start(ImagePlus image) throws Exception {
    IJ.runMacro("run('" + COMMAND + "', 'order=Position');");
    await(() -> ReviewSession.of(image).isPresent());
    IJ.wait(500);
    return ReviewSession.of(image).orElseThrow();
  }

  private static boolean count(ReviewSession session, String summary) {
    System.out.println(session.review().summary());
    return session.review().summary().equals(summary);
  }

  /** A key as the keyboard gives it to the window that has the focus. */
  private static void press(ImagePlus image, int key) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          image.getWindow().toFront();
          image.getCanvas().requestFocus();
        });
    await(
        () ->
            KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusedWindow()
                == image.getWindow());
    Robot robot = new Robot();
    robot.keyPress(key);
    robot.keyRelease(key);
    IJ.wait(300);
  }

  private static void check(boolean condition, String what) throws Exception {
    System.out.println((condition ? "ok: " : "NOT: ") + what);
    if (!condition) {
      screenshot("review-failed");
      System.exit(1);
    }
  }

  private static void await(BooleanSupplier condition) {
    for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
      IJ.wait(50);
    }
    Optional.of(condition.getAsBoolean()).filter(b -> b).orElseThrow();
  }

  private static void screenshot(String name) throws Exception {
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    File folder = new File("target/screenshots");
    folder.mkdirs();
    ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(folder, name + ".png"));
  }
}
