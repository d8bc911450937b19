package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.io.FileSaver;
import ij.plugin.filter.AVI_Writer;
import io.github.spermfinder.ChildJvm;
import io.github.spermfinder.label.RoiSet;
import io.github.spermfinder.video.VideoMaker;
import java.awt.event.KeyEvent;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detect in Folder as macros run it, without a display, with the model that comes with it. */
class FolderMacroTest {

  private static final Path SAMPLES = Path.of("samples", "images").toAbsolutePath();
  private static final int FRAMES = 4;

  /** One image, stack and video of each kind, and some that are broken. */
  @TempDir private static Path kinds;

  @TempDir private Path folder;

  private Path output;

  @BeforeAll
  static void makeFiles() throws Exception {
    Path one = SAMPLES.resolve("sparse_phase.png");
    Path two = SAMPLES.resolve("sparse_relief.png");
    Files.createDirectories(kinds.resolve("sub/deeper"));
    Files.copy(one, kinds.resolve("sub/deeper/IMAGE.PNG"));
    ImageStack stack = new ImageStack(640, 400);
    for (int i = 0; i < FRAMES; i++) {
      stack.addSlice(IJ.openImage((i % 2 == 0 ? one : two).toString()).getProcessor());
    }
    ImagePlus image = new ImagePlus("stack", stack);
    new FileSaver(image).saveAsTiffStack(kinds.resolve("sub/stack.tif").toString());
    new AVI_Writer()
        .writeImage(image, kinds.resolve("video.avi").toString(), AVI_Writer.NO_COMPRESSION, 0);
    for (String video : List.of("video.mp4", "video.mov", "video.mkv")) {
      ChildJvm.run(
          ChildJvm.classPath(),
          List.of("-Djava.awt.headless=true"),
          VideoMaker.class,
          kinds.resolve(video).toString(),
          Integer.toString(FRAMES),
          one.toString(),
          two.toString());
    }
    Files.writeString(kinds.resolve("broken.png"), "no image");
    Files.writeString(kinds.resolve("broken.tif"), "no image");
    Files.writeString(kinds.resolve("broken.mp4"), "no video");
    Files.writeString(kinds.resolve("notes.txt"), "no image, and not meant to be one");
    Files.writeString(kinds.resolve(".hidden.png"), "no image");
  }

  @BeforeEach
  void chooseOutput() {
    output = folder.resolve("results");
  }

  @AfterEach
  void leaveNothingBehind() {
    WindowManager.setTempCurrentImage(null);
    IJ.resetEscape();
  }

  private String detect(Path input, String options) {
    return Macros.run(command(input, output, options));
  }

  private static String command(Path input, Path output, String options) {
    return "run(\"Detect in Folder...\", \"input=["
        + input
        + "] output=["
        + output
        + "] "
        + options
        + "\");";
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(output.resolve(file));
  }

  /** All files but the journal, which has its own order, and the summary, which has times. */
  private static Map<String, byte[]> results(Path output) throws IOException {
    Map<String, byte[]> results = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = output.relativize(file).toString().replace('\\', '/');
        if (!name.equals("progress.jsonl") && !name.equals("summary.txt")) {
          results.put(name, Files.readAllBytes(file));
        }
      }
    }
    return results;
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
  }

  // -- What it finds --

  @Test
  void imagesStacksAndVideos() throws Exception {
    String log = detect(kinds, "minscore=0.3");
    assertFalse(log.contains(Macros.ABORTED), log);
    for (String broken : List.of("broken.mp4", "broken.png", "broken.tif")) {
      assertTrue(log.contains("Skipped: " + kinds.resolve(broken)), log);
    }

    List<String> images = lines("images.csv");
    assertEquals("File,Planes,Detections,Best score,Best in,Problem", images.get(0));
    assertEquals(10, images.size());
    assertEquals(
        5, images.stream().filter(line -> line.contains("," + FRAMES + ",")).count(), "" + images);
    assertTrue(images.get(7).startsWith("broken.mp4,0,0,,,"), "what failed comes last");
    List<Double> best =
        images.subList(1, 7).stream().map(line -> Double.valueOf(line.split(",")[3])).toList();
    assertEquals(best.stream().sorted((a, b) -> Double.compare(b, a)).toList(), best);

    List<String> rows = lines("detections.csv");
    assertEquals("File,Label,Slice,C,Z,T,Class,Score,BX,BY,Width,Height", rows.get(0));
    Map<String, List<String>> byFile = new TreeMap<>();
    for (String row : rows.subList(1, rows.size())) {
      byFile.computeIfAbsent(row.split(",")[0], key -> new ArrayList<>()).add(row);
    }
    assertEquals(
        List.of(
            "sub/deeper/IMAGE.PNG",
            "sub/stack.tif",
            "video.avi",
            "video.mkv",
            "video.mov",
            "video.mp4"),
        List.copyOf(byFile.keySet()));
    for (var entry : byFile.entrySet()) {
      int rois = RoiSet.load(output.resolve("rois/" + entry.getKey() + ".zip")).size();
      assertEquals(entry.getValue().size(), rois, entry.getKey());
    }
    assertEquals(boxes(byFile.get("sub/stack.tif")), boxes(byFile.get("video.avi")));
    assertEquals(boxes(byFile.get("video.mp4")), boxes(byFile.get("video.mov")));
    assertEquals(boxes(byFile.get("video.mp4")), boxes(byFile.get("video.mkv")));

    JsonArray coco =
        new Gson().fromJson(Files.readString(output.resolve("detections.json")), JsonArray.class);
    assertEquals(rows.size() - 1, coco.size());
    List<String> names = new ArrayList<>();
    for (JsonElement found : coco) {
      names.add(found.getAsJsonObject().get("file_name").getAsString());
    }
    assertTrue(names.containsAll(List.of("sub/deeper/IMAGE.PNG", "video.mp4#0001")), "" + names);
    assertTrue(ImageIO.read(output.resolve("contact_sheet.png").toFile()).getWidth() > 1000);
    String summary = Files.readString(output.resolve("summary.txt"));
    assertTrue(summary.contains("in 6 of 6 file(s), 21 plane(s); 3 file(s) could not"), summary);
  }

  private static List<String> boxes(List<String> rows) {
    return rows.stream().map(row -> row.substring(row.indexOf("sperm"))).toList();
  }

  /** Frames of videos are those that were put in, but for the losses of coding. */
  @Test
  void framesOfAVideoAreInOrder() throws Exception {
    detect(kinds, "pattern=video.* minscore=0.5");
    List<String> rows = lines("detections.csv");
    List<String> header = List.of(rows.get(0).split(","));
    Map<String, List<Point2D>> found = new TreeMap<>(); // in the order of scores
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",");
      String plane = cells[header.indexOf("File")] + " " + cells[header.indexOf("Slice")];
      found
          .computeIfAbsent(plane, key -> new ArrayList<>())
          .add(
              new Point2D.Double(
                  Double.parseDouble(cells[header.indexOf("BX")]),
                  Double.parseDouble(cells[header.indexOf("BY")])));
    }
    for (int frame = 1; frame <= FRAMES; frame++) { // of two images in turn
      Point2D its = found.get("video.avi " + (2 - frame % 2)).get(0);
      Point2D others = found.get("video.avi " + (1 + frame % 2)).get(0);
      int count = found.get("video.avi " + frame).size();
      for (String video : List.of("video.avi ", "video.mp4 ", "video.mov ", "video.mkv ")) {
        List<Point2D> here = found.get(video + frame);
        assertEquals(count, here.size(), 1, video + frame);
        assertTrue(isAmong(here, its), video + frame + " in " + found);
        assertFalse(isAmong(here, others), video + frame + " in " + found);
      }
    }
  }

  private static boolean isAmong(List<Point2D> found, Point2D expected) {
    return found.stream().anyMatch(place -> place.distance(expected) < 4);
  }

  /** A bad sector, and a camera whose battery ran out. */
  @Test
  void damagedVideosAreLookedAtAsFarAsTheyGo() throws Exception {
    Path input = Files.createDirectories(folder.resolve("input"));
    byte[] whole = Files.readAllBytes(kinds.resolve("video.mkv"));
    int second = startOfFrame(2, whole);
    Arrays.fill(whole, second, second + 400, (byte) 0);
    Files.write(input.resolve("bad.mkv"), whole);
    whole = Files.readAllBytes(kinds.resolve("video.mov"));
    Files.write(input.resolve("cut.mov"), Arrays.copyOf(whole, startOfFrame(3, whole) - 1000));

    String log = detect(input, "");

    assertFalse(log.contains("Skipped"), log);
    String images = Files.readString(output.resolve("images.csv"));
    assertTrue(images.contains("bad.mkv,3,"), images);
    assertTrue(images.contains("cut.mov,2,"), images);
    assertTrue(
        log.contains(
            input.resolve("bad.mkv")
                + " is damaged: 1 part(s) of it could not be decoded, so that frames may be"
                + " missing."),
        log);
    assertTrue(
        log.contains(
            input.resolve("cut.mov") + " is damaged: it ends in or after frame 2 as if cut off."),
        log);
  }

  /** Of pictures one after the other; FFmpeg decodes those whose first ImageJ cannot decode. */
  @ParameterizedTest
  @CsvSource({"jpeg, 2", "png, 2", "jpeg, 1"})
  void aFrameThatCannotBeDecodedIsPassedOver(String kind, int frame) throws Exception {
    Path input = Files.createDirectories(folder.resolve("input"));
    Path file = input.resolve("bad.avi");
    ImagePlus image = IJ.openImage(kinds.resolve("sub/stack.tif").toString());
    int compression = kind.equals("png") ? AVI_Writer.PNG_COMPRESSION : AVI_Writer.JPEG_COMPRESSION;
    new AVI_Writer().writeImage(image, file.toString(), compression, 90);
    byte[] avi = Files.readAllBytes(file);
    String text = new String(avi, StandardCharsets.ISO_8859_1);
    int start = text.indexOf("movi");
    for (int i = 0; i < frame; i++) {
      start = text.indexOf("00dc", start) + 8;
    }
    Arrays.fill(avi, start, start + 400, (byte) 0);
    Files.write(file, avi);

    String log = detect(input, "minscore=0.3");

    assertFalse(log.contains("Skipped") || log.contains(Macros.ABORTED), log);
    assertTrue(log.contains(file + " is damaged: 1 "), log);
    assertTrue(lines("images.csv").get(1).startsWith("bad.avi,3,"), "" + lines("images.csv"));
    if (frame == 2) { // the others keep the numbers that ImageJ shows
      int slice = List.of(lines("detections.csv").get(0).split(",")).indexOf("Slice");
      assertEquals(
          List.of("1", "3", "4"),
          lines("detections.csv").stream()
              .skip(1)
              .map(row -> row.split(",")[slice])
              .distinct()
              .toList());
    }
  }

  /** An interrupted copy, whose missing part ImageJ reads as black. */
  @Test
  void anImageThatWasCutOffIsLookedAtWhenItIsWhole() throws Exception {
    Path input = Files.createDirectories(folder.resolve("input"));
    Path file = input.resolve("a.tif");
    IJ.saveAsTiff(IJ.openImage(SAMPLES.resolve("sparse_phase.png").toString()), file.toString());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    String log = detect(input, "");
    assertTrue(log.contains("Skipped: " + file + " is cut off: "), log);
    Files.write(file, whole);
    log = detect(input, "");
    assertTrue(log.contains("This run looked at 1 of 1: "), log);
  }

  /** Where MPEG-4 has a picture's first bytes. */
  private static int startOfFrame(int number, byte[] video) {
    int found = 0;
    for (int i = 0; i < video.length - 3; i++) {
      boolean start = video[i] == 0 && video[i + 1] == 0 && video[i + 2] == 1;
      if (start && (video[i + 3] & 0xff) == 0xb6 && ++found == number) {
        return i;
      }
    }
    throw new IllegalStateException("There is no frame " + number);
  }

  @Test
  void sameAsDetectSperm() throws Exception {
    detect(SAMPLES, "pattern=sparse_phase.* minscore=0.5");
    ImagePlus image = IJ.openImage(SAMPLES.resolve("sparse_phase.png").toString());
    WindowManager.setTempCurrentImage(image);
    Path alone = folder.resolve("alone");
    Macros.run("run('Detect Sperm...', 'minscore=0.5 saveto=[" + alone + "]');");
    List<String> expected = Files.readAllLines(alone.resolve("detections.csv"));
    assertTrue(expected.size() > 1);
    assertEquals(
        expected,
        lines("detections.csv").stream().map(row -> row.substring(row.indexOf(',') + 1)).toList());
  }

  @Test
  void patternsChooseFiles() throws Exception {
    detect(kinds, "pattern=IM*.{png,gif}");
    assertEquals(2, lines("images.csv").size());
    String log = detect(kinds, "pattern=*.gif");
    assertTrue(log.contains("has no file whose name is like pattern=*.gif."), log);
    assertTrue(log.endsWith(Macros.ABORTED), log);
  }

  @Test
  void aNameThatLeavesNoRoomForAnEnding() throws Exception {
    Path input = Files.createDirectories(folder.resolve("input"));
    String longest = "\u7cbe".repeat(83) + "ab.png"; // 255 bytes
    Files.copy(SAMPLES.resolve("sparse_phase.png"), input.resolve(longest));
    assertTrue(detect(input, "").contains("This run looked at 1 of 1: "));
    assertTrue(detect(input, "").contains("This run looked at 0 of 1: "));
    assertEquals(1, results(output).keySet().stream().filter(f -> f.endsWith(".zip")).count());
  }

  // -- Going on --

  @Test
  void onlyWhatIsMissingIsDone() throws Exception {
    Path input = Files.createDirectories(folder.resolve("input"));
    Path changing = input.resolve("a.png");
    Files.copy(SAMPLES.resolve("sparse_phase.png"), changing);
    Files.copy(SAMPLES.resolve("sparse_relief.png"), input.resolve("b.png"));
    assertTrue(detect(input, "").contains("This run looked at 2 of 2: "));
    Map<String, byte[]> first = results(output);
    assertTrue(detect(input, "").contains("This run looked at 0 of 2: "));
    assertSame(first, results(output));

    Files.delete(output.resolve("rois/b.png.zip"));
    assertTrue(detect(input, "").contains("This run looked at 1 of 2: "));
    assertSame(first, results(output));

    Files.copy(SAMPLES.resolve("semen_bright_field.png"), input.resolve("c.png"));
    Files.delete(changing);
    Files.copy(SAMPLES.resolve("semen_bright_field.png"), changing);
    Files.setLastModifiedTime(changing, FileTime.fromMillis(1_000_000));
    assertTrue(detect(input, "").contains("This run looked at 2 of 3: "));
    Map<String, byte[]> changed = results(output);
    assertArrayEquals(first.get("rois/a.png.zip"), changed.get("rois/a.png.zip.1"), "kept");

    String log = detect(input, "maxoverlap=0.5");
    assertTrue(
        log.contains("has results of other settings, maxoverlap=1.0 instead of 0.5: choose"), log);
    assertTrue(log.endsWith(Macros.ABORTED), log);
    assertSame(changed, results(output));
  }

  @Test
  void resultsOfSomethingElseAreLeftAlone() throws Exception {
    Files.createDirectories(output);
    Files.writeString(output.resolve("detections.csv"), "hours of work");
    String log = detect(SAMPLES, "");
    assertTrue(log.contains("holds detections.csv of something else"), log);
    assertEquals("hours of work", Files.readString(output.resolve("detections.csv")));
  }

  /** Ends with the JVM's sudden death, at moments from early to late. */
  @Test
  void killedAndGoneOnWithEqualsNotKilled() throws Exception {
    detect(kinds, "minscore=0.3");
    Map<String, byte[]> whole = results(output);
    Path killed = folder.resolve("killed");
    for (int lines = 2; lines <= 6; lines += 2) {
      FolderRunner.startAndKill(
          command(kinds, killed, "minscore=0.3"), killed.resolve("progress.jsonl"), lines);
    }
    String log = Macros.run(command(kinds, killed, "minscore=0.3"));
    assertFalse(log.contains(Macros.ABORTED), log);
    assertFalse(log.contains("This run looked at 6 of 9"), log);
    assertSame(whole, results(killed));
  }

  @Test
  void escapeKeepsWhatIsCompleteAndTheSameCommandGoesOn() throws Exception {
    detect(kinds, "minscore=0.3");
    Map<String, byte[]> whole = results(output);
    Path canceled = folder.resolve("canceled");
    Path journal = canceled.resolve("progress.jsonl");
    Thread user =
        new Thread(
            () -> {
              try {
                while (!Files.exists(journal) || Files.readAllLines(journal).size() < 2) {
                  Thread.sleep(5);
                }
                IJ.setKeyDown(KeyEvent.VK_ESCAPE);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    user.start();
    String log = Macros.run(command(kinds, canceled, "minscore=0.3"));
    user.join();
    assertTrue(log.contains("The same command goes on from there."), log);
    int done = Files.readAllLines(canceled.resolve("images.csv")).size() - 1;
    assertTrue(done >= 1 && done < 9, "looked at " + done);
    assertFalse(Files.exists(canceled.resolve("contact_sheet.png")), "no more work after Esc");
    assertTrue(Files.exists(canceled.resolve("summary.txt")));
    Macros.run(command(kinds, canceled, "minscore=0.3"));
    assertSame(whole, results(canceled));
  }

  @Test
  void aLineThatWasCutShortDoesNotCount() throws Exception {
    detect(SAMPLES, "");
    Map<String, byte[]> whole = results(output);
    Path journal = output.resolve("progress.jsonl");
    byte[] bytes = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(bytes, bytes.length - 20));
    assertTrue(detect(SAMPLES, "").contains("This run looked at 1 of 3: "));
    assertSame(whole, results(output));
  }

  /** What a killed run leaves half written goes; what others write below the folder stays. */
  @Test
  void onlyItsOwnHalfWrittenFilesAreSweptUp() throws Exception {
    detect(SAMPLES, "");
    String half = ".x.00000000-0000-0000-0000-000000000000.tmp";
    Path ofAnother = Files.createDirectories(output.resolve("another run")).resolve(half);
    Files.writeString(ofAnother, "half");
    Files.writeString(output.resolve(half), "half");
    Files.writeString(output.resolve("rois").resolve(half), "half");
    detect(SAMPLES, "");
    assertFalse(Files.exists(output.resolve(half)));
    assertFalse(Files.exists(output.resolve("rois").resolve(half)));
    assertTrue(Files.exists(ofAnother));
  }

  @Test
  void aFolderOfOthersAmongTheResultsIsNoneOfItsBusiness() throws Exception {
    Path locked = Files.createDirectories(output.resolve("locked"));
    lock(locked);
    String log = detect(SAMPLES, "");
    assertFalse(log.contains(Macros.ABORTED), log);
  }

  /** Told in a sentence, and not in the way of the next run. */
  @Test
  void regionsThatCannotBeListedAreTold() throws Exception {
    detect(SAMPLES, "");
    Path rois = output.resolve("rois");
    lock(rois);
    String log = detect(SAMPLES, "");
    assertTrue(log.endsWith(Macros.ABORTED), log);
    assertTrue(log.contains("" + rois), log);
    assertFalse(log.contains("which it should not"), log);
    Files.setPosixFilePermissions(rois, PosixFilePermissions.fromString("rwx------"));
    log = detect(SAMPLES, "");
    assertFalse(log.contains(Macros.ABORTED), log);
  }

  private static void lock(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(folder), "skipped, as this user may read everything");
  }

  // -- What is wrong --

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          input=/no/such/folder | input=/no/such/folder does not exist: give a folder of images.
          output=/dev/null/here | output=/dev/null/here is no folder that can be written to
          pattern=[{a,b]        | pattern={a,b is no pattern of file names
          minscore=7            | minscore=7 is not allowed: give a number from 0.0 to 1.0.
          view=Sideways         | view=Sideways is not allowed: give one of Whole image, Tiles, Automatic.
          model=nonsense        | model=nonsense does not exist: give
          channel=3             | None of the 3 file(s) could be looked at; the first: channel=3 does not exist
          rois=Overlay          | rois is not one of the keys
          """)
  void aWrongValueAbortsTheMacro(String option, String message) {
    String key = option.substring(0, option.indexOf('='));
    String options =
        Stream.of("input=[" + SAMPLES + "]", "output=[" + output + "]", option)
            .filter(o -> o == option || !o.startsWith(key + "="))
            .reduce("", (a, b) -> a + " " + b);
    String log =
        Macros.run("run(\"Detect in Folder...\", \"" + options + "\"); print('GOES' + ' ON');");
    assertTrue(log.contains(message), log);
    assertTrue(log.endsWith(Macros.ABORTED), log);
    assertFalse(log.contains("GOES ON"), log);
  }

  @Test
  void resultsAmongTheImagesAreNoImages() throws Exception {
    Path input = Files.createDirectories(folder.resolve("input"));
    Files.copy(SAMPLES.resolve("sparse_phase.png"), input.resolve("a.png"));
    output = input.resolve("results");
    detect(input, "");
    assertTrue(detect(input, "").contains("This run looked at 0 of 1: "));
    output = input.resolve("of other settings");
    assertTrue(detect(input, "minscore=0.5").contains("This run looked at 1 of 1: "));
    output = input;
    assertTrue(detect(input, "").contains("is the folder of the images"));
  }
}
