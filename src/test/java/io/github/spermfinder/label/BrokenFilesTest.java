package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a file is handled, saying so, or refused with file, entry and reason. */
class BrokenFilesTest {

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return file(name, text, StandardCharsets.UTF_8);
  }

  private Path file(String name, String text, Charset charset) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(charset));
  }

  private void image(String name, int width, int height) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
  }

  private static Imported read(Path path) throws IOException {
    return LabelFormats.read(path, LabelMap.empty());
  }

  private static List<Box> boxes(Imported imported) {
    return Boxes.annotations(imported.dataset()).stream().map(Annotation::box).toList();
  }

  private static void assertNoted(Imported imported, String words) {
    assertTrue(
        imported.notes().stream().anyMatch(note -> note.contains(words)),
        imported.notes().toString());
  }

  private static void assertRefused(LabelFormat format, Path path, String... words) {
    LabelException e =
        assertThrows(LabelException.class, () -> format.read(path, LabelMap.empty()));
    for (String word : words) {
      assertTrue(e.getMessage().contains(word), e.getMessage());
    }
  }

  private static String coco(String images, String annotations) {
    return "{'images': [%s], 'annotations': [%s], 'categories': [{'id': 1, 'name': 'sperm'}]}"
        .formatted(images, annotations)
        .replace('\'', '"');
  }

  private static final String COCO_IMAGE =
      "{'id': 1, 'file_name': 'a.png', 'width': 100, 'height': 50}";

  // -- COCO --

  @Test
  void cocoNumbersMayBeStrings() throws IOException {
    Path file =
        file(
            "labels.json",
            coco(
                "{'id': '1', 'file_name': 'a.png', 'width': '100', 'height': 50.0}",
                "{'id': 1, 'image_id': 1.0, 'category_id': '1', 'bbox': ['1.5', 2, 3, '4']}"));
    Imported imported = read(file);
    assertEquals(List.of(new Box(1.5, 2, 3, 4)), boxes(imported));
    assertEquals(100, imported.dataset().images().get(0).width());
    assertEquals(12, Boxes.annotations(imported.dataset()).get(0).area());
  }

  @Test
  void cocoBoxesWithoutSizeAreLeftOutAndBoxesBeyondTheBorderKept() throws IOException {
    Path file =
        file(
            "labels.json",
            coco(
                COCO_IMAGE,
                "{'id': 1, 'image_id': 1, 'category_id': 1, 'bbox': [1, 2, 0, 4]},"
                    + "{'id': 2, 'image_id': 1, 'category_id': 1, 'bbox': [90, 2, 20, 4]},"
                    + "{'id': 2, 'image_id': 1, 'category_id': 1, 'bbox': [9, 2, 2, 4]},"
                    + "{'id': 4, 'image_id': 9, 'category_id': 1, 'bbox': [9, 2, 2, 4]}"));
    Imported imported = read(file);
    assertEquals(List.of(new Box(90, 2, 20, 4), new Box(9, 2, 2, 4)), boxes(imported));
    assertNoted(imported, "no size was left out (annotation 1)");
    assertNoted(imported, "beyond its image and was kept as it is (annotation 2)");
    assertNoted(imported, "id of another");
    assertNoted(imported, "image of an annotation is not in the file (annotation 4)");

    Path again = folder.resolve("again.json");
    new Coco().write(imported.dataset(), again);
    assertTrue(Files.readString(again).contains("\"bbox\":[1,2,0,4]"), "Left out, but not lost");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id': 1, 'image_id': 1, 'category_id': 1, 'bbox': [1, 2, -3, 4]}|negative",
        "{'id': 1, 'image_id': 1, 'category_id': 1, 'bbox': [1, 2, 'x', 4]}|\"x\"",
        "{'id': 1, 'image_id': 1, 'category_id': 1, 'bbox': [1, 2, NaN, 4]}|NaN",
        "{'id': 1, 'image_id': 1, 'category_id': 1, 'bbox': [1, 2, 3]}|3 numbers",
        "{'id': 1, 'image_id': 1, 'category_id': 1}|neither a \"bbox\" nor polygons",
        "{'id': 1, 'image_id': 1, 'bbox': [1, 2, 3, 4]}|category_id",
        "7|should be an object",
      })
  void cocoRefusesWhatMakesNoSense(String annotation, String reason) throws IOException {
    Path file = file("labels.json", coco(COCO_IMAGE, annotation.replace('\'', '"')));
    assertRefused(new Coco(), file, "labels.json", "annotation 1", reason);
  }

  @Test
  void cocoRefusesIdsAndNamesThatOccurTwice() throws IOException {
    String sameId = COCO_IMAGE + "," + COCO_IMAGE.replace("a.png", "b.png");
    assertRefused(new Coco(), file("ids.json", coco(sameId, "")), "image b.png", "twice");
    String sameName = COCO_IMAGE + "," + COCO_IMAGE.replace("1,", "2,");
    assertRefused(new Coco(), file("names.json", coco(sameName, "")), "a.png", "twice");
  }

  @Test
  void cocoCategoriesFromZeroGoUpByOne() throws IOException {
    String text =
        coco(COCO_IMAGE, "{'id': 1, 'image_id': 1, 'category_id': 0, 'bbox': [1, 2, 3, 4]}")
            .replace("\"id\": 1, \"name\"", "\"id\": 0, \"name\"");
    Imported imported = read(file("labels.json", text));
    assertEquals(Map.of(1, "sperm"), imported.dataset().classes().names());
    assertEquals(1, Boxes.annotations(imported.dataset()).get(0).classId());
    assertNoted(imported, "count from 0");
  }

  @Test
  void cocoPolygonsWithoutBoxBecomeBoxes() throws IOException {
    Imported imported =
        read(
            file(
                "labels.json",
                coco(
                    COCO_IMAGE,
                    "{'id': 1, 'image_id': 1, 'category_id': 1,"
                        + " 'segmentation': [[1, 2, 5, 2, 5, 9]]}")));
    assertEquals(List.of(new Box(1, 2, 4, 7)), boxes(imported));
    assertNoted(imported, "polygon");
  }

  @Test
  void knownClassesKeepTheirIds() throws IOException {
    Path file =
        file(
            "labels.json",
            coco(COCO_IMAGE, "{'id': 1, 'image_id': 1, 'category_id': 1, 'bbox': [1, 2, 3, 4]}"));
    Dataset dataset = new Coco().read(file, LabelMap.of(Map.of(1, "debris", 2, "sperm"))).dataset();
    assertEquals(2, Boxes.annotations(dataset).get(0).classId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1, 2", "{\"images\": [}", "no labels at all"})
  void jsonThatBreaksOffIsRefused(String text) throws IOException {
    assertThrows(
        LabelException.class, () -> new Coco().read(file("x.json", text), LabelMap.empty()));
    assertThrows(LabelException.class, () -> read(file("y.json", text)));
  }

  @Test
  void jsonKeysThatOccurTwiceAreRefused() throws IOException {
    String via = "{'a.png1': {'regions': []}, 'a.png1': {'regions': []}}".replace('\'', '"');
    assertRefused(ViaJson.PROJECT, file("via.json", via), "a.png1", "twice");
  }

  // -- Encodings --

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1"})
  void textMayBeInAnyUsualEncoding(String charset) throws IOException {
    String json =
        coco(COCO_IMAGE, "{'id': 1, 'image_id': 1, 'category_id': 1, 'bbox': [1, 2, 3, 4]}")
            .replace("a.png", "Präparat.png");
    Imported imported = read(file("labels.json", json, Charset.forName(charset)));
    assertEquals("Präparat.png", imported.dataset().images().get(0).fileName());
    if (charset.startsWith("ISO")) {
      assertNoted(imported, "Latin-1");
    }
  }

  @Test
  void byteOrderMarksAreNoText() throws IOException {
    String json = "\uFEFF" + coco(COCO_IMAGE, "");
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertEquals(1, read(file("labels.json", json, charset)).dataset().images().size());
    }
    String csv = "\uFEFF" + VIA_CSV;
    assertEquals(2, read(file("labels.csv", csv)).dataset().images().size());
    String xml = "\uFEFF" + voc("<filename>a.png</filename>");
    assertEquals(1, read(file("voc/a.xml", xml).getParent()).dataset().images().size());
  }

  // -- VIA --

  @Test
  void viaShapesBecomeBoxesAndPointsDoNot() throws IOException {
    String via =
        """
        {"a.png9": {"filename": "a.png", "size": 9, "file_attributes": {}, "regions": {
          "0": {"shape_attributes": {"name": "circle", "cx": 10, "cy": "20", "r": 5},
                "region_attributes": {"type": {"sperm": true}}},
          "1": {"shape_attributes":
                  {"name": "ellipse", "cx": 10, "cy": 20, "rx": 5, "ry": 3, "theta": 0},
                "region_attributes": {"type": {"sperm": "true", "cell": false}}},
          "2": {"shape_attributes":
                  {"name": "polyline", "all_points_x": [1, "3"], "all_points_y": [5, 9]},
                "region_attributes": {}},
          "3": {"shape_attributes": {"name": "point", "cx": 1, "cy": 2}}}},
         "b.png9": {"filename": "b.png"}}
        """;
    Path file = file("via.json", via);
    assertEquals(ViaJson.VERSION_1, LabelFormats.of(file));
    Imported imported = read(file);
    assertEquals(
        List.of(new Box(5, 15, 10, 10), new Box(5, 17, 10, 6), new Box(1, 5, 2, 4)),
        boxes(imported));
    assertEquals(Math.PI * 25, Boxes.annotations(imported.dataset()).get(0).area(), 1e-12);
    assertEquals(Map.of(1, "sperm"), imported.dataset().classes().names());
    assertNoted(imported, "circle");
    assertNoted(imported, "point");
    assertNoted(imported, "without a class was taken as sperm");
    assertNoted(imported, "no list of regions");
    assertNoted(imported, "not beside the labels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name': 'rect', 'x': 1, 'y': 2, 'width': 3}|no \"height\"",
        "{'name': 'rect', 'x': 1, 'y': 2, 'width': 3, 'height': 'tall'}|\"height\" should be a number",
        "{'name': 'polygon', 'all_points_x': [1, 2], 'all_points_y': [1]}|2 x and 1 y",
        "{'name': 'cube'}|\"cube\" is unknown",
      })
  void viaRefusesShapesThatMakeNoSense(String shape, String reason) throws IOException {
    String via =
        ("{'a.png9': {'filename': 'a.png', 'regions': [{'shape_attributes': " + shape + "}]}}")
            .replace('\'', '"');
    assertRefused(
        ViaJson.PROJECT, file("via.json", via), "via.json", "image a.png, region 1", reason);
  }

  private static final String VIA_CSV =
      """
      filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes
      a.png,9,{},1,0,"{""name"":""rect"",""x"":1,""y"":""2"",""width"":3,""height"":4}","{""sperm"":""yes""}"
      b.png,9,{},0,0,{},{}
      """;

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void viaCsvMayHaveOtherDelimiters(String delimiter) throws IOException {
    // Only commas between cells, not those within.
    String text =
        VIA_CSV
            .replaceAll(",(?=[a-z9{]|0|1,0|\"\\{)", delimiter)
            .replace("\"\"rect\"\"" + delimiter, "\"\"rect\"\",");
    Imported imported = read(file("labels.csv", text));
    assertEquals(List.of(new Box(1, 2, 3, 4)), boxes(imported));
    assertEquals(2, imported.dataset().images().size());
  }

  @Test
  void viaCsvRefusesBrokenRows() throws IOException {
    assertRefused(
        new ViaCsv(), file("a.csv", VIA_CSV.replace(",0,0,{},{}", ",0")), "row 3", "4 cells");
    assertRefused(
        new ViaCsv(), file("b.csv", VIA_CSV.replace("b.png,9,{}", "b.png,9,{x")), "row 3", "JSON");
    assertRefused(
        new ViaCsv(), file("c.csv", VIA_CSV.replace("region_id", "id")), "c.csv", "region_id");
  }

  // -- YOLO --

  @Test
  void yoloReadsPolygonsScoresAndEmptyImages() throws IOException {
    image("images/a.png", 100, 50);
    image("images/b.v2.png", 10, 10);
    file("labels/a.txt", "0 .5 .5 .2 .4\n\n1 0.5 0.5 0.2 0.4 0.75\n0 0 0 .1 0 .1 .2\n");
    file("labels/b.v2.txt", "");
    file("classes.txt", "sperm\ncell\n");
    Imported imported = read(folder);
    assertEquals(
        List.of(new Box(40, 15, 20, 20), new Box(40, 15, 20, 20), new Box(0, 0, 10, 10)),
        boxes(imported));
    assertEquals(.75, Boxes.annotations(imported.dataset()).get(1).score().orElseThrow());
    assertEquals(Map.of(1, "sperm", 2, "cell"), imported.dataset().classes().names());
    assertEquals(2, imported.dataset().images().size());
    assertNoted(imported, "polygon");
  }

  /** By the list of one, objects of another would be called something else. */
  @Test
  void yoloRefusesListsOfClassesThatDiffer() throws IOException {
    image("p1/a.png", 100, 50);
    image("p2/b.png", 100, 50);
    file("p1/a.txt", "0 .5 .5 .2 .4\n");
    file("p2/b.txt", "1 .5 .5 .2 .4\n");
    file("p1/classes.txt", "sperm\n");
    file("p2/classes.txt", "sperm\ncell\n");
    assertEquals(Map.of(1, "sperm", 2, "cell"), read(folder).dataset().classes().names());
    file("p2/classes.txt", "cell\nsperm\n");
    assertRefused(new YoloFolder(), folder, "p2/classes.txt", "p1/classes.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"images", "images/labels", "images/images"})
  void labelsMayLieBesideImagesInWhateverFolder(String name) throws IOException {
    image(name + "/a.png", 100, 50);
    file(name + "/a.txt", "0 .5 .5 .2 .4\n");
    for (String from : List.of("", "images")) {
      assertEquals(List.of(new Box(40, 15, 20, 20)), boxes(read(folder.resolve(from))));
    }
  }

  @Test
  void pathsMayBeWindows() throws IOException {
    String image = COCO_IMAGE.replace("a.png", "p1\\\\a.png");
    Imported imported = read(file("c.json", coco(image, "")));
    assertEquals("p1/a.png", imported.dataset().images().get(0).fileName());
    Imported via =
        read(
            file("v.json", "{'k': {'filename': 'p1\\\\a.png', 'regions': []}}".replace('\'', '"')));
    assertEquals("p1/a.png", via.dataset().images().get(0).fileName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"progress.jsonl", "evaluation.json", "annotations.json"})
  void yoloTakesNoImagesOfOtherThingsForEmptyOnes(String other) throws IOException {
    image("a.png", 100, 50);
    file("a.txt", "0 .5 .5 .2 .4\n");
    image("results/contact_sheet.png", 10, 10);
    image("results/pictures/b.png", 10, 10);
    file("results/pictures/b.txt", "0 .5 .5 .2 .4\n");
    file("results/" + other, "{}");
    Imported imported = new YoloFolder().read(folder, LabelMap.empty());
    assertEquals(
        List.of("a.png", "results/pictures/b.png"),
        imported.dataset().images().stream().map(LabelledImage::fileName).toList());
    assertNoted(imported, "left out (results/contact_sheet.png)");
  }

  @Test
  void yoloReadsWhatOnlyImageJReads() throws IOException {
    IJ.saveAs(IJ.createImage("", "8-bit", 100, 50, 1), "pgm", folder.resolve("a.pgm").toString());
    file("a.txt", "0 .5 .5 .2 .4\n");
    assertEquals(List.of(new Box(40, 15, 20, 20)), boxes(read(folder)));
  }

  @Test
  void yoloRefusesLabelsWithoutImage() throws IOException {
    image("a.png", 100, 50);
    file("b.txt", "0 .5 .5 .2 .4\n");
    file("README.txt", "These are labels.\n");
    assertRefused(new YoloFolder(), folder, "b.txt", "no image");
  }

  @ParameterizedTest
  @CsvSource({
    "0 .5 .5 .2,class cx cy width height",
    "x .5 .5 .2 .4,number",
    "-1 .5 .5 .2 .4,count from 0",
    "0 .5 .5 -.2 .4,negative",
    "0 .5 .5 NaN .4,finite"
  })
  void yoloRefusesLinesThatMakeNoSense(String line, String reason) throws IOException {
    image("a.png", 100, 50);
    file("a.txt", "0 .5 .5 .2 .4\n" + line + "\n");
    assertRefused(new YoloFolder(), folder, "a.txt", "line 2", reason);
  }

  @Test
  void yoloCannotWriteBoxesOfAnImageOfUnknownSize() {
    Dataset dataset =
        new Dataset(
            LabelMap.empty(),
            List.of(
                new LabelledImage("a.png", 0, 0, List.of(Annotation.of(new Box(1, 2, 3, 4), 1)))));
    LabelException e =
        assertThrows(LabelException.class, () -> new YoloFolder().write(dataset, folder));
    assertTrue(e.getMessage().contains("a.png"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.png", "/tmp/a.png", "b/../../a.png"})
  void fileNamesCannotLeadOutOfTheFolder(String name) {
    Dataset dataset =
        new Dataset(LabelMap.empty(), List.of(new LabelledImage(name, 10, 10, List.of())));
    Path inner = folder.resolve("inner");
    for (LabelFormat format : List.of(new YoloFolder(), new VocFolder())) {
      assertThrows(LabelException.class, () -> format.write(dataset, inner));
    }
  }

  // -- Pascal VOC --

  private static String voc(String content) {
    return "<annotation>" + content + "</annotation>";
  }

  private static String object(String box) {
    return "<object><name>sperm</name><bndbox>%s</bndbox></object>".formatted(box);
  }

  @Test
  void vocDoesNotNeedTheImage() throws IOException {
    file(
        "a.xml",
        voc(
            "<filename>a.png</filename><size><width>100</width><height>50</height></size>"
                + object("<ymin>2.5</ymin><xmin> 1 </xmin><xmax>4</xmax><ymax>6</ymax>")));
    Imported imported = read(folder);
    assertEquals("a.png", imported.dataset().images().get(0).fileName());
    assertEquals(List.of(new Box(1, 2.5, 3, 3.5)), boxes(imported));
    assertNoted(imported, "absent");
  }

  @ParameterizedTest
  @CsvSource({"a.png,a.png", "a.jpg,a.jpg", "b.jpg,a.jpg", "elsewhere/a.png,a.png", "'',a.jpg"})
  void vocTakesTheImageThatItNamesOnlyWhereSeveralHaveTheNameOfTheFile(String said, String name)
      throws IOException {
    image("a.png", 10, 10);
    image("a.jpg", 10, 10);
    image("b.jpg", 10, 10);
    file("a.xml", voc("<filename>" + said + "</filename>"));
    assertEquals(name, read(folder).dataset().images().get(0).fileName());
  }

  @ParameterizedTest
  @CsvSource({
    "<xmin>9</xmin><ymin>2</ymin><xmax>4</xmax><ymax>6</ymax>,less than",
    "<xmin>1</xmin><ymin>2</ymin><xmax>4</xmax>,ymax",
    "<xmin>1</xmin><ymin>2</ymin><xmax>4</xmax><ymax>six</ymax>,six",
  })
  void vocRefusesBoxesThatMakeNoSense(String box, String reason) throws IOException {
    file("a.xml", voc(object(box)));
    assertRefused(new VocFolder(), folder, "a.xml", "object 1", reason);
  }

  @Test
  void vocReadsNoOtherFiles() throws IOException {
    Path secret = file("secret.txt", "patient");
    file(
        "a.xml",
        "<!DOCTYPE annotation [<!ENTITY e SYSTEM \"%s\">]>".formatted(secret.toUri())
            + voc("<filename>&e;</filename>"));
    assertRefused(new VocFolder(), folder, "a.xml", "DOCTYPE");
  }

  @Test
  void vocInLatin1WithoutSayingSoIsRead() throws IOException {
    file(
        "a.xml",
        voc(
            object("<xmin>1</xmin><ymin>2</ymin><xmax>4</xmax><ymax>6</ymax>")
                .replace("sperm", "Spermienköpfe")),
        StandardCharsets.ISO_8859_1);
    Imported imported = read(folder);
    assertEquals(Map.of(1, "Spermienköpfe"), imported.dataset().classes().names());
    assertNoted(imported, "Latin-1");
  }

  // -- RoiSet --

  @Test
  void damagedRegionsAreRefused() throws IOException {
    Path file = file("a.roi", "Iout and nothing more");
    assertRefused(new RoiSet(), file, "a.roi", "not an ImageJ region");
    assertRefused(new RoiSet(), file("b.zip", "no zip"), "b.zip", "zip");
  }

  // -- None --

  @Test
  void otherFilesAreNoLabels() throws IOException {
    image("a.png", 1000, 1000);
    for (Path path :
        List.of(
            folder.resolve("a.png"), file("a.txt", "hello"), file("a.csv", "a,b\n1,2\n"), folder)) {
      LabelException e = assertThrows(LabelException.class, () -> LabelFormats.of(path));
      assertTrue(e.getMessage().contains("none of COCO JSON"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../elsewhere/a.png", "/elsewhere/a.png", "http://elsewhere/a.png"})
  void viaKeepsNamesOfImagesThatAreElsewhere(String name) throws IOException {
    Path file =
        file(
            "via.json", "{\"x\": {\"filename\": \"" + name + "\", \"size\": [], \"regions\": []}}");
    Path again = folder.resolve("again.json");
    ViaJson.ANNOTATIONS.write(read(file).dataset(), again);
    assertEquals(name, read(again).dataset().images().get(0).fileName());
    assertTrue(Files.readString(again).contains("\"size\":-1"), Files.readString(again));
  }
}
