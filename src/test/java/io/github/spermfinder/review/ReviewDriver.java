package io.github.spermfinder.review;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.MultiLineLabel;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.MacroInstaller;
import ij.plugin.frame.RoiManager;
import io.github.spermfinder.host.Launcher;
import io.github.spermfinder.label.ReviewState;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/** An annotator at the keys of plain ImageJ; ends with an error if all is not well. */
public final class ReviewDriver {

  static final String DONE = "## all is well";
  static final String WAITING = "## waiting to be killed";

  private static final String COMMAND = "Review Detections...";

  private ReviewDriver() {}

  /**
   * @param args what to do: work, resume, quit, dialogs, crop, delete, detect, many; path of an
   *     image or stack
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
      case "dialogs" -> dialogs(image, args[1]);
      case "crop" -> crop(image, args[1]);
      case "delete" -> delete(image, args[1]);
      case "detect" -> detect(image);
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
    RoiManager manager = new RoiManager(false); // no window, which would take the focus
    session.review().rois().forEach(roi -> manager.add(roi, -1));
    manager.select(image, indexOf(session, ReviewState.ACCEPTED));
    press(image, KeyEvent.VK_A);
    check(
        count(session, "1 accepted, 0 added, 0 rejected, 5 not reviewed"),
        "A accepts what is selected in the ROI Manager, and does not add it once more");
    manager.select(image, indexOf(session, ReviewState.OPEN));
    press(image, KeyEvent.VK_R);
    check(count(session, "1 accepted, 0 added, 1 rejected, 4 not reviewed"), "R rejects it");
    press(image, KeyEvent.VK_Z);
    press(image, KeyEvent.VK_DELETE);
    check(count(session, "1 accepted, 0 added, 1 rejected, 4 not reviewed"), "Delete rejects");
    press(image, KeyEvent.VK_3);
    check(classId(session) == 3, "3 gives class 3");
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
    Roi.setGroupName(2, "debris"); // until this ImageJ quits
    IJ.runMacro("run('Review Detections...', 'action=[Class 2]');");
    check(count(session, "2 accepted, 1 added, 1 rejected, 3 not reviewed"), "macros act too");
    check(classId(session) == 2, "macros give classes");
    screenshot("review");
    IJ.wait(3000); // the last few seconds, which may be lost
    check(image.getOverlay().contains(theirs), "what others drew stays");
    press(image, KeyEvent.VK_R);
    System.out.println(WAITING);
    IJ.wait(100_000);
  }

  private static int indexOf(ReviewSession session, ReviewState state) {
    return session.review().items().stream().map(ReviewItem::state).toList().indexOf(state);
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
    check("debris".equals(Roi.getGroupName(2)), "the name of its class is there");
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

  /** Begins from the menu, on a hyperstack of 2 channels, 3 slices and 4 frames. */
  private static void dialogs(ImagePlus image, String path) throws Exception {
    Overlay overlay = new Overlay();
    overlay.add(detection(10, 2, 3, 4));
    overlay.add(detection(60, 1, 1, 2));
    image.setOverlay(overlay);
    ReviewSession session = startFromMenu(image, "Position");
    check(isAt(image, 1, 1, 2), "the first by position is on frame 2");
    image.setPosition(2, 3, 4);
    IJ.wait(600);
    press(image, KeyEvent.VK_3);
    check(isAt(image, 1, 1, 2), "a class key shows a region that is out of sight");
    check(classId(session) == 1, "before it gives that one another class");
    image.setRoi(new Roi(200, 50, 30, 20));
    press(image, KeyEvent.VK_3);
    check(image.getRoi().getBounds().x == 200, "a drawn selection is not lost by a class key");
    check(classId(session) == 1, "and the current region stays as it is");
    press(image, KeyEvent.VK_3);
    check(classId(session) == 3, "the same key again gives the class");
    askForClass(image, session);
    press(image, KeyEvent.VK_A);
    check(isAt(image, 2, 3, 4), "accepting goes to the next, on another channel, slice and frame");
    Overlay found = new Overlay(detection(10, 2, 3, 4)); // once more, and another one
    found.add(detection(110, 1, 2, 3));
    image.setOverlay(found);
    IJ.wait(600);
    check(
        count(session, "1 accepted, 0 added, 0 rejected, 2 not reviewed"),
        "what another command finds meanwhile is taken in");
    image.setPosition(1, 2, 1);
    image.setRoi(new Roi(200, 50, 30, 20));
    press(image, KeyEvent.VK_T);
    Roi added = session.currentItem().orElseThrow().roi();
    check(
        added.getCPosition() == 0 && added.getZPosition() == 2 && added.getTPosition() == 1,
        "what is added lies on the plane that is shown, which has both channels");
    IJ.doCommand(COMMAND);
    press(dialog(), 0);
    Dialog error = await("Sperm Finder");
    check(text(error).contains("is going on"), "a second review of the image is refused");
    screenshot("review-refused");
    error.dispose();
    File labels = new File(path + ".json");
    String export = "run('Export Labels...', 'output=[" + labels + "]');";
    new Thread(() -> IJ.runMacro(export)).start(); // else it would wait for its own dialog
    error = await("Sperm Finder");
    check(text(error).contains("is going on: end it first"), "nor are labels exported meanwhile");
    error.dispose();
    check(!labels.exists(), "and none are written");
    press(image, KeyEvent.VK_ESCAPE);
    await(() -> ReviewSession.of(image).isEmpty());
    Review ended = session.review();
    session.classify(5);
    check(session.review() == ended, "after the end nothing gets a class");
    check(image.getOverlay().size() == 2, "the overlay has what was accepted and added");
    image.changes = false;
    image.close();

    ImagePlus again = IJ.openImage(path);
    again.show();
    IJ.doCommand(COMMAND);
    press(dialog(), 0);
    GenericDialog question = dialog();
    screenshot("review-question");
    check(text(question).contains("1 accepted, 1 added, 0 rejected, 2 not reviewed"), "it asks");
    press(question, 1);
    IJ.wait(500);
    check(ReviewSession.of(again).isEmpty(), "Cancel begins nothing");
    IJ.doCommand(COMMAND);
    press(dialog(), 0);
    press(dialog(), 0);
    await(() -> ReviewSession.of(again).isPresent());
    check(
        count(
            ReviewSession.of(again).orElseThrow(),
            "1 accepted, 1 added, 0 rejected, 2 not reviewed"),
        "the first answer goes on");
    ReviewSession.of(again).orElseThrow().perform(ReviewAction.END);
    IJ.doCommand(COMMAND);
    press(dialog(), 0);
    press(dialog(), 2);
    await(() -> ReviewSession.of(again).isPresent());
    ReviewSession.of(again).orElseThrow().perform(ReviewAction.END);
    check(
        new File(path + "-1.review.zip").exists(),
        "the other one begins anew, and the saved one is kept");
    otherImage(Path.of(path));
  }

  /** What a review left in the ROI Manager is not said of the next image. */
  private static void otherImage(Path path) throws Exception {
    RoiManager manager = RoiManager.getInstance();
    check(manager.getCount() == 2, "the ROI Manager has the labels of the image before");
    Path copy = Files.copy(path, path.resolveSibling("other.tif"));
    ImagePlus other = IJ.openImage(copy.toString());
    other.show();
    IJ.doCommand(COMMAND);
    press(dialog(), 0);
    await(() -> ReviewSession.of(other).isPresent());
    ReviewSession session = ReviewSession.of(other).orElseThrow();
    check(
        count(session, "0 accepted, 0 added, 0 rejected, 2 not reviewed"),
        "where there is nothing else, it is offered, but not as accepted");
    session.perform(ReviewAction.REJECT);
    session.perform(ReviewAction.END);
    check(manager.getCount() == 1, "what nobody judged stays in it");
    manager.addRoi(detection(150, 1, 1, 1));
    other.setOverlay(null);
    IJ.doCommand(COMMAND);
    press(dialog(), 0);
    press(dialog(), 0); // go on
    await(() -> ReviewSession.of(other).isPresent());
    session = ReviewSession.of(other).orElseThrow();
    check(
        count(session, "0 accepted, 0 added, 1 rejected, 1 not reviewed"),
        "a saved review takes nothing from the ROI Manager");
    session.perform(ReviewAction.END);
  }

  /** The key C, where the current region has class 3. */
  private static void askForClass(ImagePlus image, ReviewSession session) throws Exception {
    for (String typed : new String[] {"", "three", "4"}) {
      press(image, KeyEvent.VK_C);
      GenericDialog dialog = (GenericDialog) await("");
      TextField field = (TextField) dialog.getNumericFields().get(0);
      check(field.getText().equals("3"), "C offers the class that it has: " + field.getText());
      if (!typed.isEmpty()) {
        field.setText(typed);
      }
      press(dialog, 0);
      IJ.wait(300);
      int expected = typed.equals("4") ? 4 : 3;
      check(classId(session) == expected, "C gives class " + expected + " for \"" + typed + "\"");
    }
  }

  private static int classId(ReviewSession session) {
    return session.currentItem().orElseThrow().classId();
  }

  private static Roi detection(int x, int c, int z, int t) {
    Roi roi = new Roi(x, 20, 30, 20);
    roi.setName("sperm 0.50");
    roi.setGroup(1);
    roi.setProperty("score", "0.5");
    roi.setPosition(c, z, t);
    return roi;
  }

  private static boolean isAt(ImagePlus image, int c, int z, int t) {
    return image.getC() == c && image.getZ() == z && image.getT() == t;
  }

  private static ReviewSession startFromMenu(ImagePlus image, String order) throws Exception {
    IJ.doCommand(COMMAND);
    GenericDialog dialog = dialog();
    screenshot("review-dialog");
    ((Choice) dialog.getChoices().get(0)).select(order);
    press(dialog, 0);
    await(() -> ReviewSession.of(image).isPresent());
    IJ.wait(500);
    return ReviewSession.of(image).orElseThrow();
  }

  private static GenericDialog dialog() {
    return (GenericDialog) await("Review Detections");
  }

  private static Dialog await(String title) {
    Supplier<Optional<Dialog>> find =
        () ->
            Arrays.stream(Window.getWindows())
                .filter(Window::isShowing)
                .filter(Dialog.class::isInstance)
                .map(Dialog.class::cast)
                .filter(dialog -> dialog.getTitle().equals(title))
                .findFirst();
    await(() -> find.get().isPresent());
    IJ.wait(300); // for it to be painted
    return find.get().orElseThrow();
  }

  /** Presses OK or Yes (0), Cancel (1) or No (2). */
  private static void press(GenericDialog dialog, int button) {
    Object pressed = dialog.getButtons()[button];
    dialog.actionPerformed(new ActionEvent(pressed, ActionEvent.ACTION_PERFORMED, ""));
    await(() -> !dialog.isShowing());
  }

  /** All that a dialog says. */
  private static String text(Container container) throws Exception {
    StringBuilder text = new StringBuilder();
    for (Component component : container.getComponents()) {
      if (component instanceof MultiLineLabel label) {
        Field lines = MultiLineLabel.class.getDeclaredField("lines"); // has no getter
        lines.setAccessible(true);
        text.append(String.join(" ", (String[]) lines.get(label)));
      } else if (component instanceof Container inner) {
        text.append(text(inner));
      }
    }
    return text.toString();
  }

  /** Crops the image in the middle of its review. */
  private static void crop(ImagePlus image, String path) throws Exception {
    Overlay overlay = new Overlay();
    for (int x : new int[] {100, 200, 400}) {
      Roi roi = new Roi(x, 50, 30, 30);
      roi.setName("sperm 0.90");
      roi.setProperty("score", "0.9");
      overlay.add(roi);
    }
    image.setOverlay(overlay);
    ReviewSession session = start(image);
    session.perform(ReviewAction.ACCEPT);
    session.perform(ReviewAction.ACCEPT);
    image.setRoi(new Roi(80, 30, 300, 200));
    IJ.run(image, "Crop", "");
    await(() -> ReviewSession.of(image).isEmpty());
    check(image.getWidth() == 300 && image.getWindow() != null, "the crop stays open");
    check(image.getOverlay().size() == 2, "with what lies in it");
    await(() -> IJ.getLog() != null);
    check(
        IJ.getLog().contains("has ended, as the image was changed: it had 640 x 480 pixels"),
        "the log says why the review has ended: " + IJ.getLog());
    Review saved = new ReviewFile(Path.of(path + ".review.zip")).load();
    check(
        saved.summary().equals("2 accepted, 0 added, 0 rejected, 1 not reviewed"),
        "what is saved is what it was before: " + saved.summary());
    check(saved.items().get(0).roi().getBounds().x == 100, "and where it was");
    session.perform(ReviewAction.ACCEPT);
    check(session.review().items().size() == 3, "after the end nothing is accepted");
    image.changes = false;
    image.close();

    ImagePlus stack = IJ.openImage(path);
    stack.show();
    session = start(stack);
    IJ.run(stack, "Add Slice", "");
    await(() -> ReviewSession.of(stack).isEmpty());
    IJ.wait(300); // it is told after the end
    check(
        IJ.getLog()
            .contains(
                "it had 640 x 480 pixels in 3 plane(s), and now has 640 x 480 pixels in 4 plane(s)"),
        "another slice is another image, too");
  }

  /** Deletes in the ROI Manager what a review has left there, or what was loaded. */
  private static void delete(ImagePlus image, String path) throws Exception {
    image.setOverlay(detections(image, 2, 1));
    ReviewSession session = start(image);
    session.perform(ReviewAction.ACCEPT);
    session.perform(ReviewAction.ACCEPT);
    session.perform(ReviewAction.END);
    check(RoiManager.getInstance2().getCount() == 2, "the ROI Manager has the labels");
    File labels = new File(path + ".json");
    String export = "run('Export Labels...', 'output=[" + labels + "]');";
    refuse("roiManager('reset');" + export);
    check(!labels.exists(), "what was deleted after the review is not exported");
    image.changes = false;
    image.close();

    IJ.openImage(path).show();
    IJ.runMacro("run('Review Detections...', 'action=Load');");
    check(RoiManager.getInstance2().getCount() == 2, "the ROI Manager has what was loaded");
    refuse("roiManager('reset');" + export);
    check(!labels.exists(), "nor what was deleted after it was loaded");
    IJ.runMacro("run('Review Detections...', 'action=Load');" + export);
    check(labels.exists(), "but what is in the ROI Manager again");
  }

  /** Runs a macro that exports what somebody has emptied the ROI Manager of, in vain. */
  private static void refuse(String macro) throws Exception {
    Thread refused = new Thread(() -> IJ.runMacro(macro)); // else it would wait for its own dialog
    refused.start();
    Dialog error = await("Sperm Finder");
    check(text(error).contains("The ROI Manager is empty, but 2 boxes"), text(error));
    error.dispose();
    refused.join(); // else its abort would be that of the next macro
  }

  /** Looks once more for sperm in the middle of a review, with a box of it selected. */
  private static void detect(ImagePlus image) throws Exception {
    IJ.runMacro("run('Detect Sperm...');");
    int found = image.getOverlay().size();
    check(found > 1, "there is something to review");
    start(image);
    check(image.getRoi() != null, "the current box is selected");
    ResultsTable.getResultsTable().reset();
    IJ.runMacro("run('Detect Sperm...');");
    check(ResultsTable.getResultsTable().size() == found, "it looks at the whole image");
    image.setRoi(0, 0, image.getWidth() / 2, image.getHeight());
    ResultsTable.getResultsTable().reset();
    IJ.runMacro("run('Detect Sperm...');");
    int half = ResultsTable.getResultsTable().size();
    check(half > 0 && half < found, "but within a selection that was drawn");
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
    image.setOverlay(detections(image, 10_000, image.getStackSize()));
    long begin = System.nanoTime();
    ReviewSession session = start(image);
    System.out.printf("start: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
    time("step", 100, () -> session.perform(ReviewAction.NEXT));
    time("accept and go to the next", 100, () -> session.perform(ReviewAction.ACCEPT));
    time("undo", 100, () -> session.perform(ReviewAction.UNDO));
    screenshot("review-many");
    pressTools(image, session);
    begin = System.nanoTime();
    new ReviewFile(new File("target/many.review.zip").toPath()).save(session.review());
    System.out.printf("save: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
    begin = System.nanoTime();
    session.perform(ReviewAction.END);
    System.out.printf("end: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
    check(ReviewSession.of(image).isEmpty(), "it has ended");
  }

  /** The buttons of the toolset, as the toolbar runs them. */
  private static void pressTools(ImagePlus image, ReviewSession session) throws Exception {
    MacroInstaller toolset = new MacroInstaller();
    toolset.install(Files.readString(Path.of("macros", "toolsets", "Sperm Finder Tools.ijm")));
    String before = session.review().summary();
    ReviewItem first = session.currentItem().orElseThrow();
    press(toolset, "Next", () -> session.currentItem().orElseThrow() != first);
    press(toolset, "Previous", () -> session.currentItem().orElseThrow() == first);
    press(toolset, "Accept", () -> session.review().summary().startsWith("1 accepted"));
    press(toolset, "Undo", () -> session.review().summary().equals(before));
    press(toolset, "Reject", () -> session.review().summary().contains("1 rejected"));
    press(toolset, "Undo", () -> session.review().summary().equals(before));
    image.setRoi(new Roi(20, 30, 25, 20));
    press(toolset, "Add Selection", () -> session.review().summary().contains("1 added"));
    screenshot("review-tools");
  }

  private static void press(MacroInstaller toolset, String tool, BooleanSupplier effect)
      throws Exception {
    check(toolset.runMacroTool(tool), "there is a tool " + tool);
    await(effect);
    IJ.wait(100); // the macro ends
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
