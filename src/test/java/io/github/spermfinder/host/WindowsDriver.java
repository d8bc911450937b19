package io.github.spermfinder.host;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import io.github.spermfinder.engine.Losses;
import java.awt.Choice;
import java.awt.Dialog;
import java.awt.Menu;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A user of plain ImageJ, at the menus and in the dialog; ends with an error if all is not well.
 */
public final class WindowsDriver {

  static final String DONE = "## all is well";

  private static final String COMMAND = "Detect Sperm...";

  private WindowsDriver() {}

  /**
   * @param args path of an image; path of a model
   */
  public static void main(String[] args) {
    try {
      use(args);
      System.out.println(DONE);
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1); // else the windows would keep Java alive
    }
  }

  private static void use(String[] args) throws Exception {
    Launcher.prepare();
    ImageJ imageJ = new ImageJ();
    imageJ.exitWhenQuitting(true);
    IJ.run("Record...");
    ImagePlus image = IJ.openImage(args[0]);
    image.show();

    check(menuLabels("Plugins", "Sperm Finder").contains(COMMAND), "the menu entry is there");
    IJ.doCommand(COMMAND);
    GenericDialog dialog = (GenericDialog) await(() -> dialog("Detect Sperm"));
    screenshot("dialog");
    check(
        dialog.getNumericFields().stream()
            .map(field -> ((TextField) field).getText())
            .noneMatch(text -> text.equals("0.0000")),
        "numbers have no more decimals than they need");
    Choice models = (Choice) dialog.getChoices().get(0);
    models.add(args[1]);
    models.select(args[1]);
    ((TextField) dialog.getNumericFields().get(0)).setText("0.5");
    press(dialog, 0);
    await(() -> ResultsTable.getResultsTable().size() == 3 ? "rows" : null);
    await(() -> RoiManager.getRawInstance());
    await(() -> recorded());
    screenshot("detections");
    check(image.getOverlay().size() == 3, "the overlay has all");
    check(RoiManager.getRawInstance().getCount() == 3, "the ROI Manager has all");
    check(
        RoiManager.getRawInstance().getRoi(0).getName().equals("class 5 1.00"),
        "a region has its name");
    check(
        FreshRegions.contains(image.getOverlay().get(0))
            && !FreshRegions.contains(RoiManager.getRawInstance().getRoi(0)),
        "only what is on the overlay makes way for another detection");

    String line = recorded();
    System.out.println("recorded: " + line);
    for (String key :
        "model threshold minscore maxoverlap maxdetections view pixelsize planes channel rois device saveto"
            .split(" ")) {
      check(
          line.contains(" " + key + "=") || line.contains("\"" + key + "="), key + " is recorded");
    }
    check(line.contains("minscore=0.5 "), "the value that was typed is recorded");

    double[] scores = ResultsTable.getResultsTable().getColumn("Score");
    ResultsTable.getResultsTable().reset();
    Thread replay = new Thread(() -> IJ.runMacro(line));
    replay.start();
    while (replay.isAlive()) {
      check(dialog("Detect Sperm") == null, "no dialog on replay");
      replay.join(50);
    }
    check(
        Arrays.equals(scores, ResultsTable.getResultsTable().getColumn("Score")),
        "the replay finds the same");
    check(RoiManager.getRawInstance().getCount() == 6, "the ROI Manager was added to");
    exportSaysWhichRegionsMayBeOfAnotherImage(image);
    exportMindsAnEmptiedRoiManager(image, args[1]);

    trainingInBatchModeHasNoPlot();
    lookAtDialogs(image);
    image.close();
    theMenuIsTheUsersWhileAMacroWaits();
    IJ.doCommand("Engine Info");
    Window info = await(() -> window("Engine Info"));
    screenshot("engine-info");
    info.dispose();
  }

  private static void exportSaysWhichRegionsMayBeOfAnotherImage(ImagePlus image) throws Exception {
    Roi elsewhere = (Roi) image.getOverlay().get(0).clone();
    elsewhere.setLocation(1, 1);
    RoiManager.getRawInstance().addRoi(elsewhere);
    File labels = File.createTempFile("labels", ".json");
    labels.delete();
    IJ.runMacro("run('Export Labels...', 'output=[" + labels + "]');");
    check(IJ.getLog().contains("1 of the 7 regions in the ROI Manager were"), IJ.getLog());
    labels.delete();
  }

  private static void exportMindsAnEmptiedRoiManager(ImagePlus image, String model)
      throws Exception {
    File labels = File.createTempFile("labels", ".json");
    labels.delete();
    String export = "run('Export Labels...', 'output=[" + labels + "]');";
    Thread refused =
        new Thread(() -> IJ.runMacro("roiManager('deselect'); roiManager('delete');" + export));
    refused.start();
    Dialog problem = await(() -> dialog("Sperm Finder"));
    screenshot("emptied-manager");
    problem.dispose();
    refused.join();
    check(!labels.exists(), "what was deleted in the ROI Manager is not exported");

    String overlayOnly = "run('Detect Sperm...', 'model=[" + model + "] rois=[Overlay only]');";
    IJ.runMacro("Overlay.remove;" + overlayOnly + export);
    check(labels.exists(), "what was never there is");
    check(IJ.getLog().contains("the 3 regions on the overlay of 0.png were taken"), IJ.getLog());
    labels.delete();
  }

  /** Plots of ImageJ become a macro's image, though nobody sees them. */
  private static void trainingInBatchModeHasNoPlot() {
    Interpreter.batchMode = true;
    try {
      TrainingPlot plot = new TrainingPlot();
      for (int step = 0; step < 100; step++) {
        plot.step(step, new Losses(1, 1, 1), 0.1);
      }
      check(Interpreter.getBatchModeImageCount() == 0, "a training adds no images to a macro");
    } finally {
      Interpreter.batchMode = false;
    }
  }

  /** Opens each dialog, for somebody to look at its picture, and cancels it. */
  private static void lookAtDialogs(ImagePlus image) throws Exception {
    for (String command :
        List.of(
            "Detect in Folder",
            "Evaluate Detector",
            "Import Labels",
            "Export Labels",
            "Consensus Labels",
            "Split Dataset",
            "Review Detections",
            "Simulate Fields",
            "Train Detector")) {
      WindowManager.setCurrentWindow(image.getWindow());
      IJ.doCommand(command + "...");
      look(command, command);
    }
    for (String macro :
        List.of("Detect in Folder", "Evaluate on My Labels", "Train on My Labels")) {
      String file = "macros/" + macro.replace(' ', '_') + ".ijm";
      Thread thread = new Thread(() -> IJ.runMacroFile(new File(file).getAbsolutePath(), ""));
      thread.start();
      look(macro, "macro " + macro);
      thread.join();
    }
  }

  /** A macro that acquires images, say: it neither answers for the user nor ends with an error. */
  private static void theMenuIsTheUsersWhileAMacroWaits() throws Exception {
    Interpreter macro = new Interpreter();
    Thread waiting = new Thread(() -> macro.run("while (true) wait(20);"));
    waiting.start();
    await(Interpreter::getInstance);
    IJ.doCommand("Simulate Fields...");
    look("Simulate Fields", "menu while a macro waits");
    IJ.doCommand("Live Detection"); // of no image
    Dialog problem = await(() -> dialog("Sperm Finder"));
    problem.dispose();
    check(!macro.done(), "the macro goes on");
    macro.abortMacro();
    waiting.join();
  }

  private static void look(String title, String picture) throws Exception {
    GenericDialog dialog = (GenericDialog) await(() -> dialog(title));
    screenshot(picture.toLowerCase(Locale.ROOT).replace(' ', '-'));
    press(dialog, 1);
    await(() -> dialog(title) == null ? "closed" : null);
  }

  private static void check(boolean condition, String what) {
    System.out.println((condition ? "ok: " : "NOT: ") + what);
    if (!condition) {
      System.exit(1);
    }
  }

  private static <T> T await(Supplier<T> supplier) throws Exception {
    long end = System.nanoTime() + 120_000_000_000L;
    while (System.nanoTime() < end) {
      T value = supplier.get();
      if (value != null) {
        IJ.wait(300); // for it to be painted
        return value;
      }
      IJ.wait(50);
    }
    screenshot("timeout");
    throw new IllegalStateException("Waited in vain");
  }

  private static List<String> menuLabels(String top, String sub) {
    return IntStream.range(0, Menus.getMenuBar().getMenuCount())
        .mapToObj(i -> Menus.getMenuBar().getMenu(i))
        .filter(menu -> menu.getLabel().equals(top))
        .flatMap(menu -> IntStream.range(0, menu.getItemCount()).mapToObj(menu::getItem))
        .filter(item -> item instanceof Menu && item.getLabel().equals(sub))
        .map(Menu.class::cast)
        .flatMap(menu -> IntStream.range(0, menu.getItemCount()).mapToObj(menu::getItem))
        .map(item -> item.getLabel())
        .toList();
  }

  private static Dialog dialog(String title) {
    return (Dialog) visible(title).filter(Dialog.class::isInstance).orElse(null);
  }

  private static Window window(String title) {
    return visible(title).orElse(null);
  }

  private static Optional<Window> visible(String title) {
    return Arrays.stream(Window.getWindows())
        .filter(Window::isShowing)
        .filter(
            window ->
                window instanceof Dialog dialog
                    ? title.equals(dialog.getTitle())
                    : window instanceof java.awt.Frame frame && title.equals(frame.getTitle()))
        .findFirst();
  }

  /** Presses OK, which is button 0, or Cancel, 1. */
  private static void press(GenericDialog dialog, int button) {
    Object source = dialog.getButtons()[button];
    dialog.actionPerformed(new ActionEvent(source, ActionEvent.ACTION_PERFORMED, ""));
  }

  /** The recorded line of our command, or null. */
  private static String recorded() {
    String text = Recorder.getInstance() == null ? null : Recorder.getInstance().getText();
    return text == null
        ? null
        : text.lines().filter(line -> line.contains(COMMAND)).findFirst().orElse(null);
  }

  private static void screenshot(String name) throws Exception {
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    File folder = new File("target/screenshots");
    folder.mkdirs();
    ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(folder, name + ".png"));
  }
}
