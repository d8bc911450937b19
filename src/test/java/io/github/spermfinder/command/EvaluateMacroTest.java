package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.filter.AVI_Writer;
import ij.process.ByteProcessor;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SharedData;
import io.github.spermfinder.evaluate.Alignment;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Coco;
import io.github.spermfinder.label.CocoResults;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.Extras;
import io.github.spermfinder.label.LabelFormats;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.RoiSet;
import io.github.spermfinder.label.Rois;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evaluate Detector as macros run it, without a display. */
class EvaluateMacroTest {

  private static final LabelMap SPERM = LabelMap.of(Map.of(1, "sperm"));

  private static final Box HERE = new Box(10, 10, 20, 20);
  private static final Box THERE = new Box(60, 10, 20, 20);
  private static final Box ELSEWHERE = new Box(10, 60, 20, 20);

  @TempDir private Path folder;

  @BeforeEach
  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  // -- Helpers --

  private static String evaluate(String options) {
    return Macros.run("run(\"Evaluate Detector...\", \"" + options.replace("\\", "\\\\") + "\");");
  }

  private Path results() {
    return folder.resolve("results");
  }

  /** The columns of a row of a table, by their names. */
  private Map<String, String> row(String file, String... beginning) throws IOException {
    List<String> lines = Files.readAllLines(results().resolve(file));
    String[] columns = lines.get(0).split(",");
    String start = String.join(",", beginning) + ",";
    String[] cells =
        lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow().split(",");
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.length; i++) {
      row.put(columns[i], cells[i]);
    }
    return row;
  }

  private double number(String file, String column, String... beginning) throws IOException {
    return Double.parseDouble(row(file, beginning).get(column));
  }

  private List<String> files(Path in) throws IOException {
    try (var files = Files.list(in)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Annotation object(Box box) {
    return Annotation.of(box, 1);
  }

  private static Annotation found(Box box, double score) {
    return new Annotation(box, 1, box.area(), false, OptionalDouble.of(score), Extras.NONE);
  }

  private static LabelledImage image(String name, Annotation... annotations) {
    return new LabelledImage(name, 100, 100, List.of(annotations));
  }

  private Path coco(String name, LabelledImage... images) throws IOException {
    return coco(name, SPERM, images);
  }

  private Path coco(String name, LabelMap classes, LabelledImage... images) throws IOException {
    Path file = folder.resolve(name);
    new Coco().write(new Dataset(classes, List.of(images)), file);
    return file;
  }

  /** Two images of two patients, with three objects. */
  private Path truth() throws IOException {
    return coco(
        "truth.json",
        image("p1_a.png", object(HERE), object(THERE)),
        image("p2_b.png", object(HERE)));
  }

  /** Two objects found, one missed, one false positive. */
  private Path detections() throws IOException {
    Path file = folder.resolve("found.json");
    new CocoResults()
        .write(
            new Dataset(
                SPERM,
                List.of(
                    image("p1_a.png", found(HERE, .9), found(ELSEWHERE, .7)),
                    image("p2_b.png", found(HERE, .8)))),
            file);
    return file;
  }

  private static List<Roi> rois(Path file) throws IOException {
    return RoiSet.load(file);
  }

  // -- Detections in a file --

  @Test
  void theTwelvePublishedNumbers() throws IOException {
    Path data = SharedData.get("coco-eval");
    String output =
        evaluate(
            "truth=["
                + data.resolve("instances_val2014_100.json")
                + "] detections=["
                + data.resolve("instances_val2014_fakebbox100_results.json")
                + "] saveto=["
                + results()
                + "]");
    assertFalse(output.contains("ABORTED"), output);
    List<String> published =
        List.of(
            "all",
            "0.504581",
            "0.696973",
            "0.572982",
            "0.585626",
            "0.519400",
            "0.501398",
            "0.386813",
            "0.593680",
            "0.595353",
            "0.639811",
            "0.566421",
            "0.564291");
    assertEquals(
        published, List.copyOf(row("metrics.csv", "all").values()).subList(0, published.size()));
    assertEquals(0, ResultsTable.getResultsTable().size(), "Results is the user's");
  }

  @Test
  void tablesPlotsAndErrors() throws IOException {
    String output =
        evaluate(
            "truth=["
                + truth()
                + "] detections=["
                + detections()
                + "] saveto=["
                + results()
                + "] sensitivity=0.3 patient=[(p.)_]");
    assertFalse(output.contains("ABORTED"), output);
    assertTrue(output.contains("Metrics\n"), "the log has the tables\n" + output);
    assertEquals(
        List.of(
            "errors",
            "evaluation.json",
            "intervals.csv",
            "metrics.csv",
            "precision-recall.png",
            "scores.png",
            "table1.csv",
            "thresholds.csv"),
        files(results()));
    assertEquals(2 / 3., number("thresholds.csv", "Recall", "all", "Best F1"), 1e-6);
    assertEquals(1, number("thresholds.csv", "Precision", "all", "Best F1"));
    assertEquals(.9, number("thresholds.csv", "Threshold", "all", "Sensitivity 0.3"), 1e-6);
    assertEquals(2 / 3., number("metrics.csv", "AR100", "sperm"), 1e-6);
    assertEquals("found", row("table1.csv", "found").get("Name"));
    assertEquals(.5, number("intervals.csv", "Low", "AR100"), 1e-6);
    assertEquals(1, number("intervals.csv", "High", "AR100"), 1e-6);
    assertTrue(ImageIO.read(results().resolve("precision-recall.png").toFile()).getWidth() > 100);
    JsonObject json =
        JsonParser.parseString(Files.readString(results().resolve("evaluation.json")))
            .getAsJsonObject();
    assertEquals(
        .8,
        json.getAsJsonObject("thresholds")
            .getAsJsonObject("bestF1")
            .get("threshold")
            .getAsDouble());

    // At the best threshold, .8, only one object is missed
    assertEquals(List.of("p1_a_RoiSet.zip"), files(results().resolve("errors")));
    Roi miss = rois(results().resolve("errors/p1_a_RoiSet.zip")).get(0);
    assertEquals("miss sperm", miss.getName());
    assertEquals(THERE.x(), miss.getXBase());
    assertEquals(new Color(0x0072B2), miss.getStrokeColor());
  }

  /** Categories of a COCO file that count from 0, and images whose ids are no plain numbers. */
  private Path truthFromZero() throws IOException {
    Path file = folder.resolve("zero.json");
    Files.writeString(
        file,
        """
        {"categories": [{"id": 0, "name": "sperm"}, {"id": 1, "name": "debris"}],
         "images": [{"id": "000123", "file_name": "p1_a.png"}, {"id": 42.0, "file_name": "p2_b.png"}],
         "annotations": [
          {"id": 1, "image_id": "000123", "category_id": 0, "bbox": [10, 10, 20, 20], "area": 400},
          {"id": 2, "image_id": 42, "category_id": 1, "bbox": [60, 10, 20, 20], "area": 400}]}
        """);
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "image_id": 123, "category_id": 0 | "image_id": 42, "category_id": 1
          "image_id": "000123", "category_id": 0 | "image_id": 42.0, "category_id": 1.0
          "image_id": 1, "category_id": 0, "file_name": "p1_a.png" | "image_id": 2, "category_id": 1, "file_name": "p2_b.png"
          "image_id": 1, "category_id": 1, "file_name": "p1_a.png" | "image_id": 2, "category_id": 2, "file_name": "p2_b.png"
          """)
  void idsOfResultsAreThoseOfTheTruthsFile(String sperm, String debris) throws IOException {
    Path results = folder.resolve("zero_results.json");
    Files.writeString(
        results,
        String.format(
            "[{%s, \"bbox\": [10, 10, 20, 20], \"score\": 0.9},"
                + " {%s, \"bbox\": [60, 10, 20, 20], \"score\": 0.8}]",
            sperm, debris));
    String output =
        evaluate(
            String.format(
                "truth=[%s] detections=[%s] saveto=[%s]", truthFromZero(), results, results()));
    assertFalse(output.contains("ABORTED"), output);
    assertEquals(1, number("metrics.csv", "AP50", "sperm"), output);
    assertEquals(1, number("metrics.csv", "AP50", "debris"), output);
    boolean ofAnotherFile = debris.contains("\"category_id\": 2");
    assertEquals(ofAnotherFile, output.contains("taken as the ids of classes"), output);
  }

  @Test
  void resultsGetTheIdsOfTheTruthsFile() throws Exception {
    Dataset truth = LabelFormats.read(truthFromZero(), LabelMap.empty()).dataset();
    Dataset found =
        new Dataset(LabelMap.of(Map.of(1, "debris")), List.of(image("p2_b.png", found(THERE, .8))));
    Path results = folder.resolve("written.json");
    new CocoResults().write(new Alignment(truth).align(found).dataset(), results);
    JsonObject one =
        JsonParser.parseString(Files.readString(results)).getAsJsonArray().get(0).getAsJsonObject();
    assertEquals(1, one.get("category_id").getAsInt());
    assertEquals(42, one.get("image_id").getAsInt());
  }

  @Test
  void resultsThatCountFromZeroAreNotOfATruthThatCountsFromOne() throws IOException {
    Path results = folder.resolve("results.json");
    Files.writeString(
        results, "[{\"image_id\": 1, \"category_id\": 0, \"bbox\": [1, 1, 9, 9], \"score\": 1}]");
    String output = evaluate("truth=[" + truth() + "] detections=[" + results + "]");
    assertTrue(
        output.contains("category_id 0 is not in the dataset that these results are for"), output);
  }

  /** A folder of labels stands for none of its other files: the truth would be its own detector. */
  @Test
  void theTruthIsNotTakenForDetections() throws IOException {
    ImageIO.write(
        new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("a.png").toFile());
    Files.writeString(folder.resolve("a.txt"), "0 .5 .5 .1 .1\n");
    Files.writeString(folder.resolve("predictions.csv"), "x,y\n1,1\n");
    String truth = "truth=[" + folder + "] detections=[" + folder;
    String output = evaluate(truth + "/predictions.csv]");
    assertTrue(output.contains("predictions.csv: is none of COCO"), output);
    output = evaluate(truth + "/a.txt]");
    assertTrue(output.contains("a.txt is one of the files of the truth"), output);
    output = evaluate(truth + "/./a.txt]");
    assertTrue(output.contains("a.txt is one of the files of the truth"), output);
  }

  @Test
  void errorsOfAnEarlierEvaluationGo() throws IOException {
    Path truth = truth();
    String options = "truth=[" + truth + "] saveto=[" + results() + "] detections=";
    Path wrong = folder.resolve("wrong.json");
    new CocoResults()
        .write(new Dataset(SPERM, List.of(image("p2_b.png", found(ELSEWHERE, .123)))), wrong);
    evaluate(options + "[" + wrong + "]");
    Path errors = results().resolve("errors");
    assertEquals(List.of("p1_a_RoiSet.zip", "p2_b_RoiSet.zip"), files(errors));
    List<Roi> rois = rois(errors.resolve("p2_b_RoiSet.zip"));
    assertEquals(
        List.of("false positive sperm 0.12", "miss sperm"),
        rois.stream().map(Roi::getName).toList());
    assertEquals("0.123", rois.get(0).getProperty("score"));
    assertFalse(rois.get(0).getStrokeColor().equals(rois.get(1).getStrokeColor()));
    Files.writeString(errors.resolve("mine.txt"), "notes");

    evaluate(options + "[" + truth + "]");
    assertEquals(List.of("mine.txt"), files(errors), "what is the user's own stays");
  }

  @Test
  void nothingOfAnEarlierEvaluationStays() throws IOException {
    Path nothing = folder.resolve("nothing.json");
    Files.writeString(nothing, "[]");
    String options = "saveto=[" + results() + "] truth=";
    Path other = coco("other.json", image("z.png", object(HERE)));
    evaluate(options + "[" + other + "] detections=[" + nothing + "]");
    assertEquals(List.of("z_RoiSet.zip"), files(results().resolve("errors")));
    Path found = results().resolve("detections.json"); // as a model that is run leaves it
    Files.copy(detections(), found);
    Files.writeString(results().resolve("mine.png"), "my own");

    evaluate(options + "[" + truth() + "] detections=[" + found + "]");
    assertTrue(Files.exists(found), "what was evaluated");
    assertEquals(List.of("p1_a_RoiSet.zip"), files(results().resolve("errors")));
    Files.writeString(results().resolve("detections.csv"), "as Detect Sperm leaves it");
    evaluate(options + "[" + truth() + "] model=None annotators=[" + truth() + "]");
    assertTrue(Files.exists(found), "Detect Sperm's");
    Files.delete(results().resolve("detections.csv"));
    evaluate(options + "[" + truth() + "] model=None annotators=[" + truth() + "]");
    assertEquals(List.of("errors", "evaluation.json", "mine.png", "table1.csv"), files(results()));
  }

  @Test
  void errorsOfAStackAreOnItsPlanes() throws IOException {
    Path truth =
        coco(
            "truth.json",
            image("s.tif#0001"),
            image("s.tif#0002", object(HERE)),
            image("s.tif#0003", object(HERE)));
    Path nothing = folder.resolve("nothing.json");
    Files.writeString(nothing, "[]");
    evaluate("truth=[" + truth + "] detections=[" + nothing + "] saveto=[" + results() + "]");
    List<Roi> rois = rois(results().resolve("errors/s_RoiSet.zip"));
    assertEquals(List.of(2, 3), rois.stream().map(Roi::getPosition).toList());
  }

  @Test
  void imagesAreFoundByTheirNamesAndClassesInAnyCase() throws IOException {
    Path truth = coco("truth.json", image("images/a.png", object(HERE)));
    Path found =
        coco(
            "found.json",
            LabelMap.of(Map.of(1, "debris", 2, "Sperm")),
            image(
                "a.png",
                object(HERE),
                new Annotation(HERE, 2, 400, false, OptionalDouble.of(.5), Extras.NONE)),
            image("other.png"));
    String output =
        evaluate("truth=[" + truth + "] detections=[" + found + "] saveto=[" + results() + "]");
    assertEquals(1, number("metrics.csv", "AR100", "sperm"));
    assertEquals(.5, number("thresholds.csv", "Threshold", "sperm", "Best F1"));
    assertTrue(output.contains("1 image(s) that the truth lacks, such as other.png"), output);
    assertTrue(output.contains("boxes of debris were left out"), output);
    assertTrue(output.contains("1 box(es) have no score"), output);
  }

  @Test
  void singleClassesAreTheSameWhateverTheyAreCalled() throws IOException {
    Path truth = coco("truth.json", image("a.png", object(HERE)));
    Path found =
        coco("found.json", LabelMap.of(Map.of(3, "S")), image("a.png", Annotation.of(HERE, 3)));
    String output =
        evaluate("truth=[" + truth + "] detections=[" + found + "] saveto=[" + results() + "]");
    assertEquals(1, number("metrics.csv", "AR100", "sperm"));
    assertTrue(output.contains("its class S counts as the truth's sperm"), output);
  }

  @Test
  void aModelOfOtherClassesIsRefusedBeforeItIsRun() throws IOException {
    Path truth =
        coco("truth.json", LabelMap.of(Map.of(1, "cell", 2, "debris")), image("absent.png"));
    String output =
        evaluate("truth=[" + truth + "] model=ssd_mobilenet_v2_sperm saveto=[" + results() + "]");
    assertTrue(output.contains("sperm there and cell, debris in the truth"), output);
  }

  /** A model may have run for hours before. */
  @Test
  void aPatternThatDoesNotFitIsToldBeforeTheModelIsAskedFor() throws IOException {
    String output = evaluate("truth=[" + truth() + "] model=[/no/model] patient=[(p1)_]");
    assertTrue(output.contains("patient=(p1)_: "), output);
  }

  @Test
  void notesInsteadOfFailures() throws IOException {
    String output =
        evaluate("truth=[" + truth() + "] detections=[" + detections() + "] patient=[(p)]");
    assertTrue(output.contains("There are no intervals, as all images are of one patient"), output);
    assertTrue(output.contains("No threshold gives a sensitivity of 0.9: with all"), output);
    assertFalse(output.contains("ABORTED"), output);
  }

  // -- Annotators --

  @Test
  void table1() throws IOException {
    Path annotators = Files.createDirectories(folder.resolve("annotators"));
    Files.writeString(annotators.resolve(".hidden"), "");
    coco("annotators/ann.json", image("p1_a.png", object(HERE), object(THERE)), image("p2_b.png"));
    Path yolo = Files.createDirectories(annotators.resolve("bob"));
    ImageIO.write(
        new ByteProcessor(100, 100).getBufferedImage(), "png", yolo.resolve("p2_b.png").toFile());
    Files.writeString(yolo.resolve("p2_b.txt"), "0 0.2 0.2 0.2 0.2\n0 0.8 0.8 0.2 0.2\n");
    Files.writeString(yolo.resolve("classes.txt"), "sperm\n");
    String keys =
        "truth=[" + truth() + "] annotators=[" + annotators + "] saveto=[" + results() + "]";
    String output = evaluate(keys + " detections=[" + detections() + "]");
    assertFalse(output.contains("ABORTED"), output);
    assertEquals(
        List.of(
            "Name,Precision,AR,F1",
            "found,0.663366,0.666667,0.665012",
            "ann,1.000000,0.666667,0.800000",
            "bob,0.500000,1.000000,0.666667",
            "All annotators,0.750000,0.750000,0.750000"),
        Files.readAllLines(results().resolve("table1.csv")));

    evaluate(keys + " model=none");
    assertEquals(List.of("errors", "evaluation.json", "table1.csv"), files(results()));
    assertEquals(List.of(), files(results().resolve("errors")));
    assertEquals(4, Files.readAllLines(results().resolve("table1.csv")).size());
  }

  @Test
  void anAnnotatorsFolderMayHoldImagesAndOtherFiles() throws IOException {
    Path annotators = Files.createDirectories(folder.resolve("annotators"));
    coco("annotators/ann.v1.json", image("p1_a.png", object(HERE)));
    Files.writeString(annotators.resolve("notes.txt"), "Dear diary");
    ImageIO.write(
        new ByteProcessor(100, 100).getBufferedImage(),
        "png",
        annotators.resolve("p1_a.png").toFile());
    String output =
        evaluate(
            "truth=["
                + truth()
                + "] model=None annotators=["
                + annotators
                + "] saveto=["
                + results()
                + "]");
    assertFalse(output.contains("ABORTED"), output);
    assertTrue(output.contains("notes.txt holds no labels and was left out."), output);
    assertEquals(.5, number("table1.csv", "AR", "ann.v1"));
  }

  @Test
  void whoDrewNothingOnAPlaneMissesWhatIsThere() throws IOException {
    IJ.saveAsTiff(IJ.createImage("s", "8-bit", 100, 100, 2), folder.resolve("s.tif").toString());
    Path truth =
        coco("t.json", image("s.tif#0001", object(HERE)), image("s.tif#0002", object(HERE)));
    Roi roi = new Roi(10, 10, 20, 20);
    roi.setPosition(1);
    RoiSet.save(List.of(roi), folder.resolve("s.zip"));
    String output =
        evaluate(
            String.format(
                "truth=[%s] model=None annotators=[%s] saveto=[%s]",
                truth, folder.resolve("s.zip"), results()));
    assertFalse(output.contains("ABORTED"), output);
    assertEquals(.5, number("table1.csv", "AR", "s"), output);
  }

  @Test
  void severalAnnotatorsFilesInDifferentPlaces() throws IOException {
    Path ann = coco("ann.json", image("p1_a.png", object(HERE)));
    Path bob = coco("bob.json", image("p1_a.png", object(THERE)));
    evaluate(
        "truth=["
            + truth()
            + "] model=None annotators=["
            + ann
            + ";"
            + bob
            + "] saveto=["
            + results()
            + "]");
    assertEquals(.5, number("table1.csv", "AR", "ann"));
    assertEquals(.5, number("table1.csv", "AR", "bob"));
  }

  // -- A model --

  private static String model() {
    return SharedData.get("tf2-od-api/saved_model_320").toString();
  }

  @Test
  void aModelOnAYoloFolder() throws IOException {
    Path clip = SharedData.get("visem-tracking-11");
    for (String frame : List.of("0", "5", "10")) {
      for (String path : List.of("images/11_frame_%s.jpg", "labels/11_frame_%s.txt")) {
        Path copy = folder.resolve("clip").resolve(String.format(path, frame));
        Files.createDirectories(copy.getParent());
        Files.copy(clip.resolve(String.format(path, frame)), copy);
      }
    }
    String output =
        evaluate(
            "truth=["
                + folder.resolve("clip")
                + "] model=["
                + model()
                + "] saveto=["
                + results()
                + "]");
    assertFalse(output.contains("ABORTED"), output);
    assertEquals("3", row("time.csv", "3").get("Images"));
    assertTrue(number("time.csv", "Seconds", "3") > number("time.csv", "TensorFlow", "3"));
    JsonArray found =
        JsonParser.parseString(Files.readString(results().resolve("detections.json")))
            .getAsJsonArray();
    assertTrue(found.size() > 0);
    assertTrue(
        found.get(0).getAsJsonObject().get("file_name").getAsString().startsWith("images/11_"));
    assertEquals(3, files(results().resolve("errors")).size());
    assertEquals("saved_model_320", row("table1.csv", "saved_model_320").get("Name"));

    String metrics = Files.readString(results().resolve("metrics.csv"));
    evaluate(
        "truth=["
            + folder.resolve("clip")
            + "] detections=["
            + results().resolve("detections.json")
            + "] saveto=["
            + results()
            + "]");
    assertEquals(metrics, Files.readString(results().resolve("metrics.csv")), "the saved ones too");
  }

  @Test
  void aModelOnAStackAndAnImage() throws IOException {
    Path png = SharedData.get("tf2-od-api/demo_images_png/0.png");
    Path images = Files.createDirectories(folder.resolve("elsewhere"));
    Files.copy(png, images.resolve("0.png"));
    ImagePlus photo = IJ.openImage(png.toString());
    ImageStack stack = new ImageStack(photo.getWidth(), photo.getHeight());
    stack.addSlice(photo.getProcessor().createProcessor(photo.getWidth(), photo.getHeight()));
    stack.addSlice(photo.getProcessor());
    IJ.saveAsTiff(new ImagePlus("s", stack), images.resolve("s.tif").toString());
    Annotation head = Annotation.of(new Box(177, 7, 103, 160), 5);
    Path truth =
        coco(
            "truth.json",
            LabelMap.of(Map.of(5, "hand")),
            new LabelledImage("0.png", 500, 432, List.of(head)),
            new LabelledImage("s.tif#0002", 500, 432, List.of(head)));
    String output =
        evaluate(
            "truth=["
                + truth
                + "] images=["
                + images
                + "] model=["
                + model()
                + "] minscore=0.5 saveto=["
                + results()
                + "]");
    assertEquals(1, number("thresholds.csv", "Recall", "hand", "Best F1"), output);
    assertEquals(0, number("thresholds.csv", "FP", "hand", "Best F1"), output);
    assertTrue(output.contains("boxes of class 1 were left out, since the truth only has hand"));
  }

  @Test
  void aModelOnFramesOfAVideo() throws IOException {
    ImagePlus photo = IJ.openImage(SharedData.get("tf2-od-api/demo_images_png/0.png").toString());
    ImageStack stack = new ImageStack(photo.getWidth(), photo.getHeight());
    stack.addSlice(photo.getProcessor().createProcessor(photo.getWidth(), photo.getHeight()));
    stack.addSlice(photo.getProcessor());
    new AVI_Writer()
        .writeImage(
            new ImagePlus("s", stack),
            folder.resolve("s.avi").toString(),
            AVI_Writer.NO_COMPRESSION,
            0);
    Annotation head = Annotation.of(new Box(177, 7, 103, 160), 5);
    Path truth =
        coco(
            "truth.json",
            LabelMap.of(Map.of(5, "hand")),
            new LabelledImage("s.avi#0001", 500, 432, List.of()),
            new LabelledImage("s.avi#0002", 500, 432, List.of(head)));
    Files.createDirectories(results());
    for (String file : List.of("detections.csv", "detections.json")) {
      Files.writeString(results().resolve(file), "as Detect Sperm leaves it");
    }
    String output =
        evaluate(
            String.format(
                "truth=[%s] model=[%s] minscore=0.5 saveto=[%s]", truth, model(), results()));
    assertFalse(output.contains("ABORTED"), output);
    assertTrue(files(results()).contains("detections.json.1"), "the older one is kept");
    assertEquals(1, number("thresholds.csv", "Recall", "hand", "Best F1"), output);
    assertEquals(0, number("thresholds.csv", "FP", "hand", "Best F1"), output);
  }

  // -- The loop --

  @Test
  void detectCorrectAndEvaluate() throws IOException {
    Path png = SharedData.get("tf2-od-api/demo_images_png/0.png");
    ImagePlus photo = IJ.openImage(png.toString());
    WindowManager.setTempCurrentImage(photo);
    Macros.run("run('Detect Sperm...', 'model=[" + model() + "] saveto=[" + folder + "]');");
    List<Roi> rois = new ArrayList<>(Arrays.asList(photo.getOverlay().toArray()));
    assertEquals(3, rois.size());
    rois.remove(2); // so this detection was false
    Roi drawn = new Roi(10, 300, 40, 50);
    drawn.setGroup(1);
    rois.add(drawn); // and this one was missed
    Path truth = folder.resolve("corrected.json");
    new Coco().write(Rois.dataset(photo, rois, LabelMap.empty()).dataset(), truth);
    assertEquals(
        3,
        LabelFormats.read(truth, LabelMap.empty()).dataset().images().get(0).annotations().size());

    String output =
        evaluate(
            "truth=["
                + truth
                + "] detections=["
                + folder.resolve("detections.json")
                + "] saveto=["
                + results()
                + "] sensitivity=0.6");
    assertFalse(output.contains("ABORTED"), output);
    String lowest = "Sensitivity 0.6"; // two of three are found, with the two best scores
    assertEquals(2 / 3., number("thresholds.csv", "Recall", "all", lowest), 1e-6);
    assertEquals(1, number("thresholds.csv", "Precision", "all", lowest), 1e-6);
    assertEquals(1, number("metrics.csv", "AP50", "class 5"), 1e-6);
    assertEquals(.5, number("metrics.csv", "AR100", "class 1"), 1e-6);
    JsonObject json =
        JsonParser.parseString(Files.readString(results().resolve("evaluation.json")))
            .getAsJsonObject();
    assertEquals(1, json.get("images").getAsInt());
    List<Roi> errors = rois(results().resolve("errors/0_RoiSet.zip"));
    assertEquals(List.of("miss class 1"), errors.stream().map(Roi::getName).toList());
    assertEquals(drawn.getBounds(), errors.get(0).getBounds());
  }

  // -- What is wrong --

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sensitivity=2               | sensitivity=2 is not allowed: give a number from 0.0 to 1.0.
          minscore=low                | minscore=low is not allowed: give a number from 0.0 to 1.0.
          view=Sideways               | view=Sideways is not allowed: give one of Whole image, Tiles, Automatic.
          device=Abacus               | device=Abacus is not allowed: give Automatic, CPU, GPU, or GPU:1
          patient=p1                  | patient=p1 needs a group (...) that is the patient.
          patient=[(p1]               | patient=(p1 is no regular expression:
          patient=[(x)]               | patient=(x): The pattern "(x)" finds no patient in the name p1_a.png.
          truth=[]                    | truth= is not allowed: give a file or folder of labels.
          truth=nowhere               | truth=nowhere does not exist: give a file or folder of labels.
          truth=$/text.txt            | text.txt: is none of COCO JSON
          truth=$/empty.json          | empty.json has no images.
          detections=nowhere          | detections=nowhere does not exist: give a file or folder of labels.
          detections=$/others.json    | others.json has no image in common with the truth: z.png is there, p1_a.png in the truth.
          detections=$/debris.json    | debris.json has no class in common with the truth, debris there and sperm in the truth: call
          detections=$/twice.json     | twice.json has both x/p1_a.png and y/p1_a.png, but the truth has only p1_a.png.
          annotators=$/none           | none holds no labels: put a label file for each annotator there.
          annotators=$/others.json    | others.json has no image in common with the truth
          annotators=$/text.txt       | text.txt: is none of COCO JSON
          detections=[] model=None    | There is nothing to evaluate: give model, detections or annotators.
          saveto=/dev/null/here       | saveto=/dev/null/here is no folder that can be written to
          """)
  void aWrongValueIsNamedOnceAndNothingIsDone(String option, String message) throws IOException {
    Files.writeString(folder.resolve("text.txt"), "Dear diary");
    Files.createDirectories(folder.resolve("none"));
    coco("empty.json");
    coco("others.json", image("z.png", object(HERE)));
    coco(
        "debris.json",
        LabelMap.of(Map.of(1, "cell", 2, "debris")),
        image("p1_a.png", new Annotation(HERE, 2, 1, false)));
    coco("twice.json", image("x/p1_a.png"), image("y/p1_a.png"));
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("truth", truth().toString());
    keys.put("detections", detections().toString());
    keys.put("saveto", results().toString());
    StringBuilder options = new StringBuilder(option.replace("$", folder.toString()));
    keys.forEach(
        (key, value) ->
            options.append(option.contains(key + "=") ? "" : " " + key + "=[" + value + "]"));
    String output =
        Macros.run(
            "run(\"Evaluate Detector...\", \"" + options + "\"); print(\"GOES\" + \" ON\");");
    assertEquals(2, output.split(Pattern.quote(message), -1).length, output);
    assertTrue(output.endsWith(Macros.ABORTED), output);
    assertFalse(output.contains("GOES ON"), output);
    assertFalse(Files.exists(results().resolve("metrics.csv")));
  }

  @Test
  void imagesThatAreAbsentOrOfAnotherSizeOrBroken() throws IOException {
    String options = " model=[" + model() + "]";
    Path truth = truth();
    String output = evaluate("truth=[" + truth + "]" + options);
    assertTrue(output.contains("2 of the 2 labelled images are not in "), output);
    assertTrue(output.contains("such as p1_a.png: give their folder as images=PATH."), output);

    Files.copy(SharedData.get("tf2-od-api/demo_images_png/0.png"), folder.resolve("p1_a.png"));
    Files.writeString(folder.resolve("p2_b.png"), "no image");
    output = evaluate("truth=[" + truth + "]" + options);
    assertTrue(
        output.contains(
            "p1_a.png has 500 x 432 pixels, but 100 x 100 in its labels, so its boxes would not fit."),
        output);

    truth = coco("truth.json", image("p2_b.png", object(HERE)));
    output = evaluate("truth=[" + truth + "]" + options);
    assertTrue(
        output.contains("Unsupported format or file not found:\n" + folder.resolve("p2_b.png")),
        output);
    assertTrue(output.contains("1 image(s) in "), output);
    assertTrue(
        output.contains("such as p1_a.png, are not in the truth and were left out."), output);

    output = evaluate("truth=[" + truth + "] images=[" + truth + "]" + options);
    assertTrue(output.contains("truth.json is no folder: give a folder of images."), output);
  }
}
