package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelFormats;
import io.github.spermfinder.model.ModelCard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Train Detector as macros run it, without a display, on simulated fields. */
class TrainMacroTest {

  private static final Path SHIPPED = Path.of("models", "ssd_mobilenet_v2_sperm").toAbsolutePath();

  private static final Pattern BEST = Pattern.compile("best AP50 ([0-9.]+) .* after step (\\d+)");

  @TempDir private Path folder;

  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  private static String train(String options) {
    return Macros.run("run(\"Train Detector...\", \"" + options + "\");");
  }

  private Path fields(int count) {
    return fields(count, 4);
  }

  private Path fields(int count, int sperm) {
    Path output = folder.resolve("fields");
    String log =
        Macros.run(
            "run(\"Simulate Fields...\", \"output="
                + output
                + " kind=Sparse contrast=Phase width=160 height=160 pixelsize=0.3 fields="
                + count
                + " sperm="
                + sperm
                + " seed=7000\");");
    assertFalse(log.contains(Macros.ABORTED), log);
    return output;
  }

  @Test
  void trainsOnFromTheModelThatComesWithIt() throws Exception {
    Path fields = fields(8);
    Path output = folder.resolve("model");
    String log =
        train(
            "dataset="
                + fields
                + " validation="
                + fields
                + " output="
                + output
                + " steps=20 batch=4 size=160");
    Matcher best = BEST.matcher(log);
    assertTrue(best.find(), log);
    assertTrue(Double.parseDouble(best.group(1)) > 0.7, log);
    String steps = best.group(2);
    assertTrue(
        Files.readString(output.resolve("model.json"))
            .contains("; " + (steps.equals("20") ? steps : steps + " of 20") + " steps of 4"),
        log);
    assertTrue(log.contains("302 of 302 variables come from"), log); // anchors and all
    assertEquals( // the images do not say what their pixels show
        OptionalDouble.empty(), ModelCard.read(output).micronsPerPixel());
    assertTrue(log.contains("No training image says how large its pixels are"), log);
  }

  @Test
  void aModelThatIsTrainedOnKeepsItsPixelSize() throws Exception {
    Path fields = fields(3);
    Path one = fields.resolve("images/field_007000.png");
    ImagePlus image = IJ.openImage(one.toString());
    Files.delete(one);
    image.getCalibration().setUnit("um");
    image.getCalibration().pixelWidth = 0.3;
    image.getCalibration().pixelHeight = 0.3;
    IJ.saveAsTiff(image, one.toString().replace(".png", ".tif"));
    Path labels = fields.resolve("annotations.json");
    Files.writeString(
        labels, Files.readString(labels).replace("field_007000.png", "field_007000.tif"));
    Path output = folder.resolve("model");
    train(
        "dataset="
            + fields
            + " output="
            + output
            + " steps=1 batch=1 size=64 validation="
            + fields);
    assertEquals( // so objects are still seen at the size that it knows
        ModelCard.read(SHIPPED).micronsPerPixel(), ModelCard.read(output).micronsPerPixel());
  }

  /** Anchors of the paper's network would fit heads of 64 pixels and more. */
  @Test
  void smallObjectsHaveAnchorsOfTheirOwnAfterThePapersNetwork() {
    Path fields = fields(4);
    Path paper = folder.resolve("paper");
    String options = "dataset=" + fields + " steps=1 batch=1 size=160 network=";
    train(options + "paper initial=[] output=" + paper);
    Path small = folder.resolve("small");
    String log = train(options + "small-objects initial=" + paper + " output=" + small);
    assertFalse(log.contains(Macros.ABORTED), log);
    assertFalse(Files.exists(paper.resolve("checkpoint/anchors.json")));
    assertTrue(Files.exists(small.resolve("checkpoint/anchors.json")));
  }

  /** What a training started from may lie elsewhere by now: it is the same if its values are. */
  @Test
  void goesOnAfterTheModelThatItStartedFromWasMoved() throws Exception {
    Path fields = fields(4);
    Path first = folder.resolve("first");
    train("dataset=" + fields + " output=" + first + " steps=2 batch=1 size=64");
    String options =
        "dataset=" + fields + " output=" + folder.resolve("next") + " steps=2 batch=1 size=64";
    train(options + " initial=" + first);
    Path moved = Files.move(first, folder.resolve("moved"));
    String log = train(options + " initial=" + moved);
    assertTrue(log.contains("Going on"), log);
  }

  /** A network that cannot learn eight images by heart learns nothing. */
  @Test
  void learnsEightImagesByHeart() {
    Path fields = fields(8, 2); // with more, heads lie on heads
    String log =
        train(
            "dataset="
                + fields
                + " validation="
                + fields
                + " output="
                + folder.resolve("model")
                + " initial="
                + SHIPPED
                + " steps=240 batch=8 size=160 learningrate=0.01");
    Matcher best = BEST.matcher(log);
    assertTrue(best.find(), log);
    assertTrue(Double.parseDouble(best.group(1)) > 0.95, log);
  }

  /** One macro: detect, correct, export, train on, evaluate, and detect with the new model. */
  @Test
  void annotatorsLoopCloses() throws Exception {
    Path fields = fields(3);
    Path labels = fields.resolve("corrected.json");
    String log =
        Macros.run(
            """
            open("$FIELDS/images/field_007000.png");
            run("Detect Sperm...", "model=$SHIPPED rois=[Overlay only]");
            found = Overlay.size;
            Overlay.removeSelection(0);
            makeRectangle(10, 12, 18, 20);
            Overlay.addSelection;
            run("Select None");
            run("Export Labels...", "format=[COCO JSON] output=$LABELS");
            run("Train Detector...", "dataset=$LABELS validation=$LABELS output=$MODEL initial=$SHIPPED steps=3 batch=2 size=96");
            run("Evaluate Detector...", "truth=$LABELS model=$MODEL");
            run("Clear Results");
            run("Detect Sperm...", "model=$MODEL minscore=0.1");
            print("loop", found, Overlay.size, nResults);
            """
                .replace("$FIELDS", fields.toString())
                .replace("$LABELS", labels.toString())
                .replace("$MODEL", folder.resolve("next").toString())
                .replace("$SHIPPED", SHIPPED.toString()));
    assertFalse(log.contains(Macros.ABORTED), log);
    assertTrue(log.contains("1 of the validation images are learned from too"), log);
    assertTrue(log.contains("302 of 302 variables come from"), log);
    Matcher loop = Pattern.compile("loop ([0-9]+) ([0-9]+) ([0-9]+)").matcher(log);
    assertTrue(loop.find(), log);
    assertTrue(Integer.parseInt(loop.group(3)) > 0, log);
    Dataset corrected = LabelFormats.read(labels, LabelMap.empty()).dataset();
    List<Annotation> annotations = corrected.images().get(0).annotations();
    assertEquals(Integer.parseInt(loop.group(1)), annotations.size(), log);
    assertTrue(
        annotations.stream().anyMatch(a -> a.box().equals(new Box(10, 12, 18, 20))),
        annotations.toString());
  }

  @Test
  void runAgainWithTheSameOutputItIsDone() throws Exception {
    Path fields = fields(4);
    Path output = folder.resolve("model");
    String options = "dataset=" + fields + " output=" + output + " steps=4 batch=2 size=64";
    String first = train(options);
    assertTrue(first.contains("1 of 4 images are held back"), first);
    assertTrue(first.contains("Trained after 4 steps"), first);
    long written = Files.getLastModifiedTime(output.resolve("saved_model.pb")).toMillis();
    String second = train(options);
    assertTrue(second.contains("Going on"), second);
    assertEquals(written, Files.getLastModifiedTime(output.resolve("saved_model.pb")).toMillis());
    assertTrue(train(options + " learningrate=0.1").contains("other settings"));
    assertTrue(train(options + " pixelsize=0.2").contains("other settings"));
    assertTrue(train(options + " validation=" + fields).contains("other settings"));
    assertTrue(train(options + " initial=[]").contains("other settings"));
  }

  @Test
  void theCardTellsWhatTheModelHasLearnedFrom() throws Exception {
    Path output = folder.resolve("model");
    train(
        "dataset="
            + fields(4)
            + " output="
            + output
            + " initial=[] steps=2 batch=2 size=64 seed=7");
    String card = Files.readString(output.resolve("model.json"));
    assertTrue(card.contains("\"training\": \"3 images of fields with "), card);
    assertTrue(card.contains("2 steps of 2 squares of 64 pixels"), card);
    assertTrue(card.contains("seed 7, from random weights"), card);
    assertTrue(card.contains("\"validation\": \"1 images of fields with "), card);
    assertTrue(card.contains("AP50 0."), card);
    byte[] graph = Files.readAllBytes(output.resolve("saved_model.pb"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(graph);
    assertTrue(card.contains("\"sha256\": \"" + HexFormat.of().formatHex(hash) + "\""), card);
    assertFalse(card.contains(folder.toString()), card); // folders can tell of patients
  }

  @Test
  void holdsBackWholePatients() {
    String options = "dataset=" + fields(6) + " output=" + folder.resolve("m") + " steps=1 batch=1";
    String log = train(options + " size=64 patient=[_(0070)]");
    assertTrue(log.contains("1 patients cannot be split"), log);
    log = train(options + " size=64 patient=[field]");
    assertTrue(log.contains("needs a group"), log);
    log = train(options + " size=64 patient=[00700([0-2]|3)]");
    assertTrue(log.contains("finds no patient in the name"), log);
    log = train(options + " size=64 patient=[00700([0-5])]");
    assertTrue(log.contains("Held back to validate on are 1 of 6 images, those of "), log);
  }

  @Test
  void suggestsABatchThatNeedsLessMemory() {
    String log =
        train("dataset=" + fields(2) + " output=" + folder.resolve("m") + " batch=1024 size=2048");
    assertTrue(log.contains("try batch=512") && log.endsWith(Macros.ABORTED), log);
  }

  @Test
  void refusesToWriteOverAModel() throws Exception {
    Path fields = fields(2);
    Path model = Files.createDirectories(folder.resolve("theirs"));
    Files.writeString(model.resolve("saved_model.pb"), "theirs");
    String log = train("dataset=" + fields + " output=" + model + " steps=1 batch=1 size=64");
    assertTrue(log.contains("holds a model already") && log.endsWith(Macros.ABORTED), log);
    assertEquals("theirs", Files.readString(model.resolve("saved_model.pb")));
  }

  @Test
  void refusesDatasetsWithoutLabels() throws Exception {
    Path fields = fields(2);
    Path bare = Files.createDirectories(folder.resolve("bare"));
    Files.copy(fields.resolve("images/field_007000.png"), bare.resolve("a.png"));
    Files.writeString(
        bare.resolve("annotations.json"),
        "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\", \"width\": 160, \"height\": 160}],"
            + " \"annotations\": [], \"categories\": [{\"id\": 1, \"name\": \"sperm\"}]}");
    String output = " output=" + folder.resolve("m") + " network=paper steps=1 batch=1 size=64";
    assertTrue(
        train("dataset=" + bare + output).contains("dataset=" + bare + " has images, but nothing"));
    assertTrue(
        train("dataset=" + fields + " validation=" + bare + output)
            .contains("validation=" + bare + " has images, but nothing"));
    Files.writeString(
        bare.resolve("annotations.json"),
        Files.readString(fields.resolve("annotations.json")).replace("\"sperm\"", "\"cell\""));
    String other = train("dataset=" + fields + " validation=" + bare + output);
    assertTrue(other.contains("of class cell, but the dataset only sperm"), other);
  }

  @Test
  void refusesWhatCannotBe() {
    Path fields = fields(2);
    assertTrue(train("output=" + folder.resolve("m")).contains("dataset"));
    assertTrue(train("dataset=" + fields).contains("output is empty"));
    assertTrue(
        train("dataset=" + fields + " output=" + folder.resolve("m") + " size=100")
            .contains("size=100 is not allowed: give a multiple of 32, such as 96."));
    String none =
        train("dataset=" + fields + " output=" + folder.resolve("m") + " initial=nothing");
    assertTrue(
        none.contains("initial=nothing is nothing to train on from")
            && none.endsWith(Macros.ABORTED),
        none);
    assertTrue(
        train("dataset=" + fields + " output=" + folder.resolve("m") + " network=big")
            .contains("network=big is not allowed"));
    assertTrue(
        train("dataset=" + fields + " output=" + folder.resolve("m") + " network=paper pixelsize=1")
            .contains("pixelsize=1.0 is not allowed with network=paper"));
  }
}
