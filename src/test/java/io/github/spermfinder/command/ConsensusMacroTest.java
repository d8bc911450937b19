package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.measure.ResultsTable;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.AnnotatorFiles;
import io.github.spermfinder.label.Coco;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelFiles;
import io.github.spermfinder.label.LabelFormat;
import io.github.spermfinder.label.LabelFormats;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.ViaCsv;
import io.github.spermfinder.label.VocFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consensus Labels as macros run it: three annotators, each with a format of their own. */
class ConsensusMacroTest {

  @TempDir private Path folder;

  private Path inputs;
  private Path output;

  @BeforeEach
  void threeAnnotators() throws IOException {
    ResultsTable.getResultsTable().reset();
    inputs = Files.createDirectory(folder.resolve("annotators"));
    output = folder.resolve("truth.json");
    write(new Coco(), "ann.json", 0, 100, 200);
    write(new ViaCsv(), "bob.csv", 1, 101);
    write(new VocFolder(), "cyd", 2, 300);
    Files.writeString(inputs.resolve("README.md"), "Who drew what");
  }

  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
  }

  private void write(LabelFormat format, String name, double... lefts) throws IOException {
    List<Annotation> annotations =
        Arrays.stream(lefts).mapToObj(x -> Annotation.of(new Box(x, 10, 20, 20), 1)).toList();
    LabelledImage image = new LabelledImage("1.png", 640, 480, annotations);
    format.write(
        new Dataset(LabelMap.of(Map.of(1, "sperm")), List.of(image)), inputs.resolve(name));
  }

  private static String consensus(String options) {
    return Macros.run("run('Consensus Labels...', '" + options + "');");
  }

  private List<Double> lefts() throws IOException {
    return LabelFormats.read(output, LabelMap.empty())
        .dataset()
        .images()
        .get(0)
        .annotations()
        .stream()
        .map(annotation -> annotation.box().x())
        .toList();
  }

  @Test
  void twoOfThree() throws IOException {
    String said = consensus("inputs=[" + inputs + "] output=[" + output + "]");
    assertTrue(said.contains("README.md holds no labels and was left out."), said);
    assertEquals(List.of(1.0, 100.5), lefts());
    assertEquals(
        """
        Label,Drawn,Agreed,Missed,Precision,Recall
        ann,3,2,0,0.6667,1.0000
        bob,2,2,0,1.0000,1.0000
        cyd,2,1,1,0.5000,0.5000
        """,
        Files.readString(folder.resolve("truth.csv")));
    ResultsTable table = ResultsTable.getResultsTable();
    assertEquals("cyd", table.getLabel(2));
    assertEquals(0.5, table.getValue("Recall", 2));
  }

  @Test
  void allHaveToAgreeWell() throws IOException {
    consensus("inputs=[" + inputs + "] output=[" + output + "] atleast=3 iou=0.8");
    assertEquals(List.of(1.0), lefts());
    consensus("inputs=[" + inputs + "] output=[" + output + "] atleast=3 iou=0.85");
    assertEquals(List.of(), lefts());
    assertTrue(Files.exists(folder.resolve("truth.json.1")), "the first one is kept");
    assertTrue(Files.exists(folder.resolve("truth.csv.1")));
  }

  @Test
  void anOlderFileThatWasKeptIsNoAnnotator() throws IOException {
    Path alice = inputs.resolve("alice.json");
    LabelFiles.write(new Dataset(LabelMap.empty(), List.of()), new Coco(), alice);
    LabelFiles.write(
        new Dataset(LabelMap.empty(), List.of(new LabelledImage("x.png", 9, 9, List.of()))),
        new Coco(),
        alice);
    List<String> notes = new ArrayList<>();
    assertEquals(
        List.of("alice.json", "ann.json", "bob.csv", "cyd"),
        AnnotatorFiles.in(inputs, notes::add).stream()
            .map(file -> file.getFileName().toString())
            .toList());
  }

  @Test
  void imagesOfOtherNamesAreToldNotCalledEmpty() throws IOException {
    Files.createDirectory(folder.resolve("two"));
    for (String name : List.of("a.png", "images/a.png")) {
      LabelFiles.write(
          new Dataset(LabelMap.empty(), List.of(new LabelledImage(name, 9, 9, List.of()))),
          new Coco(),
          folder.resolve("two").resolve(name.length() + ".json"));
    }
    String said = consensus("inputs=[" + folder.resolve("two") + "] output=[" + output + "]");
    assertTrue(said.contains("not by such as a.png, images/a.png."), said);
    assertFalse(Files.exists(output));
  }

  @Test
  void filesMayBeNamedInAnyOrder() throws IOException {
    String files = inputs.resolve("cyd") + "; " + inputs.resolve("ann.json");
    consensus("inputs=[" + files + "] output=[" + output + "]");
    assertEquals(List.of(1.0), lefts());
    assertEquals("ann", ResultsTable.getResultsTable().getLabel(0));
  }

  @Test
  void theTableAloneNeedsNoFile() throws IOException {
    consensus("inputs=[" + inputs + "]");
    assertEquals(3, ResultsTable.getResultsTable().size());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(inputs), files.toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                | inputs= is not allowed: give labels of two or more annotators
          inputs=/no/such/folder            | inputs=/no/such/folder does not exist: give a folder with one file
          inputs=[%s/ann.json]              | is not allowed: give labels of two or more annotators
          inputs=[%s] atleast=4             | atleast=4 is not allowed: give a whole number from 1 to 3, as there are
          inputs=[%s] atleast=0             | atleast=0 is not allowed: give a whole number from 1 to 1000.
          inputs=[%s] iou=0                 | iou=0 is not allowed: give a number from 0.01 to 1.0.
          inputs=[%s] output=[%s/new.json]  | is not allowed: give a file that does not lie among the annotators
          inputs=[%s] output=[%s]           | is not allowed: give a file that does not lie among the annotators
          """)
  void wrongValues(String options, String message) throws IOException {
    String said = consensus(options.replace("%s", inputs.toString()));
    assertTrue(said.contains(message), said);
    assertTrue(said.endsWith(Macros.ABORTED), said);
    assertEquals(0, ResultsTable.getResultsTable().size());
    assertEquals(4, inputs.toFile().list().length);
  }

  @Test
  void imagesOfSeveralSizes() throws IOException {
    LabelledImage other = new LabelledImage("1.png", 320, 240, List.of());
    new Coco().write(new Dataset(LabelMap.empty(), List.of(other)), inputs.resolve("dan.json"));
    String said = consensus("inputs=[" + inputs + "] output=[" + output + "]");
    assertTrue(said.contains("1.png has several sizes: 320 and 640 pixels."), said);
    assertTrue(Files.notExists(output));
  }
}
