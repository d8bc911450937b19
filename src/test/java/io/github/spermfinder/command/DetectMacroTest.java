package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.plugin.FolderOpener;
import ij.process.ImageProcessor;
import io.github.spermfinder.Box;
import io.github.spermfinder.SharedData;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Detect Sperm as macros run it, without a display. */
class DetectMacroTest {

  @TempDir private Path folder;

  private String model;

  @BeforeEach
  void findModel() {
    model = SharedData.get("tf2-od-api/saved_model_320").toString();
  }

  @BeforeEach
  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  private static ImagePlus photo() {
    return IJ.openImage(SharedData.get("tf2-od-api/demo_images_png/0.png").toString());
  }

  /** Runs the command on an image, as a macro's only line. */
  private String detect(ImagePlus image, String options) {
    WindowManager.setTempCurrentImage(image);
    return Macros.run("run(\"Detect Sperm...\", \"model=[" + model + "] " + options + "\");");
  }

  private static double value(String column, int row) {
    return ResultsTable.getResultsTable().getValue(column, row);
  }

  @Test
  void tableAndOverlay() {
    ImagePlus image = photo();
    detect(image, "");
    ResultsTable table = ResultsTable.getResultsTable();
    assertEquals(3, table.size());
    assertArrayEquals(
        "Label Slice C Z T Class Score BX BY Width Height".split(" "), table.getHeadings());
    assertEquals("0.png", table.getLabel(0));
    assertEquals("class 5", table.getStringValue("Class", 0));
    Overlay overlay = image.getOverlay();
    assertEquals(3, overlay.size());
    Roi roi = overlay.get(0);
    assertEquals("class 5 1.00", roi.getName());
    assertEquals(5, roi.getGroup());
    assertEquals("0.99803966", roi.getProperty("score"));
    assertEquals("saved_model_320", roi.getProperty("model"));
    assertEquals(0, roi.getPosition());
    assertEquals(value("BX", 0), roi.getFloatBounds().x, 1e-3);
    assertFalse(roi.getStrokeColor().equals(overlay.get(1).getStrokeColor()), "colour by class");
    assertEquals(overlay.get(1).getStrokeColor(), overlay.get(2).getStrokeColor());
  }

  @Test
  void lengthsAreInTheImagesUnit() {
    ImagePlus image = photo();
    detect(image, "");
    ImagePlus calibrated = photo();
    Calibration calibration = calibrated.getCalibration();
    calibration.setUnit("um");
    calibration.pixelWidth = 0.5;
    calibration.pixelHeight = 0.25;
    calibration.xOrigin = 100;
    detect(calibrated, "");
    assertEquals((value("BX", 0) - 100) * 0.5, value("BX", 3), 1e-9);
    assertEquals(value("BY", 0) * 0.25, value("BY", 3), 1e-9);
    assertEquals(value("Width", 0) * 0.5, value("Width", 3), 1e-9);
    assertEquals(value("Height", 0) * 0.25, value("Height", 3), 1e-9);
    assertEquals(
        image.getOverlay().get(0).getFloatBounds(),
        calibrated.getOverlay().get(0).getFloatBounds(),
        "regions stay in pixels");
  }

  @Test
  void theTableIsAddedToAndTheOverlayShowsTheLastRun() {
    ImagePlus image = photo();
    Roi drawn = new Roi(1, 2, 3, 4);
    image.setOverlay(new Overlay(drawn));
    detect(image, "");
    detect(image, "");
    assertEquals(6, ResultsTable.getResultsTable().size());
    assertEquals(4, image.getOverlay().size(), "not two of each box");
    detect(image, "rois=[Replace ROI Manager]");
    assertEquals(4, image.getOverlay().size());
    assertEquals(drawn, image.getOverlay().get(0), "what was drawn by hand stays");
    image.getOverlay().get(1).setLocation(3, 4);
    detect(image, "rois=[Replace ROI Manager]");
    assertEquals(5, image.getOverlay().size(), "what was moved, too");
  }

  @Test
  void whatAnAnnotatorWorkedOnStaysOnTheOverlay() {
    ImagePlus image = photo();
    detect(image, "rois=[Overlay only]");
    Roi moved = image.getOverlay().get(0);
    moved.setLocation(3, 4);
    Roi classified = image.getOverlay().get(1);
    classified.setGroup(9);
    detect(image, "rois=[Overlay only]");
    assertEquals(5, image.getOverlay().size());
    assertSame(moved, image.getOverlay().get(0));
    assertSame(classified, image.getOverlay().get(1));
    image.getOverlay().get(2).setProperty("review", "accepted");
    detect(image, "rois=[Overlay only]");
    assertEquals(6, image.getOverlay().size());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 2, 1", "1, 2, 2"})
  void copiesAndFilesKnowWhatNobodyWorkedOn(int channels, int slices, int frames) {
    ImageStack stack = new ImageStack(500, 432);
    for (int i = 0; i < slices * frames; i++) {
      stack.addSlice(photo().getProcessor());
    }
    ImagePlus image = new ImagePlus("image", stack);
    image.setDimensions(channels, slices, frames);
    image.setOpenAsHyperStack(frames > 1);
    detect(image, "");
    final int found = image.getOverlay().size();
    assertEquals(3 * slices * frames, found);
    ImagePlus copy = image.duplicate();
    copy.getOverlay().get(0).setLocation(3, 4);
    copy.getOverlay().get(1).setName("sperm, I think");
    copy.getOverlay().get(2).setGroup(9);
    detect(copy, "");
    assertEquals(found + 3, copy.getOverlay().size());
    detect(image, "");
    IJ.saveAsTiff(copy, folder.resolve("copy.tif").toString());
    ImagePlus reopened = IJ.openImage(folder.resolve("copy.tif").toString());
    assertEquals(found + 3, reopened.getOverlay().size());
    detect(reopened, "");
    assertEquals(found + 3, reopened.getOverlay().size());
    assertEquals(3, reopened.getOverlay().get(0).getBounds().x);
    assertEquals("sperm, I think", reopened.getOverlay().get(1).getName());
    assertEquals(9, reopened.getOverlay().get(2).getGroup());
    assertEquals(found, image.getOverlay().size());
  }

  /** Somebody may have deleted the others. */
  @Test
  void whatWasMadeALabelStaysOnTheOverlay() throws Exception {
    ImagePlus image = photo();
    detect(image, "");
    Path labels = folder.resolve("RoiSet.zip");
    Macros.run("run('Export Labels...', 'format=[ImageJ RoiSet.zip] output=[" + labels + "]');");
    image.setOverlay(null);
    Macros.run("run('Import Labels...', 'input=[" + labels + "]');");
    detect(image, "");
    assertEquals(6, image.getOverlay().size());
    ImagePlus other = photo();
    other.setOverlay(new Overlay());
    rois(labels).forEach(other.getOverlay()::add);
    detect(other, "");
    assertEquals(6, other.getOverlay().size(), "opened as regions, too");
  }

  @Test
  void whatWasFoundElsewhereStaysOnTheOverlay() {
    ImagePlus image = photo();
    detect(image, "");
    List<Roi> found = List.of(image.getOverlay().toArray());
    Rectangle first = found.get(0).getBounds();
    image.setRoi(first);
    detect(image, "minscore=1");
    assertEquals(found.subList(1, 3), List.of(image.getOverlay().toArray()), "only it was there");

    ImageStack stack = new ImageStack(500, 432);
    stack.addSlice(photo().getProcessor());
    stack.addSlice(photo().getProcessor());
    ImagePlus two = new ImagePlus("two", stack);
    detect(two, "planes=[Current plane]");
    two.setSlice(2);
    detect(two, "planes=[Current plane]");
    assertEquals(6, two.getOverlay().size());
    detect(two, "");
    assertEquals(6, two.getOverlay().size());
  }

  private static ImagePlus hyperstack() {
    ImageStack stack = new ImageStack(500, 432);
    for (int t = 1; t <= 2; t++) {
      for (int z = 1; z <= 3; z++) {
        for (int c = 1; c <= 2; c++) {
          boolean shown = t == 2 && z == 3 && c == 1;
          ImagePlus plane = shown ? photo() : IJ.createImage("", "RGB black", 500, 432, 1);
          stack.addSlice(plane.getProcessor().convertToByte(false));
        }
      }
    }
    ImagePlus image = new ImagePlus("hyper", stack);
    image.setDimensions(2, 3, 2);
    image.setOpenAsHyperStack(true);
    return image;
  }

  @Test
  void positionsInAHyperstack() {
    ImagePlus image = hyperstack();
    detect(image, "channel=1 minscore=0.2");
    assertTrue(image.getOverlay().size() > 0);
    Roi roi = image.getOverlay().get(0);
    assertEquals(1, roi.getCPosition());
    assertEquals(3, roi.getZPosition());
    assertEquals(2, roi.getTPosition());
    assertEquals(11, value("Slice", 0));
    assertEquals(1, value("C", 0));
    assertEquals(3, value("Z", 0));
    assertEquals(2, value("T", 0));

    ResultsTable.getResultsTable().reset();
    detect(image, "channel=2 minscore=0.2");
    assertEquals(0, ResultsTable.getResultsTable().size());
  }

  @Test
  void positionsInAStack() {
    ImageStack stack = new ImageStack(500, 432);
    stack.addSlice("first.png", IJ.createImage("", "RGB black", 500, 432, 1).getProcessor());
    stack.addSlice("second.png", photo().getProcessor());
    ImagePlus image = new ImagePlus("stack", stack);
    detect(image, "");
    assertEquals(3, image.getOverlay().size());
    assertEquals(2, image.getOverlay().get(0).getPosition());
    assertEquals("stack:second", ResultsTable.getResultsTable().getLabel(0));
    assertEquals(1, image.getCurrentSlice(), "the user's view does not move");

    detect(image, "planes=[Current plane]");
    assertEquals(3, image.getOverlay().size());
  }

  @Test
  void aSelectionLimitsWhereToLook() {
    ImagePlus image = photo();
    for (String selection :
        List.of(
            "makeRectangle(250, 150, 200, 250)",
            "makeRectangle(250.5, 150.5, 200, 250)",
            "makeOval(230, 120, 240, 300)",
            "makePolygon(250, 150, 450, 150, 450, 400, 250, 400)")) {
      ResultsTable.getResultsTable().reset();
      WindowManager.setTempCurrentImage(image);
      IJ.runMacro(selection + "; run('Detect Sperm...', 'model=[" + model + "]');");
      assertEquals(1, ResultsTable.getResultsTable().size(), selection);
      assertEquals(280, value("BX", 0), 1, selection);
    }
  }

  /** Whichever tiles they were found in. */
  @Test
  void noTwoOverlapMoreThanIsAllowed() {
    ImagePlus image = photo();
    image.setProcessor(image.getProcessor().resize(1000, 864));
    detect(image, "view=Tiles minscore=0.01 maxoverlap=0.1");
    Roi[] rois = image.getOverlay().toArray();
    assertTrue(rois.length > 10);
    for (int i = 0; i < rois.length; i++) {
      for (int j = 0; j < i; j++) {
        double overlap = box(rois[i]).iou(box(rois[j]));
        assertTrue(overlap < 0.101 || rois[i].getGroup() != rois[j].getGroup(), "" + overlap);
      }
    }
  }

  private static Box box(Roi roi) {
    Rectangle2D bounds = roi.getFloatBounds();
    return new Box(bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
  }

  @Test
  void files() throws Exception {
    Path results = folder.resolve("new folder/r\u00e9sultats");
    detect(photo(), "saveto=[" + results + "]");
    assertEquals(
        "Label,Slice,C,Z,T,Class,Score,BX,BY,Width,Height",
        Files.readAllLines(results.resolve("detections.csv")).get(0));
    assertEquals(4, Files.readAllLines(results.resolve("detections.csv")).size());
    JsonArray coco =
        new Gson().fromJson(Files.readString(results.resolve("detections.json")), JsonArray.class);
    assertEquals(3, coco.size());
    JsonObject first = coco.get(0).getAsJsonObject();
    assertEquals(1, first.get("image_id").getAsInt());
    assertEquals("0.png", first.get("file_name").getAsString());
    assertEquals(5, first.get("category_id").getAsInt());
    assertEquals(4, first.getAsJsonArray("bbox").size());
    assertEquals(value("BX", 0), first.getAsJsonArray("bbox").get(0).getAsDouble(), 1e-9);

    List<Roi> rois = rois(results.resolve("RoiSet.zip"));
    assertEquals(3, rois.size());
    assertEquals("class 5 1.00", rois.get(0).getName());
    assertEquals(5, rois.get(0).getGroup());
    assertEquals("0.99803966", rois.get(0).getProperty("score"));
    assertEquals(value("BX", 0), rois.get(0).getFloatBounds().x, 1e-3);
  }

  /** There may be more or fewer images in the folder when the regions are imported. */
  @Test
  void savedRegionsOfAFolderComeToTheirFiles() throws Exception {
    Path photo = SharedData.get("tf2-od-api/demo_images_png/0.png");
    for (String name : List.of("b.png", "c.png")) {
      Files.copy(photo, folder.resolve(name));
    }
    Path saved = folder.resolve("saved");
    ImagePlus stack = FolderOpener.open(folder.toString(), "");
    detect(stack, "saveto=[" + saved + "]");
    assertEquals(6, rois(saved.resolve("RoiSet.zip")).size());
    Files.copy(photo, folder.resolve("a.png"));
    ImagePlus more = FolderOpener.open(folder.toString(), "");
    WindowManager.setTempCurrentImage(more);
    Macros.run("run('Import Labels...', 'input=[" + saved.resolve("RoiSet.zip") + "]');");
    assertEquals(
        List.of(2, 2, 2, 3, 3, 3),
        Stream.of(more.getOverlay().toArray()).map(Roi::getPosition).toList());
  }

  @Test
  void nothingFoundIsAResultToo() throws Exception {
    String output = detect(photo(), "minscore=1 saveto=[" + folder + "]");
    assertTrue(output.startsWith("0 detections in 1 plane(s) of 0.png: "), output);
    assertEquals(0, ResultsTable.getResultsTable().size());
    assertEquals("[]", Files.readString(folder.resolve("detections.json")));
    assertEquals(1, Files.readAllLines(folder.resolve("detections.csv")).size());
    assertEquals(0, rois(folder.resolve("RoiSet.zip")).size());
  }

  @Test
  void filesThatAreThereAreKept() throws Exception {
    Path corrected = folder.resolve("RoiSet.zip");
    Files.writeString(corrected, "hours of work");
    detect(photo(), "saveto=[" + folder + "]");
    detect(photo(), "saveto=[" + folder + "]");
    assertEquals("hours of work", Files.readString(folder.resolve("RoiSet.zip.1")));
    assertEquals(3, rois(corrected).size());
    try (var files = Files.list(folder)) {
      assertEquals(4, files.count(), "equal files are not kept twice");
    }
  }

  @Test
  void whatCannotBeSavedIsShown() throws Exception {
    Files.writeString(folder.resolve("RoiSet.zip"), "hours of work");
    Files.createSymbolicLink(folder.resolve("RoiSet.zip.1"), folder.resolve("nowhere"));
    ImagePlus image = photo();
    String output = detect(image, "saveto=[" + folder + "]");
    assertTrue(output.contains("The detections cannot be written to saveto="), output);
    assertTrue(output.endsWith("ABORTED"), output);
    assertEquals("hours of work", Files.readString(folder.resolve("RoiSet.zip")));
    assertEquals(3, image.getOverlay().size());
    assertEquals(3, ResultsTable.getResultsTable().size());
  }

  /** Fiji's recorder writes the title of the image, and a recorded line has to run. */
  @Test
  void anImageThatWasRecordedIsNoMatter() throws Exception {
    detect(photo(), "image=[another one] saveto=[" + folder + "]");
    assertTrue(Files.exists(folder.resolve("RoiSet.zip")));
  }

  private static List<Roi> rois(Path zip) throws Exception {
    List<Roi> rois = new ArrayList<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (var entry : file.stream().toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          rois.add(RoiDecoder.openFromByteArray(in.readAllBytes()));
        }
      }
    }
    return rois;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          minscore=abc          | minscore=abc is not allowed: give a number from 0.0 to 1.0.
          minscroe=0.5          | minscroe is not one of the keys, which are channel, device, maxdetections, maxoverlap, minscore, model, pixelsize, planes, rois, saveto, threshold, view; values
          minscore=7            | minscore=7 is not allowed: give a number from 0.0 to 1.0.
          minscore=NaN          | minscore=NaN is not allowed: give a number from 0.0 to 1.0.
          threshold=High        | threshold=High is not allowed: give one of Sensitive, Balanced, Precise, Lowest score.
          maxoverlap=-1         | maxoverlap=-1 is not allowed: give a number from 0.0 to 1.0.
          maxdetections=0       | maxdetections=0 is not allowed: give a whole number from 1 to 100000.
          maxdetections=1.5     | maxdetections=1.5 is not allowed: give a whole number from 1 to 100000.
          view=Sideways         | view=Sideways is not allowed: give one of Whole image, Tiles, Automatic.
          planes=[Some planes]  | planes=Some planes is not allowed: give one of All planes, Current plane.
          rois=Away             | rois=Away is not allowed: give one of Add to ROI Manager, Replace ROI Manager, Overlay only.
          device=Abacus         | device=Abacus is not allowed: give Automatic, CPU, GPU, or GPU:1
          pixelsize=-1          | pixelsize=-1 is not allowed: give a number from 0.0 to 10.0.
          channel=2             | channel=2 does not exist: 0.png has 1; give 0 for what is displayed.
          model=nonsense        | model=nonsense does not exist: give
          saveto=/dev/null/here | saveto=/dev/null/here is no folder that can be written to
          """)
  void aWrongValueIsNamedOnceAndNothingIsDone(String option, String message) {
    ImagePlus image = photo();
    WindowManager.setTempCurrentImage(image);
    String options = option.startsWith("model") ? option : "model=[" + model + "] " + option;
    String output =
        Macros.run("run(\"Detect Sperm...\", \"" + options + "\"); print(\"GOES\" + \" ON\");");
    assertEquals(2, output.split(Pattern.quote(message), -1).length, output);
    assertTrue(output.endsWith("ABORTED"), output);
    assertFalse(output.contains("GOES ON"), output);
    assertEquals(0, ResultsTable.getResultsTable().size());
    assertNull(image.getOverlay());
  }

  @Test
  void aGpuThatIsNotThereIsAnErrorThatSaysWhy() {
    String output = detect(photo(), "device=GPU");
    assertTrue(
        output.contains(
            "device=GPU cannot be used: TensorFlow sees CPU:0 here; the installed TensorFlow is the"
                + " build for CPUs only. Use device=CPU or device=Automatic."),
        output);
  }

  @Test
  void noImage() {
    WindowManager.setTempCurrentImage(null);
    String output = Macros.run("close('*'); run('Detect Sperm...', 'model=[" + model + "]');");
    assertTrue(output.contains("No image is open"), output);
  }

  @Test
  void selectionsWithoutAnArea() {
    ImagePlus image = photo();
    image.setRoi(new ij.gui.Line(10, 10, 50, 50));
    assertTrue(detect(image, "").contains("The selection on 0.png has no area in the image"));
    image.setRoi(new Roi(1000, 1000, 10, 10));
    assertTrue(detect(image, "").contains("The selection on 0.png has no area in the image"));
  }

  @Test
  void valuesOfOneRunAreNotTheDefaultsOfTheNext() {
    detect(photo(), "minscore=0.999 maxdetections=1");
    assertEquals(0, ResultsTable.getResultsTable().size());
    detect(photo(), "");
    assertEquals(3, ResultsTable.getResultsTable().size());
  }

  @Test
  void theModelsCardSaysWhichScoresCount() throws Exception {
    Path copy = Files.createDirectories(folder.resolve("carded"));
    Files.copy(Path.of(model, "saved_model.pb"), copy.resolve("saved_model.pb"));
    model = copy.toString();
    assertTrue(detect(photo(), "").contains("The model carded recommends no threshold"));
    Files.writeString(
        copy.resolve("model.json"),
        "{\"thresholds\": {\"sensitivity95\": 0.02, \"sensitivity90\": 0.99, \"bestF1\": 0.1}}");
    int sensitive = found("");
    int balanced = found("threshold=Balanced"); // the middle one, whatever its name in the card
    int precise = found("threshold=Precise");
    assertEquals(found("minscore=0.02"), sensitive);
    assertEquals(found("minscore=0.1"), balanced);
    assertEquals(found("minscore=0.99"), precise);
    assertTrue(sensitive > balanced && balanced > precise, sensitive + " " + balanced);
    assertEquals(balanced, found("threshold=Balanced minscore=0.99"));
  }

  private int found(String options) {
    ResultsTable.getResultsTable().reset();
    detect(photo(), options);
    return ResultsTable.getResultsTable().size();
  }

  @Test
  void choicesMayBeWrittenInAnyCase() {
    detect(photo(), "view=[whole IMAGE] rois=[overlay only] device=cpu planes=[all planes]");
    assertEquals(3, ResultsTable.getResultsTable().size());
  }

  /** It may be the work of hours. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasFoundBeforeAPlaneThatCannotBeReadIsKept(boolean gone) throws Exception {
    Path photo = SharedData.get("tf2-od-api/demo_images_png/0.png");
    for (int i = 10; i < 50; i++) {
      Files.copy(photo, folder.resolve(i + ".png"));
    }
    ImagePlus image = FolderOpener.open(folder.toString(), "virtual");
    Files.delete(folder.resolve("49.png"));
    if (!gone) { // but an interrupted copy
      Files.write(folder.resolve("49.png"), Arrays.copyOf(Files.readAllBytes(photo), 1000));
    }
    String output = detect(image, "saveto=[" + folder.resolve("saved") + "]");
    assertTrue(output.contains("Slice 40 of "), output);
    assertEquals(!gone, output.contains("49.png is not an image that ImageJ can open."), output);
    assertFalse(output.contains("Macro Error"), output);
    assertKept(output, image, folder.resolve("saved"));
  }

  /** What was found, 3 in each plane, before a run failed. */
  private static void assertKept(String output, ImagePlus image, Path saved) throws IOException {
    Matcher kept = Pattern.compile("What was found in the (\\d+) planes before").matcher(output);
    assertTrue(kept.find(), output);
    assertTrue(output.endsWith(Macros.ABORTED), output);
    int found = 3 * Integer.parseInt(kept.group(1));
    assertEquals(found, ResultsTable.getResultsTable().size());
    assertEquals(found, image.getOverlay().size());
    assertEquals(1 + found, Files.readAllLines(saved.resolve("detections.csv")).size());
  }

  /** Whatever ends it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasFoundBeforeMemoryOrAPluginFailsIsKept(boolean memory) throws Exception {
    ImageProcessor pixels = photo().getProcessor();
    ImageStack stack =
        new VirtualStack(pixels.getWidth(), pixels.getHeight(), 40) {
          @Override
          public ImageProcessor getProcessor(int n) {
            if (n == 40 && memory) {
              throw new OutOfMemoryError("Java heap space");
            }
            ImageProcessor plane = pixels.duplicate();
            if (n == 40) {
              plane.setPixels(null);
            }
            return plane;
          }
        };
    ImagePlus image = new ImagePlus("long", stack);
    String output = detect(image, "saveto=[" + folder + "]");
    assertTrue(output.contains(memory ? "out of memory" : "failed, which it should not"), output);
    assertKept(output, image, folder);
  }

  @Test
  void closingTheImageMeanwhileTakesNoPlanesAway() {
    ImageProcessor pixels = photo().getProcessor();
    ImagePlus[] image = new ImagePlus[1];
    ImageStack stack =
        new VirtualStack(pixels.getWidth(), pixels.getHeight(), 3) {
          @Override
          public ImageProcessor getProcessor(int n) {
            if (image[0] != null) {
              image[0].flush(); // as the window does when it is closed
            }
            return pixels.duplicate();
          }
        };
    image[0] = new ImagePlus("closed", stack);
    detect(image[0], "rois=[Overlay only]");
    assertEquals(9, image[0].getOverlay().size());
    assertEquals(3, image[0].getOverlay().get(8).getPosition());
    assertFalse(image[0].isLocked());
  }

  @Test
  void aVideoOf294FramesAsAVirtualStack() {
    String frames = SharedData.get("visem-tracking-11/images").toString();
    ImagePlus image = FolderOpener.open(frames, "virtual");
    assertTrue(image.getStack().isVirtual());
    assertEquals(294, image.getStackSize());
    detect(image, "minscore=0.05");
    ResultsTable table = ResultsTable.getResultsTable();
    assertTrue(table.size() > 0);
    assertNotNull(image.getOverlay());
    assertEquals(table.size(), image.getOverlay().size());
    for (int i = 0; i < table.size(); i++) {
      Roi roi = image.getOverlay().get(i);
      assertEquals(table.getValue("Slice", i), roi.getPosition());
      assertEquals(table.getValue("T", i) * table.getValue("Z", i), roi.getPosition());
      assertEquals(table.getValue("BX", i), roi.getFloatBounds().x, 1e-3);
      assertEquals(table.getValue("Height", i), roi.getFloatBounds().height, 1e-3);
      assertTrue(
          table.getLabel(i).endsWith(":" + image.getStack().getShortSliceLabel(roi.getPosition())));
    }
  }
}
