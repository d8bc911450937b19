package io.github.spermfinder.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class Table1Test {

  private static final Box ONE = new Box(0, 0, 20, 20);
  private static final Box TWO = new Box(50, 0, 20, 20);
  private static final Box NOTHING = new Box(90, 0, 20, 20);

  @Test
  void f1IsThePapers() {
    assertEquals(.499, new Table1.Row("SSD-MobileNetV2", .741, .376).f1(), 5e-4);
    assertEquals(.758, new Table1.Row("Embryologists", .925, .642).f1(), 5e-4);
  }

  @Test
  void f1OfNothingIsNothing() {
    assertEquals(0, Metrics.f1(0, 0));
    assertEquals(-1, Metrics.f1(-1, .5));
    assertEquals(-1, Metrics.f1(.5, -1));
  }

  @Test
  void humansHaveRawPrecisionAndARowTogether() {
    Dataset truth = dataset(ONE, TWO);
    Evaluation detector =
        Evaluation.of(
            truth, Map.of("a", List.of(new Detection(ONE, 1, .9), new Detection(NOTHING, 1, .8))));
    Map<String, Evaluation> annotators = new TreeMap<>();
    annotators.put("A", Evaluation.ofAnnotator(truth, dataset(ONE, TWO)));
    annotators.put("B", Evaluation.ofAnnotator(truth, dataset(ONE, NOTHING)));
    annotators.put("C", Evaluation.ofAnnotator(truth, dataset()));
    List<Table1.Row> rows = Table1.of(Map.of("Detector", detector), annotators).rows();
    // AP of the detector: precision is 1 at the recalls 0 to .5, 51 of 101
    assertRow("Detector", 51 / 101., .5, rows.get(0));
    assertRow("A", 1, 1, rows.get(1));
    assertRow("B", .5, .5, rows.get(2));
    assertRow("C", -1, 0, rows.get(3));
    // Three of four boxes are right, and three of the three times two objects are found
    assertRow("All annotators", .75, .5, rows.get(4));
    assertEquals(5, rows.size());
  }

  @Test
  void oneAnnotatorNeedsNoRowTogether() {
    Evaluation only = Evaluation.ofAnnotator(dataset(ONE), dataset(ONE));
    assertEquals(1, Table1.of(Map.of(), Map.of("A", only)).rows().size());
  }

  private static void assertRow(String name, double precision, double recall, Table1.Row row) {
    assertEquals(name, row.name());
    assertEquals(precision, row.precision(), 1e-12, name);
    assertEquals(recall, row.averageRecall(), 1e-12, name);
  }

  private static Dataset dataset(Box... boxes) {
    return new Dataset(
        LabelMap.of(Map.of(1, "sperm")),
        List.of(
            new LabelledImage(
                "a", 200, 200, Stream.of(boxes).map(box -> Annotation.of(box, 1)).toList())));
  }
}
