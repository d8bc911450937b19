package io.github.spermfinder.live;

import ij.CompositeImage;
import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.process.ImageProcessor;
import io.github.spermfinder.host.EventThread;
import io.github.spermfinder.host.Launcher;
import io.github.spermfinder.label.RoiSet;
import io.github.spermfinder.label.Rois;
import java.awt.Color;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/** Somebody who watches live images in plain ImageJ; ends with an error if all is not well. */
public final class LiveDriver {

  static final String DONE = "## all is well";

  private static final String COMMAND = "Live Detection";

  private LiveDriver() {}

  public static void main(String[] args) {
    try {
      Launcher.prepare();
      new ImageJ().exitWhenQuitting(true);
      ImageProcessor sperm = IJ.openImage("samples/images/semen_bright_field.png").getProcessor();
      camera(sperm);
      croppedAndCopied(sperm);
      settings(sperm);
      stack(sperm);
      composite(sperm);
      System.out.println(DONE);
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1); // else the windows would keep Java alive
    }
  }

  /** As camera plugins do: new pixels in the same image, told to ImageJ or not. */
  private static void camera(ImageProcessor sperm) throws Exception {
    Object full = sperm.getPixels();
    Object empty = empty(sperm).getPixels();
    ImagePlus image = new ImagePlus("camera", sperm.duplicate());
    image.show();
    Roi theirs = new Roi(5, 200, 30, 30);
    image.setOverlay(new Overlay(theirs));

    IJ.doCommand(COMMAND);
    await("it finds something", () -> boxes(image) > 0);
    check(dialogs().isEmpty(), "it asks nothing");
    int found = boxes(image);
    check(text(image).startsWith(found + " found"), "the count is on the image: " + text(image));
    screenshot("live");

    image.getProcessor().setPixels(empty);
    image.updateAndDraw();
    await("it follows the camera", () -> text(image).startsWith("0 found"));
    check(boxes(image) == 0, "the boxes are gone");
    image.getProcessor().setPixels(full);
    image.draw();
    await("it follows what ImageJ does not tell of", () -> boxes(image) == found);
    image.setProcessor(empty(sperm));
    await("it follows another processor", () -> text(image).startsWith("0 found"));
    image.setProcessor(sperm.duplicate());
    await("and back", () -> boxes(image) == found);
    image.setRoi(0, 0, image.getWidth() / 2, image.getHeight());
    await("it looks within the selection", () -> boxes(image) > 0 && boxes(image) < found);
    image.deleteRoi();
    await("and everywhere without one", () -> boxes(image) == found);

    Roi later = new Roi(50, 200, 30, 30);
    EventQueue.invokeAndWait(() -> image.getOverlay().add(later));
    IJ.doCommand(COMMAND);
    await("run again, it ends", () -> !LiveDetection.isRunning(image));
    await("its thread is gone", () -> threads() == 0);
    check(
        Arrays.asList(image.getOverlay().toArray()).equals(List.of(theirs, later)),
        "what others drew stays, and nothing else");
    IJ.runMacro(readmeLine());
    await("README's line starts it", () -> LiveDetection.isRunning(image) && boxes(image) > 0);
    IJ.doCommand(COMMAND);
    await("and run again, it ends", () -> threads() == 0);
    image.getProcessor().setPixels(empty);
    image.updateAndDraw();
    IJ.wait(300);
    check(image.getOverlay().size() == 2, "it looks no more");

    image.setProcessor(sperm.duplicate());
    run("maxdetections=3 device=CPU");
    await("a macro can give keys", () -> boxes(image) == 3);
    run("");
    check(!LiveDetection.isRunning(image), "and end it");
    check(image.getOverlay().size() == 2, "with nothing left when the macro goes on");
    image.changes = false;
    image.close();
  }

  /** In place, where ImageJ puts copies of the regions on the overlay; and copies of the image. */
  private static void croppedAndCopied(ImageProcessor sperm) throws Exception {
    ImagePlus image = new ImagePlus("cropped", sperm.duplicate());
    image.show();
    Roi theirs = new Roi(5, 200, 30, 30);
    image.setOverlay(new Overlay(theirs));
    run("");
    await("it finds something", () -> boxes(image) > 0);
    final int found = boxes(image);
    ImagePlus copy = image.duplicate();
    check(boxes(copy) == found, "a copy has the boxes");
    File labels = File.createTempFile("labels", ".zip");
    labels.delete();
    WindowManager.setTempCurrentImage(copy);
    IJ.runMacro("run('Export Labels...', 'format=[ImageJ RoiSet.zip] output=[" + labels + "]');");
    check(RoiSet.load(labels.toPath()).size() == 1, "but only what was drawn by hand is a label");
    check(IJ.getLog().contains("What Live Detection drew"), IJ.getLog());
    IJ.runMacro("run('Detect Sperm...', 'rois=[Overlay only]');");
    check(boxes(copy) == found, "and a detection takes their place");
    WindowManager.setTempCurrentImage(null);
    labels.delete();

    for (String step :
        List.of(
            "makeRectangle(0, 0, 700, 700); run('Crop'); run('Select None');",
            "run('Size...', 'width=600 depth=1 constrain average interpolation=Bilinear');",
            "run('Canvas Size...', 'width=650 height=650 position=Center');",
            "run('Rotate 90 Degrees Right');",
            "run('Flip Horizontally');")) {
      IJ.runMacro(step);
      IJ.wait(1500);
      await(step, () -> text(image).startsWith(rois(image).size() - 2 + " found"));
    }
    run("");
    check(image.getOverlay().size() == 1, "nothing is left of it");
    image.changes = false;
    image.close();
  }

  /** From the menu it looks as Detect Sperm did, and a review has to wait. */
  private static void settings(ImageProcessor sperm) throws Exception {
    ImagePlus image = new ImagePlus("settings", sperm.duplicate());
    image.show();
    IJ.doCommand("Detect Sperm...");
    await("Detect Sperm asks", () -> dialogs().size() == 1);
    GenericDialog dialog = (GenericDialog) dialogs().get(0);
    ((TextField) dialog.getNumericFields().get(2)).setText("5");
    dialog.actionPerformed(
        new ActionEvent(dialog.getButtons()[0], ActionEvent.ACTION_PERFORMED, "OK"));
    await("it finds five", () -> boxes(image) == 5);
    await("and is done", () -> threads("Detect Sperm...") == 0);
    image.setOverlay(null);
    IJ.doCommand(COMMAND);
    await("live detection finds five, too", () -> boxes(image) == 5);

    Thread macro = new Thread(() -> IJ.runMacro("run('Review Detections...', '');"));
    macro.start();
    await("a review is refused", () -> dialogs().size() == 1);
    dialogs().get(0).dispose();
    macro.join(20_000);
    check(LiveDetection.isRunning(image), "and live detection goes on");
    run("");
    image.changes = false;
    image.close();
  }

  private static void stack(ImageProcessor sperm) throws Exception {
    ImageStack slices = new ImageStack();
    slices.addSlice(sperm.duplicate());
    slices.addSlice(empty(sperm));
    ImagePlus image = new ImagePlus("stack", slices);
    image.show();
    run("");
    await("it finds something on a stack", () -> boxes(image) > 0);
    image.setSlice(2);
    await("it follows the slice", () -> text(image).startsWith("0 found"));
    AtomicBoolean play = new AtomicBoolean(true);
    Thread player =
        new Thread(
            () -> {
              for (int i = 0; play.get(); i++) {
                image.setSlice(1 + i % 2);
                IJ.wait(33);
              }
            });
    player.start();
    await("it tells how fast it is", () -> text(image).contains(" a second"));
    System.out.println(text(image));
    play.set(false);
    player.join();
    image.changes = false;
    EventQueue.invokeAndWait(() -> image.getWindow().close());
    await("closing the window ends it", () -> !LiveDetection.isRunning(image));
    await("its threads are gone", () -> threads() == 0);
  }

  /** Channels that are shown merged, and an error at last. */
  private static void composite(ImageProcessor sperm) throws Exception {
    ImageStack slices = new ImageStack();
    ImageProcessor grey = sperm.convertToByte(false);
    for (int i = 0; i < 3; i++) {
      slices.addSlice(grey.duplicate());
    }
    CompositeImage image =
        new CompositeImage(new ImagePlus("merged", slices), IJ.COMPOSITE); // red, green, blue: grey
    image.show();
    run("");
    await("it finds something in merged channels", () -> boxes(image) > 0);
    screenshot("live-merged");
    for (int c = 1; c <= 3; c++) {
      Arrays.fill((byte[]) image.getStack().getPixels(c), (byte) 128);
    }
    image.updateAndDraw();
    await("it follows merged channels", () -> text(image).startsWith("0 found"));
    Arrays.fill(image.getActiveChannels(), false);
    image.updateAndDraw();
    IJ.wait(1000);
    check(LiveDetection.isRunning(image), "it waits while all channels are switched off");
    for (int c = 1; c <= 3; c++) {
      byte[] pixels = (byte[]) image.getStack().getPixels(c);
      System.arraycopy(grey.getPixels(), 0, pixels, 0, pixels.length);
    }
    Arrays.fill(image.getActiveChannels(), true);
    image.updateAndDraw();
    await("and goes on", () -> boxes(image) > 0);
    image.getCalibration().setUnit("um"); // no pixel of a field of view that has sperm
    image.getCalibration().pixelWidth = 9;
    image.getCalibration().pixelHeight = 9;
    image.updateAndDraw();
    await("an error is told", () -> dialogs().size() == 1);
    check(dialogs().get(0).getTitle().equals("Sperm Finder"), "by Sperm Finder");
    screenshot("live-error");
    check(!LiveDetection.isRunning(image), "and ends it");
    check(image.getOverlay() == null, "its boxes are gone");
    dialogs().get(0).dispose();
    await("its threads are gone", () -> threads() == 0);
  }

  // -- Tools --

  /** Another image of that size, without sperm. */
  private static ImageProcessor empty(ImageProcessor like) {
    ImageProcessor empty = like.createProcessor(like.getWidth(), like.getHeight());
    empty.setColor(new Color(128, 128, 128));
    empty.fill();
    return empty;
  }

  private static String readmeLine() throws IOException {
    return Files.readAllLines(Path.of("README.md")).stream()
        .filter(line -> line.startsWith("run(\"" + COMMAND))
        .findFirst()
        .orElseThrow();
  }

  private static void run(String options) {
    IJ.runMacro("run('" + COMMAND + "', '" + options + "');");
  }

  /** As they are between two changes, which are the event thread's. */
  private static List<Roi> rois(ImagePlus image) {
    List<Roi> rois = new ArrayList<>();
    EventThread.run(
        () -> {
          if (image.getOverlay() != null) {
            rois.addAll(Arrays.asList(image.getOverlay().toArray()));
          }
        });
    return rois;
  }

  private static int boxes(ImagePlus image) {
    return (int) rois(image).stream().filter(roi -> roi.getProperty(Rois.SCORE) != null).count();
  }

  private static String text(ImagePlus image) {
    return rois(image).stream()
        .filter(TextRoi.class::isInstance)
        .map(roi -> ((TextRoi) roi).getText().strip())
        .findFirst()
        .orElse("");
  }

  private static long threads() {
    return threads("Sperm Finder: live detection") + threads("Sperm Finder: reading images");
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  private static List<Dialog> dialogs() {
    return Arrays.stream(Window.getWindows())
        .filter(Window::isShowing)
        .filter(Dialog.class::isInstance)
        .map(Dialog.class::cast)
        .toList();
  }

  private static void check(boolean condition, String what) throws Exception {
    System.out.println((condition ? "ok: " : "NOT: ") + what);
    if (!condition) {
      screenshot("live-failed");
      System.exit(1);
    }
  }

  private static void await(String what, BooleanSupplier condition) throws Exception {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      IJ.wait(20);
    }
    check(condition.getAsBoolean(), what);
  }

  private static void screenshot(String name) throws Exception {
    IJ.wait(300); // for all to be painted
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    File folder = new File("target/screenshots");
    folder.mkdirs();
    ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(folder, name + ".png"));
  }
}
