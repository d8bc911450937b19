package io.github.spermfinder.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.measure.ResultsTable;
import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.evaluate.Bootstrap.Interval;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final Box BOX = new Box(0, 0, 20, 20);

  @TempDir Path folder;

  @Test
  void metricsTableHasARowForAllAndForEachClass() {
    ResultsTable table = report().metricsTable();
    assertEquals(3, table.size());
    assertEquals("all", table.getStringValue("Class", 0));
    assertEquals(.5, table.getValue("AP50", 0), 1e-9);
    assertEquals("cluster, big", table.getStringValue("Class", 2));
    assertEquals(0, table.getValue("AP50", 2));
    assertEquals(-1, table.getValue("APlarge", 1));
  }

  @Test
  void savesCsv() throws IOException {
    report().save(folder);
    List<String> metrics = Files.readAllLines(folder.resolve("metrics.csv"));
    assertEquals(
        "Class,AP,AP50,AP75,APsmall,APmedium,APlarge,"
            + "AR1,AR10,AR100,ARsmall,ARmedium,ARlarge,F1",
        metrics.get(0));
    assertEquals(
        "sperm,1.000000,1.000000,1.000000,1.000000,-1,-1,"
            + "1.000000,1.000000,1.000000,1.000000,-1,-1,1.000000",
        metrics.get(2));
    assertTrue(metrics.get(3).startsWith("\"cluster, big\",0.000000,"), metrics.get(3));
    assertEquals(
        List.of("Metric,Low,High", "AP,0.250000,0.750000"),
        Files.readAllLines(folder.resolve("intervals.csv")));
    assertEquals(
        List.of(
            "Name,Precision,AR,F1",
            "Detector,0.741000,0.376000,0.498865",
            "\"Dr \"\"A\"\"\",0.925000,0.642000,0.757945"),
        Files.readAllLines(folder.resolve("table1.csv")));
  }

  @Test
  void savesJsonInFullPrecision() throws IOException {
    report().save(folder);
    JsonObject json =
        JsonParser.parseString(Files.readString(folder.resolve("evaluation.json")))
            .getAsJsonObject();
    assertEquals(1, json.get("images").getAsInt());
    assertEquals(
        report().evaluation().orElseThrow().metrics().ap(),
        json.getAsJsonObject("all").get("AP").getAsDouble());
    JsonObject cluster = json.getAsJsonArray("classes").get(1).getAsJsonObject();
    assertEquals(2, cluster.get("id").getAsInt());
    assertEquals("cluster, big", cluster.get("name").getAsString());
    assertEquals(0, cluster.getAsJsonObject("metrics").get("AR100").getAsDouble());
    assertEquals("[0.25,0.75]", json.getAsJsonObject("intervals95").get("AP").toString());
    assertEquals(
        "Detector",
        json.getAsJsonArray("table1").get(0).getAsJsonObject().get("name").getAsString());
  }

  @Test
  void savesThresholdsForTheBestF1AndTheWantedSensitivity() throws IOException {
    report().save(folder);
    assertEquals(
        List.of(
            "Class,Goal,Threshold,Precision,Recall,F1,TP,FP,Misses",
            "all,Best F1,0.500000,1,0.500000,0.666667,1,0,1",
            "all,Sensitivity 0.9,-1.000000,-1,-1.000000,-1.000000,-1,-1,-1",
            "sperm,Best F1,0.500000,1,1.000000,1.000000,1,0,0",
            "sperm,Sensitivity 0.9,0.500000,1,1.000000,1.000000,1,0,0",
            "\"cluster, big\",Best F1,-1.000000,-1,-1.000000,-1.000000,-1,-1,-1",
            "\"cluster, big\",Sensitivity 0.9,-1.000000,-1,-1.000000,-1.000000,-1,-1,-1"),
        Files.readAllLines(folder.resolve("thresholds.csv")));
    assertEquals(
        List.of("Images,Seconds,TensorFlow,SecondsPerImage", "4,2,1.500000,0.500000"),
        Files.readAllLines(folder.resolve("time.csv")));
  }

  @Test
  void annotatorsAloneHaveATable1Only() throws IOException {
    new Report(Optional.empty(), Map.of(), report().table1(), .9, Optional.empty()).save(folder);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("evaluation.json", "table1.csv"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void emptyTablesAreNotSaved() throws IOException {
    Files.writeString(folder.resolve("table1.csv"), "of an earlier evaluation");
    new Report(report().evaluation(), Map.of(), new Table1(List.of()), .9, Optional.empty())
        .save(folder);
    assertFalse(Files.exists(folder.resolve("intervals.csv")));
    assertFalse(Files.exists(folder.resolve("table1.csv")));
  }

  @Test
  void aFailedWriteLeavesNoTrace() throws IOException {
    Path inTheWay = Files.createDirectories(folder.resolve("metrics.csv/full"));
    assertThrows(IOException.class, () -> report().save(folder));
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(List.of(folder, inTheWay.getParent(), inTheWay), files.sorted().toList());
    }
  }

  @Test
  void savingAgainReplaces() throws IOException {
    Files.writeString(folder.resolve("evaluation.json"), "old and much longer".repeat(1000));
    report().save(folder);
    String json = Files.readString(folder.resolve("evaluation.json"));
    assertEquals('}', json.strip().charAt(json.strip().length() - 1));
    assertFalse(json.contains("old and"));
  }

  private static Report report() {
    Dataset truth =
        new Dataset(
            LabelMap.of(Map.of(1, "sperm", 2, "cluster, big")),
            List.of(
                new LabelledImage(
                    "a", 200, 200, List.of(Annotation.of(BOX, 1), Annotation.of(BOX, 2)))));
    Evaluation evaluation = Evaluation.of(truth, Map.of("a", List.of(new Detection(BOX, 1, .5))));
    Table1 table1 =
        new Table1(
            List.of(
                new Table1.Row("Detector", .741, .376), new Table1.Row("Dr \"A\"", .925, .642)));
    return new Report(
        Optional.of(evaluation),
        Map.of("AP", new Interval(.25, .75)),
        table1,
        .9,
        Optional.of(new Report.Time(4, 2, 1.5)));
  }
}
