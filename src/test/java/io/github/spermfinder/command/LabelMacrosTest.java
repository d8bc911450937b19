package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.Opener;
import ij.measure.ResultsTable;
import ij.plugin.Duplicator;
import ij.plugin.FolderOpener;
import ij.process.ByteProcessor;
import ij.process.ImageConverter;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SharedData;
import io.github.spermfinder.host.SliceFiles;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Coco;
import io.github.spermfinder.label.CocoResults;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.ImageFiles;
import io.github.spermfinder.label.LabelFormat;
import io.github.spermfinder.label.LabelFormats;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.ReviewState;
import io.github.spermfinder.label.RoiSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Import Labels and Export Labels as macros run them, without a display. */
class LabelMacrosTest {

  @TempDir private Path folder;

  private String groupNames;

  @BeforeEach
  void start() {
    groupNames = Roi.getGroupNames();
    Roi.setGroupNames(null);
    ResultsTable.getResultsTable().reset();
  }

  @AfterEach
  void leaveNothingBehind() {
    Roi.setGroupNames(groupNames);
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  private static String imports(ImagePlus image, Path input, String options) {
    WindowManager.setTempCurrentImage(image);
    return Macros.run("run('Import Labels...', 'input=[" + input + "] " + options + "');");
  }

  private static String exports(ImagePlus image, Path output, String options) {
    WindowManager.setTempCurrentImage(image);
    return Macros.run("run('Export Labels...', 'output=[" + output + "] " + options + "');");
  }

  private static ImagePlus image(String title) {
    return IJ.createImage(title, "8-bit ramp", 200, 100, 1);
  }

  private static Roi roi(double x, int group) {
    Roi roi = new Roi(x, 10, 20, 30.5);
    roi.setGroup(group);
    return roi;
  }

  private static Overlay overlay(Roi... rois) {
    Overlay overlay = new Overlay();
    for (Roi roi : rois) {
      overlay.add(roi);
    }
    return overlay;
  }

  private static Dataset read(Path labels) throws IOException {
    return LabelFormats.read(labels, LabelMap.empty()).dataset();
  }

  private static List<String> described(Overlay overlay) {
    List<String> lines = new ArrayList<>();
    for (Roi roi : overlay) {
      lines.add(
          String.join(
              " ",
              roi.getName(),
              roi.getFloatBounds().toString(),
              "group " + roi.getGroup(),
              "at " + roi.getPosition(),
              roi.getCPosition() + "," + roi.getZPosition() + "," + roi.getTPosition(),
              "score " + roi.getProperty("score")));
    }
    return lines;
  }

  // -- The loop --

  @Test
  void detectExportAndImportAgain() throws IOException {
    String model = SharedData.get("tf2-od-api/saved_model_320").toString();
    String path = SharedData.get("tf2-od-api/demo_images_png/0.png").toString();
    ImagePlus image = IJ.openImage(path);
    WindowManager.setTempCurrentImage(image);
    Macros.run("run('Detect Sperm...', 'model=[" + model + "] saveto=[" + folder + "]');");
    final List<String> detected = described(image.getOverlay());
    assertEquals(3, detected.size());
    Path labels = folder.resolve("labels.json");
    assertNoNotes(exports(image, labels, ""));
    assertEquals(className(read(labels), 0), className(read(folder.resolve("RoiSet.zip")), 0));

    ImagePlus again = IJ.openImage(path);
    assertNoNotes(imports(again, labels, ""));
    assertEquals(detected, described(again.getOverlay()));

    Dataset exported = read(labels);
    Dataset results =
        new CocoResults(exported)
            .read(folder.resolve("detections.json"), LabelMap.empty())
            .dataset();
    for (int i = 0; i < 3; i++) {
      assertEquals(
          results.images().get(0).annotations().get(i).box(),
          exported.images().get(0).annotations().get(i).box(),
          "the detections' own file has the same boxes on the same image");
    }
  }

  static Stream<LabelFormat> formats() {
    return LabelFormats.all().stream();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void thereAndBackInEachFormat(LabelFormat format) {
    Roi.setGroupNames("sperm,debris");
    ImagePlus image = image("field.png");
    IJ.save(image, folder.resolve("field.png").toString()); // for YOLO, relative to its size
    Roi second = roi(90.25, 2);
    image.setOverlay(overlay(roi(5, 1), second));
    Path output = folder.resolve(format.isFolder() ? "." : "labels");
    exports(image, output, "format=[" + format.title().toUpperCase() + "]");
    final String output2 = imports(image("field.png"), output, "rois=[Overlay only]");
    assertFalse(output2.contains(Macros.ABORTED), output2);
    Overlay overlay = WindowManager.getCurrentImage().getOverlay();
    assertEquals(2, overlay.size());
    for (int i = 0; i < 2; i++) {
      Roi expected = image.getOverlay().get(i);
      assertEquals(expected.getFloatBounds().x, overlay.get(i).getFloatBounds().x, 1e-9);
      assertEquals(expected.getFloatBounds().height, overlay.get(i).getFloatBounds().height, 1e-9);
      assertEquals(expected.getGroup(), overlay.get(i).getGroup());
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void eachFormatIsConvertedWithoutAnImage(LabelFormat format) throws IOException {
    IJ.save(image("field.png"), folder.resolve("field.png").toString());
    Roi.setGroupNames("sperm,debris");
    ImagePlus image = image("field.png");
    image.setOverlay(overlay(roi(5, 1), roi(90.25, 2)));
    Path coco = folder.resolve("coco.json");
    exports(image, coco, "");
    Roi.setGroupNames(null); // a conversion does not depend on what else is going on

    Path converted = format.isFolder() ? folder : folder.resolve("field");
    String said = exports(null, converted, "format=[" + format.title() + "] input=" + coco);
    assertFalse(said.contains(Macros.ABORTED), said);
    Path back = folder.resolve("back.json");
    exports(null, back, "input=[" + converted + "]");
    Dataset expected = read(coco);
    Dataset actual = read(back);
    assertEquals(
        List.of("field.png"), actual.images().stream().map(LabelledImage::fileName).toList());
    for (int i = 0; i < 2; i++) {
      var one = expected.images().get(0).annotations().get(i);
      var other = actual.images().get(0).annotations().get(i);
      assertEquals(one.box().x(), other.box().x(), 1e-9);
      assertEquals(one.box().bottom(), other.box().bottom(), 1e-9);
      assertEquals(one.classId(), other.classId());
    }
  }

  /** As where two files were merged by hand: tools that look annotations up by id lose others. */
  @Test
  void eachAnnotationGetsAnIdOfItsOwn() throws IOException {
    String annotation = "{'id': %s, 'image_id': 1, 'category_id': 1, 'bbox': [%d, 2, 3, 4]}";
    List<String> ids = List.of("1", "2", "1", "2", "2.0", "'1'", "null");
    String annotations =
        IntStream.range(0, ids.size())
            .mapToObj(i -> annotation.formatted(ids.get(i), i))
            .collect(Collectors.joining(", "));
    String coco =
        "{'images': [{'id': 1, 'file_name': 'a.png', 'width': 200, 'height': 100}],"
            + (" 'annotations': [" + annotations + "],")
            + " 'categories': [{'id': 1, 'name': 'sperm'}]}";
    Path merged = Files.writeString(folder.resolve("merged.json"), coco.replace('\'', '"'));
    Path labels = folder.resolve("labels.json");
    String said = exports(null, labels, "input=[" + merged + "]");
    assertTrue(said.contains("has the id of another and gets a new one (4 times"), said);
    List<String> written =
        JsonParser.parseString(Files.readString(labels))
            .getAsJsonObject()
            .getAsJsonArray("annotations")
            .asList()
            .stream()
            .map(one -> one.getAsJsonObject().get("id").toString())
            .toList();
    assertEquals(List.of("1", "2", "3", "4", "5", "6", "7"), written);
  }

  // -- Which plane is which image --

  private static ImagePlus stack(String... labels) {
    ImageStack stack = new ImageStack(200, 100);
    for (String label : labels) {
      stack.addSlice(label, image("").getProcessor());
    }
    return new ImagePlus("stack.tif", stack);
  }

  private List<String> fileNames(ImagePlus image) throws IOException {
    Path labels = folder.resolve("names.json");
    exports(image, labels, "");
    return read(labels).images().stream().map(LabelledImage::fileName).toList();
  }

  @Test
  void slicesThatAreFilesHaveTheirNamesAndOthersTheirPlaces() throws IOException {
    assertEquals(List.of("stack.tif"), fileNames(image("stack.tif")));
    assertEquals(List.of("b.png", "a.jpg"), fileNames(stack("b.png\nmore info", "a.jpg")));
    List<String> places = List.of("stack.tif#0001", "stack.tif#0002");
    assertEquals(places, fileNames(stack("b.png", null)));
    assertEquals(places, fileNames(stack("a.png", "a.png")));
    assertEquals(places, fileNames(stack("t=1 s", "t=2 s")));
  }

  @ParameterizedTest
  @CsvSource({"1,2,1", "2,1,1", "1,1,2", "2,2,3"})
  void stacksThereAndBack(int channels, int slices, int frames) {
    int planes = channels * slices * frames;
    ImagePlus image = stack(new String[planes]);
    image.setDimensions(channels, slices, frames);
    image.setOpenAsHyperStack(planes > 2);
    Roi first = roi(1, 1);
    Roi last = roi(50, 3);
    if (image.isHyperStack()) {
      first.setPosition(1, 1, 1);
      last.setPosition(channels, slices, frames);
    } else {
      first.setPosition(1);
      last.setPosition(planes);
    }
    first.setName("class 1");
    last.setName("class 3");
    image.setOverlay(overlay(first, last));
    List<String> expected = described(image.getOverlay());
    assertNoNotes(exports(image, folder.resolve("labels.json"), ""));
    image.setOverlay(null);
    assertNoNotes(imports(image, folder.resolve("labels.json"), ""));
    assertEquals(expected, described(image.getOverlay()));
  }

  @Test
  void aFolderOfImagesAsAStackHasTheLabelsOfItsFiles() {
    Path data = SharedData.get("svia-validation");
    ImagePlus one = IJ.openImage(data.resolve("images/S_0001_0004.png").toString());
    String said = imports(one, data, "");
    assertTrue(said.contains("33 of 34 images with labels are not in S_0001_0004.png"), said);
    final int inOne = one.getOverlay().size();

    WindowManager.setTempCurrentImage(null);
    ImagePlus stack = FolderOpener.open(data.resolve("images").toString(), "virtual filter=S_0001");
    said = imports(stack, data, "");
    assertTrue(said.contains("19 of 34 images with labels are not in images"), said);
    int inSlice = 0;
    for (Roi roi : stack.getOverlay()) {
      inSlice += roi.getPosition() == 2 ? 1 : 0;
    }
    assertEquals(inOne, inSlice);
    assertTrue(inOne > 5);
  }

  @Test
  void labelsOfTheWholeStackLieOnAllSlices() throws IOException {
    ImagePlus image = stack("", "");
    Path labels = folder.resolve("labels.json");
    exports(image("stack.tif"), labels, "");
    ImagePlus single = image("stack.tif");
    single.setOverlay(overlay(roi(1, 1)));
    exports(single, labels, "");
    imports(image, labels, "");
    assertEquals(0, image.getOverlay().get(0).getPosition());
  }

  @Test
  void theFolderOfACocoDatasetIsItsLabels() {
    ImagePlus image = image("a.png");
    image.setOverlay(overlay(roi(1, 1)));
    exports(image, folder.resolve("annotations.json"), "");
    ImagePlus fresh = image("a.png");
    imports(fresh, folder, "");
    assertEquals(1, fresh.getOverlay().size());
  }

  // -- Classes --

  @Test
  void groupsGetTheNamesOfClassesButTheUsersStay() throws IOException {
    Path labels = folder.resolve("labels.json");
    Roi.setGroupNames("sperm,debris");
    ImagePlus image = image("a.png");
    image.setOverlay(overlay(roi(1, 1), roi(50, 2)));
    exports(image, labels, "");

    Roi.setGroupNames(null);
    ImagePlus fresh = image("a.png");
    imports(fresh, labels, "");
    assertEquals("sperm", Roi.getGroupName(1));
    assertEquals("debris", Roi.getGroupName(2));
    assertEquals("sperm", fresh.getOverlay().get(0).getName());

    Roi.setGroupNames("nuclei,,debris");
    ImagePlus other = image("a.png");
    imports(other, labels, "");
    assertEquals("nuclei", Roi.getGroupName(1));
    assertEquals("debris", Roi.getGroupName(3));
    assertEquals("sperm", Roi.getGroupName(4));
    assertEquals(4, other.getOverlay().get(0).getGroup());
    assertEquals(3, other.getOverlay().get(1).getGroup());

    exports(other, labels, "");
    Dataset again = read(labels);
    int classId = again.images().get(0).annotations().get(0).classId();
    assertEquals("sperm", again.classes().name(classId));
  }

  @Test
  void regionsTellWhatTheirClassIsCalledOnceImageJHasForgotten() throws IOException {
    IJ.save(image("a.png"), folder.resolve("a.png").toString());
    for (String name : List.of("sperm", "Zelle, größer", "back\\slash 100 %: 1+1=2")) {
      Roi.setGroupNames(null);
      Roi.setGroupName(2, name);
      ImagePlus image = image("a.png");
      image.setOverlay(overlay(roi(1, 2)));
      Path zip = folder.resolve("a.zip");
      exports(image, zip, "format=[ImageJ RoiSet.zip]");

      Roi.setGroupNames(null);
      assertEquals(name, read(zip).classes().name(2));
      ImagePlus again = image("a.png");
      imports(again, zip, "rois=[Overlay only]");
      assertEquals(name.contains(",") ? null : name, Roi.getGroupName(2));
      if (name.equals("sperm")) {
        Roi.setGroupNames(null);
        image.setOverlay(overlay(RoiSet.load(zip).get(0))); // as the ROI Manager opens it
        exports(image, folder, "format=[YOLO folder]");
        assertEquals(
            List.of("class 1", "sperm"), Files.readAllLines(folder.resolve("classes.txt")));
        assertEquals("sperm", Roi.getGroupName(2));
      }
    }
  }

  /** Nobody who gives a region another group knows of the name that it had in its old one. */
  @Test
  void aRegionInAnotherGroupIsNotWhatItWas() throws IOException {
    ImagePlus image = image("a.png");
    Path labels = folder.resolve("labels.json");
    Roi.setGroupNames("sperm");
    image.setOverlay(overlay(roi(1, 1), roi(50, 1)));
    exports(image, labels, "");
    imports(image, labels, "rois=[Overlay only]");
    Roi.setGroupNames(null);
    Overlay imported = new Overlay();
    imported.add(image.getOverlay().get(2));
    imported.add(image.getOverlay().get(3));
    imported.get(1).setGroup(3);
    image.setOverlay(imported);
    exports(image, labels, "");
    assertEquals("sperm", className(read(labels), 0));
    assertEquals("class 3", className(read(labels), 1));
  }

  @Test
  void whatTheUserCallsAGroupCountsForMoreThanWhatRegionsTell() throws IOException {
    ImagePlus image = image("a.png");
    Path zip = folder.resolve("a.zip");
    Roi.setGroupNames("sperm");
    image.setOverlay(overlay(roi(1, 1)));
    exports(image, zip, "format=[ImageJ RoiSet.zip]");
    image.setOverlay(overlay(RoiSet.load(zip).get(0))); // as the ROI Manager opens it
    Roi.setGroupNames("head");
    Path labels = folder.resolve("labels.json");
    String said = exports(image, labels, "");
    assertTrue(
        said.contains("ImageJ calls group 1 \"head\", which stays so; here it is \"sperm\""), said);
    assertEquals("head", className(read(labels), 0));
    exports(image, zip, "format=[ImageJ RoiSet.zip]");
    assertEquals("head", className(read(zip), 0));
  }

  /** As where the ROI Manager has regions of two models. */
  @Test
  void regionsOfOneGroupMayBeOfSeveralClasses() throws IOException {
    List<Roi> rois = List.of(roi(1, 1), roi(30, 1), roi(60, 1));
    rois.get(0).setProperty("class", "1 sperm");
    rois.get(1).setProperty("class", "1 debris");
    Path zip = folder.resolve("a.zip");
    RoiSet.save(rois, zip);
    Dataset read = read(zip);
    assertEquals("sperm", className(read, 0));
    assertEquals("debris", className(read, 1));
    assertEquals("sperm", className(read, 2));
  }

  private static String className(Dataset dataset, int annotation) {
    return dataset.classes().name(dataset.images().get(0).annotations().get(annotation).classId());
  }

  // -- Regions --

  @Test
  void roiSetsKeepShapesAndNames() throws IOException {
    ImagePlus image = image("a.png");
    Roi oval = new OvalRoi(10, 20, 30, 40);
    oval.setName("0001-0042");
    oval.setProperty("note", "tail missing");
    image.setOverlay(overlay(oval, new Line(1, 2, 3, 4)));
    Path zip = folder.resolve("RoiSet.zip");
    assertNoNotes(exports(image, zip, "format=[ImageJ RoiSet.zip]"));
    ImagePlus other = image("b.png");
    assertNoNotes(imports(other, zip, ""));
    assertEquals(2, other.getOverlay().size());
    assertEquals(oval, other.getOverlay().get(0));
    assertEquals("0001-0042", other.getOverlay().get(0).getName());
    assertEquals("tail missing", other.getOverlay().get(0).getProperty("note"));
  }

  @Test
  void crowdsStayCrowds() throws IOException {
    Path labels = folder.resolve("labels.json");
    LabelledImage marked =
        new LabelledImage(
            "a.png",
            200,
            100,
            List.of(
                new Annotation(new Box(1, 2, 30, 40), 1, 1200, true),
                Annotation.of(new Box(50, 2, 30, 40), 1)));
    new Coco().write(new Dataset(LabelMap.empty(), List.of(marked)), labels);
    ImagePlus image = image("a.png");
    assertNoNotes(imports(image, labels, ""));
    Path zip = folder.resolve("a.zip");
    assertNoNotes(exports(image, zip, "format=[ImageJ RoiSet.zip]"));
    ImagePlus again = image("a.png");
    assertNoNotes(imports(again, zip, ""));
    Path exported = folder.resolve("exported.json");
    assertNoNotes(exports(again, exported, ""));
    assertEquals(
        List.of(true, false),
        read(exported).images().get(0).annotations().stream().map(Annotation::crowd).toList());
    assertNoNotes(
        exports(null, folder.resolve("b.zip"), "format=[ImageJ RoiSet.zip] input=" + exported));
    assertEquals("1", RoiSet.load(folder.resolve("b.zip")).get(0).getProperty("iscrowd"));
  }

  @Test
  void regionsOnSlicesThatAreNotThere() throws IOException {
    Roi beyond = roi(1, 1);
    beyond.setPosition(7);
    Path zip = folder.resolve("RoiSet.zip");
    RoiSet.save(List.of(beyond, roi(50, 1)), zip);
    ImagePlus image = stack("", "");
    String imported = imports(image, zip, "");
    assertTrue(imported.contains("1 of 2 regions are on slices that stack.tif"), imported);
    assertEquals(1, image.getOverlay().size());
    image.setOverlay(overlay(beyond));
    String said = exports(image, folder.resolve("labels.json"), "");
    assertTrue(said.contains("1 regions are on slices that stack.tif does not have"), said);
    RoiSet.save(List.of(beyond), zip);
    assertTrue(imports(image, zip, "").contains("none of its regions is on a slice of stack.tif."));
  }

  @Test
  void whatHasNoAreaIsLeftOutAndSaidSo() throws IOException {
    ImagePlus image = image("a.png");
    image.setOverlay(overlay(roi(1, 1), new Line(1, 2, 30, 40), new TextRoi(3, 4, "tail")));
    Path labels = folder.resolve("labels.json");
    String said = exports(image, labels, "");
    assertTrue(said.contains("2 regions that are lines, points or texts were left out."), said);
    assertEquals(1, read(labels).images().get(0).annotations().size());
  }

  @Test
  void whatTheAnnotatorRejectedOrDidNotReviewIsNoLabel() throws IOException {
    ImagePlus image = stack("", "");
    Roi never = roi(1, 1);
    image.setOverlay(
        overlay(
            never,
            judged(20, "accepted"),
            judged(40, "added"),
            judged(60, "rejected"),
            judged(80, "open"),
            judged(100, "open")));
    never.setPosition(1);
    Path labels = folder.resolve("labels.json");
    String said = exports(image, labels, "");
    assertTrue(said.contains("A region that the annotator rejected was left out"), said);
    assertTrue(said.contains("did not review was left out (2 times"), said);
    List<LabelledImage> planes = read(labels).images();
    assertEquals(3, planes.get(0).annotations().size());
    assertEquals(2, planes.get(1).annotations().size());

    Path zip = folder.resolve("RoiSet.zip");
    said = exports(image, zip, "format=[ImageJ RoiSet.zip]");
    assertTrue(said.contains("3 labels in"), said);
    assertEquals(6, RoiSet.load(zip).size(), "ImageJ's own format says which are none");
  }

  private static Roi judged(double x, String state) {
    Roi roi = roi(x, 1);
    roi.setProperty("review", state);
    return roi;
  }

  @Test
  void noRegionsAreLabelsToo() throws IOException {
    Path labels = folder.resolve("labels.json");
    String said = exports(image("a.png"), labels, "");
    assertTrue(said.contains("the labels say that nothing is in it"), said);
    assertEquals(1, read(labels).images().size());
    ImagePlus image = image("a.png");
    assertNoNotes(imports(image, labels, ""));
    assertEquals(0, image.getOverlay().size());
  }

  @Test
  void importedRegionsAreAddedOrReplaced() {
    Path labels = folder.resolve("labels.json");
    ImagePlus image = image("a.png");
    image.setOverlay(overlay(roi(1, 1)));
    exports(image, labels, "");
    Roi drawn = roi(70, 1);
    image.setOverlay(overlay(drawn));
    imports(image, labels, "");
    imports(image, labels, "");
    assertEquals(3, image.getOverlay().size());
    imports(image, labels, "rois=[Replace ROI Manager]");
    assertEquals(2, image.getOverlay().size());
    assertEquals(drawn, image.getOverlay().get(0), "what was drawn by hand stays");
  }

  /** Else there would be two of it, one of them wrong after a correction elsewhere. */
  @Test
  void replacedRegionsAreThoseOfReviewsToo() {
    ImagePlus image = image("a.png");
    Roi added = roi(1, 1);
    added.setProperty(ReviewState.PROPERTY, ReviewState.ADDED.toString());
    image.setOverlay(overlay(added));
    Path labels = folder.resolve("labels.json");
    exports(image, labels, "");
    imports(image, labels, "rois=[Replace ROI Manager]");
    assertEquals(1, image.getOverlay().size());
  }

  // -- Files --

  /** The labels would say that nothing is in an image in which somebody marked something. */
  @Test
  void anImageWhoseReviewIsSavedIsNotEmpty() throws Exception {
    Path file = folder.resolve("a.png");
    IJ.save(image("a.png"), file.toString());
    Roi accepted = roi(1, 1);
    accepted.setProperty(ReviewState.PROPERTY, ReviewState.ACCEPTED.toString());
    RoiSet.save(List.of(accepted), folder.resolve("a.png.review.zip"));
    Path labels = folder.resolve("labels.json");
    ImagePlus image = IJ.openImage(file.toString());
    String said = exports(image, labels, "");
    assertTrue(said.contains("There are no regions of a.png, but its review is saved in"), said);
    assertFalse(Files.exists(labels));
    WindowManager.setTempCurrentImage(image);
    Macros.run("run('Review Detections...', 'action=Load');");
    exports(image, labels, "");
    assertEquals(1, read(labels).images().get(0).annotations().size());
  }

  /** Else a training would be told that nothing is in it. */
  @Test
  void anImageWhoseReviewIsNotExportedIsLeftOutOfAFolder() throws Exception {
    for (String name : List.of("a.png", "b.png", "c.png", "d.png")) {
      IJ.save(image(name), folder.resolve(name).toString());
    }
    Files.writeString(folder.resolve("a.txt"), "0 .5 .5 .1 .1\n");
    for (ReviewState state : List.of(ReviewState.ACCEPTED, ReviewState.REJECTED)) {
      Roi judged = roi(1, 1);
      judged.setProperty(ReviewState.PROPERTY, state.toString());
      String name = state == ReviewState.ACCEPTED ? "b.png" : "c.png";
      RoiSet.save(List.of(judged), folder.resolve(name + ".review.zip"));
    }
    Path labels = folder.resolve("labels.json");
    String said = exports(null, labels, "input=[" + folder + "]");
    assertTrue(
        said.contains(
            "An image was left out, since its review is not exported: open it, load its review and"
                + " export its labels (b.png)."),
        said);
    assertTrue(said.contains("was taken as empty (2 times, first c.png)"), said);
    assertEquals(
        List.of("a.png", "c.png", "d.png"),
        read(labels).images().stream().map(LabelledImage::fileName).toList());
  }

  /** As where new images came into a folder, which was then reviewed as one. */
  @ParameterizedTest
  @ValueSource(strings = {"", "virtual"})
  void anImageInAStackWhoseReviewIsNotExportedIsLeftOutToo(String how) throws Exception {
    Path images = Files.createDirectory(folder.resolve("field"));
    for (String name : List.of("a.png", "b.png", "c.png", "d.png")) {
      IJ.save(image(name), images.resolve(name).toString());
    }
    Files.writeString(images.resolve("a.txt"), "0 .5 .5 .1 .1\n");
    List<Roi> judged = List.of(judged(1, "accepted"), judged(40, "rejected"));
    judged.get(0).setPosition(2);
    judged.get(1).setPosition(3);
    SliceFiles slices = new SliceFiles(List.of("a.png", "b.png", "c.png", "d.png"));
    judged.forEach(slices::remember);
    RoiSet.save(judged, images.resolve("field.review.zip"));
    Path labels = folder.resolve("labels.json");
    String said = exports(null, labels, "input=[" + images + "]");
    assertTrue(
        said.contains(
            "An image was left out, since field.review.zip, the review of a stack that it was in,"
                + " is not exported: open the image, import that review and export its labels"
                + " (b.png)."),
        said);
    assertTrue(said.contains("was taken as empty (2 times, first c.png)"), said);

    ImagePlus stack = FolderOpener.open(images.toString(), how);
    WindowManager.setTempCurrentImage(stack);
    Macros.run("run('Review Detections...', 'action=Load');");
    assertEquals(1, stack.getOverlay().size(), "it is the stack's review");
    ImagePlus alone = IJ.openImage(images.resolve("b.png").toString());
    imports(alone, images.resolve("field.review.zip"), "");
    exports(alone, images, "format=[YOLO folder]");
    exports(null, labels, "input=[" + images + "]");
    assertEquals(
        List.of(1, 1, 0, 0),
        read(labels).images().stream().map(image -> image.annotations().size()).toList());
  }

  /** The files of reviews are called in a way that any system allows. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anImageWithAColonInItsNameIsLeftOutToo() throws Exception {
    IJ.save(image("a.png"), folder.resolve("a.png").toString());
    Files.writeString(folder.resolve("a.txt"), "0 .5 .5 .1 .1\n");
    Files.copy(folder.resolve("a.png"), folder.resolve("10:30.png"));
    RoiSet.save(List.of(judged(1, "accepted")), folder.resolve("10_30.png.review.zip"));
    ImagePlus image = IJ.openImage(folder.resolve("10:30.png").toString());
    WindowManager.setTempCurrentImage(image);
    Macros.run("run('Review Detections...', 'action=Load');");
    assertEquals(1, image.getOverlay().size(), "it is the image's review");
    String said = exports(null, folder.resolve("labels.json"), "input=[" + folder + "]");
    assertTrue(said.contains("since its review is not exported"), said);
    assertEquals(1, read(folder.resolve("labels.json")).images().size());
  }

  @Test
  void anImageWhoseReviewCannotBeReadIsNotEmptyEither() throws Exception {
    Path file = folder.resolve("a.png");
    IJ.save(image("a.png"), file.toString());
    Files.writeString(folder.resolve("a.png.review.zip"), "half of a review");
    Path labels = folder.resolve("labels.json");
    String said = exports(IJ.openImage(file.toString()), labels, "");
    assertTrue(said.contains("a.png.review.zip cannot be read"), said);
    assertFalse(Files.exists(labels));
  }

  /** There may be more or fewer images in the folder than when it was reviewed. */
  @Test
  void regionsOfAReviewedFolderComeToTheirFiles() throws Exception {
    Roi onB = roi(7, 1);
    onB.setPosition(2);
    new SliceFiles(List.of("a.png", "b.png", "c.png")).remember(onB);
    Roi onC = roi(9, 1);
    onC.setPosition(3);
    new SliceFiles(List.of("a.png", "b.png", "c.png")).remember(onC);
    Path review = folder.resolve("folder.review.zip");
    RoiSet.save(List.of(onB, onC), review);
    ImageStack slices = new ImageStack(200, 100);
    slices.addSlice("b.png", new ByteProcessor(200, 100));
    slices.addSlice("d.png", new ByteProcessor(200, 100));
    ImagePlus stack = new ImagePlus("folder", slices);
    String said = imports(stack, review, "rois=[Overlay only]");
    assertTrue(said.contains("1 of 2 regions are on slices that folder does not have"), said);
    assertEquals(1, stack.getOverlay().size());
    assertEquals(1, stack.getOverlay().get(0).getPosition());

    ImagePlus other = image("d.png");
    said = imports(other, review, "rois=[Overlay only]");
    assertTrue(said.contains("is of another stack"), said);
    ImagePlus own = image("c.png");
    imports(own, review, "rois=[Overlay only]");
    assertEquals(9, own.getOverlay().get(0).getXBase());
  }

  /** As a review does: there may be more or fewer images in the folder when it is imported. */
  @Test
  void exportedRegionsOfAFolderComeToTheirFiles() throws IOException {
    opened("b.png", 1);
    opened("c.png", 1);
    ImagePlus stack = FolderOpener.open(folder.toString(), "");
    Roi onC = roi(9, 1);
    onC.setPosition(2);
    stack.setOverlay(overlay(onC, roi(50, 1)));
    final String drawn = onC.getProperties();
    Path zip = Files.createDirectories(folder.resolve("labels")).resolve("RoiSet.zip");
    exports(stack, zip, "format=[ImageJ RoiSet.zip]");
    assertEquals(drawn, onC.getProperties(), "what is drawn may come onto another slice yet");

    opened("a.png", 1);
    ImagePlus more = FolderOpener.open(folder.toString(), "");
    assertNoNotes(imports(more, zip, ""));
    assertEquals(3, more.getOverlay().get(0).getPosition());
    assertEquals(0, more.getOverlay().get(1).getPosition(), "on all slices");
    Files.delete(folder.resolve("c.png"));
    ImagePlus less = FolderOpener.open(folder.toString(), "");
    String said = imports(less, zip, "");
    assertTrue(said.contains("1 of 2 regions are on slices that"), said);

    RoiSet.save(List.of(RoiSet.load(zip).get(0)), zip);
    assertRefused(
        imports(less, zip, ""),
        "RoiSet.zip is of another stack: none of its regions is on a slice");
    ImagePlus plain = stack("", "");
    assertNoNotes(imports(plain, zip, ""));
    assertEquals(2, plain.getOverlay().get(0).getPosition());
  }

  /** Such a file is of no image, and goes onto any. */
  @Test
  void exportedRegionsOfAnImageComeToAnyOther() throws IOException {
    ImagePlus image = opened("a.png", 1);
    Roi first = roi(9, 1);
    first.setPosition(1); // as it was on the first slice of a stack
    image.setOverlay(overlay(first));
    Path zip = folder.resolve("RoiSet.zip");
    exports(image, zip, "format=[ImageJ RoiSet.zip]");
    ImagePlus other = opened("b.png", 1);
    assertNoNotes(imports(other, zip, ""));
    assertEquals(1, other.getOverlay().size());
  }

  @Test
  void twoLabelFilesOfAnImageHaveToAgree() throws Exception {
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("labels"));
    IJ.save(image("a.png"), folder.resolve("images/a.png").toString());
    Files.writeString(folder.resolve("labels/a.txt"), "0 .5 .5 .1 .1\n");
    Files.writeString(folder.resolve("images/a.txt"), "0 .5 .5 .1 .1\n0 .7 .5 .1 .1\n");
    ImagePlus image = IJ.openImage(folder.resolve("images/a.png").toString());
    String said = imports(image, folder, "rois=[Overlay only]");
    assertTrue(said.contains("are of the same image and differ"), said);
    Files.writeString(folder.resolve("images/a.txt"), "0 .5 .5 .1 .1\n");
    imports(image, folder, "rois=[Overlay only]");
    assertEquals(1, image.getOverlay().size());
  }

  /** Where a dialog's chooser offers files alone. */
  @Test
  void aFileOfAFolderOfLabelsStandsForTheFolder() throws Exception {
    IJ.save(image("a.png"), folder.resolve("a.png").toString());
    Files.writeString(folder.resolve("a.txt"), "0 .5 .5 .1 .1\n");
    Files.writeString(folder.resolve("classes.txt"), "sperm\n");
    for (String name : List.of("a.txt", "classes.txt")) {
      ImagePlus image = IJ.openImage(folder.resolve("a.png").toString());
      imports(image, folder.resolve(name), "rois=[Overlay only]");
      assertEquals(1, image.getOverlay().size(), name);
    }
    Files.writeString(folder.resolve("notes.txt"), "nothing of the kind\n");
    Files.delete(folder.resolve("a.txt"));
    String said = imports(image("a.png"), folder.resolve("notes.txt"), "");
    assertTrue(said.contains("notes.txt: is none of COCO"), said);
  }

  @Test
  void filesThatAreThereAreKept() throws IOException {
    Path labels = folder.resolve("labels.json");
    Files.writeString(labels, "hours of work");
    ImagePlus image = image("a.png");
    image.setOverlay(overlay(roi(1, 1)));
    String said = exports(image, labels, "");
    assertTrue(said.contains("is kept as labels.json.1"), said);
    assertEquals("hours of work", Files.readString(folder.resolve("labels.json.1")));
    exports(image, labels, "");
    assertEquals(List.of("labels.json", "labels.json.1"), names(folder), "equal ones are not");
  }

  @Test
  void filesInAFolderAreKeptWhereTheyAreNotTakenForLabels() throws IOException {
    IJ.save(image("a.png"), folder.resolve("a.png").toString());
    Files.writeString(folder.resolve("a.txt"), "0 .5 .5 .1 .1\n");
    ImagePlus image = image("a.png");
    image.setOverlay(overlay(roi(1, 1), roi(50, 1)));
    String said = exports(image, folder, "format=[YOLO folder]");
    assertTrue(said.contains("An older file is kept under a number"), said);
    assertEquals(List.of("a.png", "a.txt", "a.txt.1", "classes.txt"), names(folder));
    assertEquals("0 .5 .5 .1 .1\n", Files.readString(folder.resolve("a.txt.1")));
    assertEquals(2, read(folder).images().get(0).annotations().size());
  }

  @Test
  void classesOfAYoloFolderKeepTheirNamesAndPlaces() throws IOException {
    for (String title : List.of("a.png", "b.png", "c.png")) {
      IJ.save(image(title), folder.resolve(title).toString());
    }
    Roi.setGroupNames("sperm");
    ImagePlus a = image("a.png");
    a.setOverlay(overlay(roi(1, 1)));
    exports(a, folder, "format=[YOLO folder]");
    Roi.setGroupNames("debris,sperm,round cell");
    ImagePlus b = image("b.png");
    b.setOverlay(overlay(roi(1, 1), roi(50, 2), roi(90, 3)));
    exports(b, folder, "format=[YOLO folder]");
    assertEquals(
        List.of("sperm", "debris", "round cell"),
        Files.readAllLines(folder.resolve("classes.txt")));
    List<String> found = new ArrayList<>();
    Dataset both = read(folder);
    for (LabelledImage image : both.images()) {
      image.annotations().forEach(one -> found.add(both.classes().name(one.classId())));
    }
    assertEquals(List.of("sperm", "debris", "sperm", "round cell"), found);

    Roi.setGroupNames(null); // as ImageJ forgets them
    ImagePlus c = image("c.png");
    c.setOverlay(overlay(roi(1, 1)));
    final List<String> before = names(folder);
    assertRefused(
        exports(c, folder, "format=[YOLO folder]"),
        "class 1: has no name, but is called sperm there: give it its name");
    assertEquals(before, names(folder));
    c.setOverlay(overlay(roi(1, 5)));
    exports(c, folder, "format=[YOLO folder]");
    assertTrue(Files.readString(folder.resolve("c.txt")).startsWith("4 "));
    assertEquals(
        List.of("sperm", "debris", "round cell", "class 4", "class 5"),
        Files.readAllLines(folder.resolve("classes.txt")));
  }

  @Test
  void aClassOfAYoloFolderGetsItsNameLater() throws IOException {
    for (String title : List.of("a.png", "b.png")) {
      IJ.save(image(title), folder.resolve(title).toString());
    }
    ImagePlus a = image("a.png");
    a.setOverlay(overlay(roi(1, 1), roi(50, 2)));
    exports(a, folder, "format=[YOLO folder]");
    assertEquals(List.of("class 1", "class 2"), Files.readAllLines(folder.resolve("classes.txt")));
    Roi.setGroupNames("sperm");
    ImagePlus b = image("b.png");
    b.setOverlay(overlay(roi(1, 1)));
    exports(b, folder, "format=[YOLO folder]");
    assertEquals(List.of("sperm", "class 2"), Files.readAllLines(folder.resolve("classes.txt")));
    assertTrue(Files.readString(folder.resolve("b.txt")).startsWith("0 "));
  }

  @ParameterizedTest
  @CsvSource({
    "images, labels, YOLO folder, txt",
    "images, '', YOLO folder, txt",
    "JPEGImages, '', Pascal VOC folder, xml"
  })
  void labelsOfAnImageInAFolderOfImagesReplaceThoseItHas(
      String images, String output, String format, String extension) throws IOException {
    Path file = Files.createDirectories(folder.resolve(images)).resolve("a.png");
    IJ.save(image("a.png"), file.toString());
    ImagePlus image = IJ.openImage(file.toString());
    for (Overlay overlay : List.of(overlay(roi(1, 1), roi(50, 1)), overlay(roi(1, 1)))) {
      image.setOverlay(overlay);
      exports(image, folder.resolve(output), "format=[" + format + "]");
    }
    String labels = images.equals("images") ? "labels" : "Annotations";
    assertTrue(Files.exists(folder.resolve(labels).resolve("a." + extension)));
    assertEquals(1, read(folder).images().size());
    assertEquals(1, read(folder).images().get(0).annotations().size());
  }

  /** Else a training would find several images of the name, and take none. */
  @ParameterizedTest
  @MethodSource("formats")
  void labelsAboveTheirImageSayInWhichFolderItIs(LabelFormat format) throws IOException {
    ImagePlus image = frame("P01", 1);
    frame("P02", 2);
    image.setOverlay(overlay(roi(1, 1)));
    if (!(format instanceof RoiSet)) { // which names no image
      Path labels = format.isFolder() ? folder : folder.resolve("P01.labels");
      exports(image, labels, "format=[" + format.title() + "]");
      LabelledImage labelled = read(labels).images().get(0);
      assertEquals("P01/frame_001.png", labelled.fileName());
      assertEquals(
          folder.resolve("P01/frame_001.png"),
          ImageFiles.beside(labels).find(labelled.fileName()).orElseThrow().file());
    }
  }

  @Test
  void slicesThatAreFilesAreInTheFolderOfTheStack() throws IOException {
    frame("P01", 1);
    IJ.save(image("frame_002.png"), folder.resolve("P01/frame_002.png").toString());
    ImagePlus stack = FolderOpener.open(folder.resolve("P01").toString(), "");
    assertEquals(List.of("P01/frame_001.png", "P01/frame_002.png"), fileNames(stack));
  }

  /** As a microscope's program leaves a preview beside a TIFF. */
  @ParameterizedTest
  @CsvSource({"'', 1", "'', 2", "JPEGImages, 1", "JPEGImages, 2"})
  void ofTwoImagesThatDifferInTheirExtensionsTheFileNameTells(String images, int planes)
      throws IOException {
    Path place = Files.createDirectories(folder.resolve(images));
    IJ.save(image("field1.jpg"), place.resolve("field1.jpg").toString());
    IJ.save(
        IJ.createImage("field1.tif", "8-bit ramp", 200, 100, planes),
        place.resolve("field1.tif").toString());
    ImagePlus field = IJ.openImage(place.resolve("field1.tif").toString());
    field.setOverlay(overlay(roi(1, 1)));
    exports(field, folder, "format=[Pascal VOC folder]");
    ImagePlus again = IJ.openImage(place.resolve("field1.tif").toString());
    String said = imports(again, folder, "");
    assertFalse(said.contains(Macros.ABORTED), said);
    assertEquals(planes, again.getOverlay().size());
    ImagePlus preview = IJ.openImage(place.resolve("field1.jpg").toString());
    assertRefused(imports(preview, folder, ""), "is field1.jpg in ");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"YOLO folder,txt", "Pascal VOC folder,xml"})
  void foldersMayHoldWhatIsNoneOfOurs(String format, String extension) throws IOException {
    Path deep = Files.createDirectories(folder.resolve("lab/2026/may/patient 7/slide 1/left"));
    IJ.save(image("a.png"), deep.resolve("a.png").toString());
    ImagePlus image = IJ.openImage(deep.resolve("a.png").toString());
    image.setOverlay(overlay(roi(1, 1)));
    exports(image, deep, "format=[" + format + "]");
    Files.writeString(deep.resolve("._a.png"), "what a Mac leaves");
    Files.writeString(deep.resolve("._a." + extension), "what a Mac leaves");
    Files.createDirectories(folder.resolve("lab/.Trashes"));
    Files.writeString(folder.resolve("lab/.Trashes/b." + extension), "thrown away");
    Files.createSymbolicLink(folder.resolve("lab/circle"), folder); // as bad as no permission
    ImagePlus fresh = IJ.openImage(deep.resolve("a.png").toString());
    String said = imports(fresh, folder, "");
    assertFalse(said.contains(Macros.ABORTED), said);
    assertEquals(1, fresh.getOverlay().size());
  }

  // -- Wrong values --

  private static void assertRefused(String said, String message) {
    assertTrue(said.contains(message), said);
    assertTrue(said.endsWith(Macros.ABORTED), said);
    assertEquals(said.indexOf(message), said.lastIndexOf(message), "told once");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                         | input= is not allowed: give a file or folder of labels.
          input=/no/such/file        | input=/no/such/file does not exist: give a file or folder of labels.
          input=[%s/text.txt]        | text.txt: is none of COCO JSON, COCO results JSON, VIA 2 project JSON
          input=[%s/l.json] rois=Up  | rois=Up is not allowed: give one of Add to ROI Manager, Replace
          input=[%s/l.json]          | None of the 1 images in %s/l.json, such as a.png, is other.png.
          """)
  void wrongImports(String options, String message) throws IOException {
    Files.writeString(folder.resolve("text.txt"), "Dear diary");
    exports(image("a.png"), folder.resolve("l.json"), "");
    ImagePlus image = image("other.png");
    WindowManager.setTempCurrentImage(image);
    String macro = "run('Import Labels...', '" + options.replace("%s", folder.toString()) + "');";
    assertRefused(Macros.run(macro), message.replace("%s", folder.toString()));
    assertNull(image.getOverlay());
  }

  @Test
  void anotherSizeIsAnotherImage() {
    exports(image("a.png"), folder.resolve("l.json"), "");
    ImagePlus larger = IJ.createImage("a.png", 400, 200, 1, 8);
    assertRefused(
        imports(larger, folder.resolve("l.json"), ""),
        "a.png has 200 x 100 pixels in " + folder.resolve("l.json") + ", but 400 x 200 here");
  }

  @Test
  void imagesOfOneNameAreToldApartByTheirFolders() throws IOException {
    for (String name : List.of("ann", "bob")) {
      Files.createDirectories(folder.resolve(name));
      IJ.save(image("1.png"), folder.resolve(name + "/1.png").toString());
    }
    Files.writeString(folder.resolve("ann/1.txt"), "0 .5 .5 .1 .1\n");
    Files.writeString(folder.resolve("bob/1.txt"), "0 .5 .5 .1 .1\n0 .3 .3 .1 .1\n");
    ImagePlus image = IJ.openImage(folder.resolve("bob/1.png").toString());
    imports(image, folder, "");
    assertEquals(2, image.getOverlay().size());
    assertRefused(imports(image("1.png"), folder, ""), "1.png may be ann/1.png or bob/1.png.");
  }

  private ImagePlus frame(String patient, int value) throws IOException {
    Path file = Files.createDirectories(folder.resolve(patient)).resolve("frame_001.png");
    ImagePlus image = image("frame_001.png");
    image.getProcessor().set(0, 0, value);
    IJ.save(image, file.toString());
    return IJ.openImage(file.toString());
  }

  private void labelled(String labels, String name) throws IOException {
    List<Annotation> one = List.of(Annotation.of(new Box(1, 2, 30, 40), 1));
    Path file = folder.resolve(labels);
    Files.createDirectories(file.getParent());
    new Coco()
        .write(
            new Dataset(LabelMap.empty(), List.of(new LabelledImage(name, 200, 100, one))), file);
  }

  /** Cameras give the images of every patient the same names. */
  @ParameterizedTest
  @CsvSource({"annotations.json, P01/frame_001.png", "P01/annotations.json, frame_001.png"})
  void labelsOfAnotherFileOfTheSameNameAreNotOfThisOne(String labels, String name)
      throws IOException {
    ImagePlus first = frame("P01", 1);
    ImagePlus second = frame("P02", 2);
    labelled(labels, name);
    String said = imports(second, folder.resolve(labels), "");
    assertRefused(
        said, "None of the 1 images in " + folder.resolve(labels) + ", such as " + name + ", is ");
    assertTrue(said.contains("is frame_001.png in " + folder.resolve("P02")), said);
    IJ.save(image("frame_002.png"), folder.resolve("P02/frame_002.png").toString());
    ImagePlus stack = FolderOpener.open(folder.resolve("P02").toString(), "");
    assertRefused(imports(stack, folder.resolve(labels), ""), "is a slice of P02 in ");
    assertNoNotes(imports(first, folder.resolve(labels), ""));
    assertEquals(1, first.getOverlay().size());
  }

  @Test
  void labelsOfAFolderAreOfTheImagesInItAlone() throws IOException {
    ImagePlus first = frame("P01", 1);
    first.setOverlay(overlay(roi(1, 1)));
    exports(first, folder, "format=[Pascal VOC folder]");
    assertRefused(imports(frame("P02", 2), folder, ""), "such as P01/frame_001.png, is ");
  }

  /** Labels come back from others with copies of the images, or without any. */
  @ParameterizedTest
  @CsvSource({"P07/frame_001.png", "frame_001.png", "P01/frame_001.png"})
  void labelsMayHaveBeenMovedOrCopiedWithTheirImages(String name) throws IOException {
    frame("P01", 1);
    ImagePlus image = frame("copied/P01", 1);
    labelled("annotations.json", name);
    assertNoNotes(imports(image, folder.resolve("annotations.json"), ""));
    assertEquals(1, image.getOverlay().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                    | output= is not allowed: give a file to write.
          output=[%s]                           | output=%s is not allowed: give a file for a COCO JSON.
          output=[%s/l] format=GIF              | format=GIF is not allowed: give one of COCO JSON, COCO results JSON
          output=[%s/there] format=[YOLO folder] | output=%s/there is not allowed: give a folder for a YOLO folder.
          output=[%s/l] input=[%s/no]           | input=%s/no does not exist: give a file or folder of labels.
          output=[%s/l] input=[%s/there]        | input=%s/there cannot be read: %s/there: is none of COCO JSON
          output=/dev/null/l.json               | /dev/null is a file, where a folder should be.
          """)
  void wrongExports(String options, String message) throws IOException {
    Files.writeString(folder.resolve("there"), "");
    WindowManager.setTempCurrentImage(image("a.png"));
    String macro = "run('Export Labels...', '" + options.replace("%s", folder.toString()) + "');";
    assertRefused(Macros.run(macro), message.replace("%s", folder.toString()));
    assertEquals(List.of("there"), names(folder), "nothing is left");
  }

  @Test
  void whatAFormatCannotHoldIsRefusedWithoutLeavingAnything() throws IOException {
    Path results = folder.resolve("results.json");
    Files.writeString(
        results, "[{\"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 2, 3, 4], \"score\": 0.5}]");
    Path yolo = folder.resolve("yolo");
    assertRefused(
        exports(null, yolo, "format=[YOLO folder] input=" + results),
        yolo + ": 1: its size is unknown, and YOLO's boxes are relative to it.");
    assertEquals(List.of("results.json"), names(folder));
  }

  @Test
  void noImage() {
    assertRefused(imports(null, folder, ""), "No image is open");
    assertRefused(exports(null, folder.resolve("l.json"), ""), "No image is open");
    assertArrayEquals(new String[0], folder.toFile().list());
  }

  /** What a macro printed is the outcome, in one line, and nothing that a user should mind. */
  private static void assertNoNotes(String printed) {
    assertEquals(1, printed.lines().count(), printed);
  }

  // -- Parts of images --

  private ImagePlus opened(String name, int planes) {
    String file = folder.resolve(name).toString();
    if (!Files.exists(Path.of(file))) {
      IJ.save(IJ.createImage(name, "8-bit ramp", 200, 100, planes), file);
    }
    return IJ.openImage(file);
  }

  /** The labels of the whole image would be replaced by some that lie elsewhere in it. */
  @ParameterizedTest
  @CsvSource({"YOLO folder,a.txt", "Pascal VOC folder,a.xml"})
  void aCropIsNotItsImage(String format, String labels) throws IOException {
    ImagePlus image = opened("a.png", 1);
    image.setOverlay(overlay(roi(1, 1)));
    exports(image, folder, "format=[" + format + "]");
    final String whole = Files.readString(folder.resolve(labels));
    image.setRoi(20, 5, 150, 90);
    ImagePlus copy = image.crop();
    copy.setTitle("a-1.png"); // as the dialog of Duplicate has it
    copy.setOverlay(overlay(roi(2, 1)));
    String said = exports(copy, folder, "format=[" + format + "]");
    assertTrue(Files.exists(folder.resolve(labels.replace("a.", "a-1."))), said);
    IJ.run(image, "Crop", "");
    assertRefused(
        exports(image, folder, "format=[" + format + "]"),
        "a.png has 200 x 100 pixels, but 150 x 90 here: save this one under a name of its own");
    assertEquals(whole, Files.readString(folder.resolve(labels)));
    IJ.saveAs(image, "PNG", folder.resolve("crop.png").toString());
    said = exports(image, folder, "format=[" + format + "]");
    assertTrue(Files.exists(folder.resolve(labels.replace("a.", "crop."))), said);
  }

  @Test
  void aCropUnderANameOfItsOwnIsAnImage() throws IOException {
    ImagePlus image = opened("a.png", 1);
    image.setRoi(20, 5, 150, 90);
    IJ.run(image, "Crop", "");
    image.setTitle("crop.png");
    assertEquals(List.of("crop.png"), fileNames(image));
  }

  @Test
  void someSlicesAreNotTheirStack() throws IOException {
    ImagePlus copy = new Duplicator().run(opened("a.tif", 4), 3, 4);
    copy.setTitle("a-1.tif");
    assertEquals(List.of("a-1.tif#0001", "a-1.tif#0002"), fileNames(copy));
    ImagePlus less = opened("a.tif", 4);
    less.getStack().deleteSlice(1);
    less.setStack(less.getStack());
    assertRefused(
        exports(less, folder.resolve("less.json"), ""),
        "a.tif has 4 planes, but 3 here: save this one under a name of its own first.");
    assertFalse(Files.exists(folder.resolve("less.json")));
    ImagePlus third = new Opener().openTiff(folder + "/a.tif", 3);
    assertRefused(exports(third, folder.resolve("less.json"), ""), "a.tif has 4 planes, but 1");
  }

  @Test
  void aCropOfAFolderOpenedAsAStackIsNotItsImages() {
    opened("a.png", 1);
    opened("b.png", 1);
    ImagePlus stack = FolderOpener.open(folder.toString(), "");
    String said = exports(stack, folder.resolve("l.json"), "");
    assertFalse(said.contains(Macros.ABORTED), said);
    stack.setRoi(20, 5, 150, 90);
    IJ.run(stack, "Crop", "");
    assertRefused(
        exports(stack, folder.resolve("l.json"), ""), "a.png has 200 x 100 pixels, but 150 x 90");
  }

  /** ImageJ saves what the slices were called, whatever has become of their pixels. */
  @Test
  void aFolderOpenedAsAStackAndSavedIsAnImageOfItsOwn() throws IOException {
    opened("a.png", 1);
    opened("b.png", 1);
    ImagePlus stack = FolderOpener.open(folder.toString(), "");
    assertEquals(List.of("a.png", "b.png"), fileNames(stack));
    IJ.saveAs(stack, "Tiff", folder.resolve("P07.tif").toString());
    List<String> names = List.of("P07.tif#0001", "P07.tif#0002");
    assertEquals(names, fileNames(stack));
    ImagePlus again = IJ.openImage(folder + "/P07.tif");
    assertEquals("a.png", again.getStack().getSliceLabel(1));
    assertEquals(names, fileNames(again));

    ImagePlus copy = again.duplicate();
    copy.setTitle("P07-1.tif");
    assertEquals(List.of("P07-1.tif#0001", "P07-1.tif#0002"), fileNames(copy));
    again.setRoi(20, 5, 150, 90);
    IJ.run(again, "Crop", "");
    assertRefused(
        exports(again, folder.resolve("l.json"), ""), "P07.tif has 200 x 100 pixels, but 150 x 90");
    IJ.saveAs(again, "Tiff", folder.resolve("crop.tif").toString());
    assertEquals(List.of("crop.tif#0001", "crop.tif#0002"), fileNames(again));
  }

  @Test
  void labelsOfAFolderOpenedAsAStackAreThoseOfTheSavedStackToo() throws IOException {
    opened("a.png", 1);
    opened("b.png", 1);
    ImagePlus stack = FolderOpener.open(folder.toString(), "");
    Roi onB = roi(1, 1);
    onB.setPosition(2);
    stack.setOverlay(overlay(onB));
    Path labels = folder.resolve("labels.json");
    exports(stack, labels, "");
    stack.setOverlay(null);
    IJ.saveAs(stack, "Tiff", folder.resolve("P07.tif").toString());
    ImagePlus again = IJ.openImage(folder + "/P07.tif");
    assertNoNotes(imports(again, labels, ""));
    assertEquals(2, again.getOverlay().get(0).getPosition());
  }

  /** Images that are shown in another way than their files have them. */
  @Test
  void imagesMayHaveOtherPlanesThanTheirFiles() throws IOException {
    ImagePlus split = opened("rgb.png", 1);
    new ImageConverter(split).convertToRGB();
    new ImageConverter(split).convertToRGBStack();
    assertEquals(3, fileNames(split).size());

    ImagePlus channels = IJ.createHyperStack("c.tif", 200, 100, 3, 1, 2, 8);
    IJ.save(channels, folder.resolve("c.tif").toString());
    ImagePlus merged = IJ.openImage(folder.resolve("c.tif").toString());
    merged.flattenStack();
    assertEquals(2, merged.getStackSize());
    assertEquals(2, fileNames(merged).size());

    ImagePlus deep = IJ.createImage("deep.tif", "16-bit", 200, 100, 3);
    deep.setDimensions(3, 1, 1);
    IJ.save(new CompositeImage(deep, CompositeImage.COMPOSITE), folder + "/deep.tif");
    assertEquals(3, fileNames(IJ.openImage(folder + "/deep.tif")).size());
  }

  /** By what the camera wrote into the file; the header has the photo as the chip saw it. */
  @Test
  void photosThatImageJTurnsAreWhole() throws IOException {
    ImagePlus photo = opened("photo.jpg", 1);
    photo.setProcessor(photo.getProcessor().rotateRight());
    assertEquals(List.of("photo.jpg"), fileNames(photo));
    photo.setRoi(0, 0, 50, 50);
    IJ.run(photo, "Crop", "");
    assertRefused(
        exports(photo, folder.resolve("l.json"), ""), "photo.jpg has 200 x 100 pixels, but 50 x");
  }

  /** Of such a file ImageJ opens the first page alone. */
  @Test
  void aTiffWithASmallerPictureOfItselfIsOneImage() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out =
        ImageIO.createImageOutputStream(folder.resolve("scan.tif").toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int width : new int[] {200, 20}) {
        BufferedImage page = new BufferedImage(width, width / 2, BufferedImage.TYPE_BYTE_GRAY);
        writer.writeToSequence(new IIOImage(page, null, null), null);
      }
      writer.endWriteSequence();
    }
    ImagePlus image = IJ.openImage(folder + "/scan.tif");
    assertEquals(1, image.getStackSize());
    assertEquals(List.of("scan.tif"), fileNames(image));
  }
}
