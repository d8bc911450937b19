package io.github.spermfinder.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SharedData;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final LabelMap SPERM = LabelMap.of(Map.of(1, "sperm"));

  /** COCO adds 2^-52 to what it divides by, so that its precision of 1 is a little less. */
  private static final double TINY = 1e-12;

  private static final Box HERE = new Box(10, 10, 20, 20);
  private static final Box THERE = new Box(100, 100, 20, 20);

  // -- COCO's numbers --

  @Test
  void givesTheTwelveNumbersThatCocoPublishes() throws IOException {
    Path folder = SharedData.get("coco-eval");
    Metrics metrics =
        CocoCase.read(
                folder.resolve("instances_val2014_100.json"),
                folder.resolve("instances_val2014_fakebbox100_results.json"))
            .evaluate()
            .metrics();
    double[] published = {
      .504581, .696973, .572982, .585626, .519400, .501398,
      .386813, .593680, .595353, .639811, .566421, .564291
    };
    Iterator<Map.Entry<String, Double>> computed = metrics.byName().entrySet().iterator();
    for (double number : published) {
      Map.Entry<String, Double> next = computed.next();
      assertEquals(number, next.getValue(), 5e-7, next.getKey());
    }
  }

  @Test
  void perfectDetectionsGetOneWhereThereIsSomethingToFind() {
    Metrics metrics =
        Evaluation.of(truth(image("a", HERE)), Map.of("a", List.of(found(HERE, .9)))).metrics();
    Map<String, Double> expected = new Metrics(1, 1, 1, 1, -1, -1, 1, 1, 1, 1, -1, -1).byName();
    expected.forEach((name, value) -> assertEquals(value, metrics.byName().get(name), TINY, name));
  }

  @Test
  void noDetectionsGetZero() {
    Metrics metrics = Evaluation.of(truth(image("a", HERE)), Map.of()).metrics();
    assertEquals(new Metrics(0, 0, 0, 0, -1, -1, 0, 0, 0, 0, -1, -1), metrics);
  }

  @Test
  void noTruthGetsMinusOne() {
    Metrics nothing = new Metrics(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    assertEquals(
        nothing, Evaluation.of(truth(image("a")), Map.of("a", List.of(found(HERE, 1)))).metrics());
    assertEquals(nothing, Evaluation.of(truth(), Map.of()).metrics());
    assertEquals(-1, nothing.f1());
  }

  @Test
  void detectionsInAnImageWithoutTruthAreWrong() {
    Evaluation evaluation =
        Evaluation.of(
            truth(image("empty"), image("a", HERE)),
            Map.of("empty", List.of(found(HERE, .9)), "a", List.of(found(HERE, .8))));
    assertEquals(.5, evaluation.metrics().ap50(), TINY);
    assertEquals(1, evaluation.metrics().ar100());
  }

  @Test
  void amongEqualScoresTheEarlierImageCountsFirst() {
    Map<String, List<Detection>> detections =
        Map.of("empty", List.of(found(HERE, .9)), "a", List.of(found(HERE, .9)));
    assertEquals(
        1,
        Evaluation.of(truth(image("a", HERE), image("empty")), detections).metrics().ap50(),
        TINY);
    assertEquals(
        .5,
        Evaluation.of(truth(image("empty"), image("a", HERE)), detections).metrics().ap50(),
        TINY);
  }

  @Test
  void detectionsOfACrowdAreNeitherRightNorWrong() {
    Annotation crowd = new Annotation(new Box(0, 0, 80, 80), 1, 6400, true);
    Dataset truth = truth(new LabelledImage("a", 200, 200, List.of(crowd, object(THERE))));
    // Each lies in the crowd with its whole area, but its IoU with it is small
    List<Detection> detections =
        List.of(found(HERE, .9), found(new Box(40, 40, 20, 20), .8), found(THERE, .7));
    Evaluation evaluation = Evaluation.of(truth, Map.of("a", detections));
    assertEquals(1, evaluation.metrics().ap(), TINY);
    assertEquals(List.of(), evaluation.errors(0));
    assertEquals(List.of(), Evaluation.of(truth, Map.of("a", detections.subList(2, 3))).errors(0));
  }

  @Test
  void ofEquallyNearObjectsTheLastIsTaken() {
    Box first = new Box(0, 0, 20, 20);
    Box last = new Box(10, 0, 20, 20);
    List<Detection> detections = List.of(found(new Box(5, 0, 20, 20), .9), found(first, .8));
    Evaluation evaluation = Evaluation.of(truth(image("a", first, last)), Map.of("a", detections));
    assertEquals(List.of(), evaluation.errors(0));
  }

  @Test
  void onlyAHundredDetectionsCountInCocosNumbersButAllInTheCurve() {
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      detections.add(found(THERE, .9));
    }
    detections.add(found(HERE, .8));
    Evaluation evaluation = Evaluation.of(truth(image("a", HERE)), Map.of("a", detections));
    assertEquals(0, evaluation.metrics().ar100());
    assertEquals(.8, evaluation.curve().forRecall(1).orElseThrow().threshold());
  }

  @Test
  void boxesWithoutAreaMatchNothing() {
    Box line = new Box(10, 10, 0, 20);
    Evaluation evaluation =
        Evaluation.of(truth(image("a", line)), Map.of("a", List.of(found(line, 1))));
    assertEquals(0, evaluation.metrics().ap());
    assertEquals(
        List.of(new ImageErrors("a", List.of(found(line, 1)), List.of(object(line)))),
        evaluation.errors(0));
  }

  @Test
  void classesAreMeasuredApart() {
    Dataset truth =
        new Dataset(
            LabelMap.of(Map.of(1, "sperm", 2, "cluster")),
            List.of(
                new LabelledImage(
                    "a", 200, 200, List.of(Annotation.of(HERE, 1), Annotation.of(THERE, 2)))));
    Evaluation evaluation =
        Evaluation.of(
            truth, Map.of("a", List.of(new Detection(HERE, 1, 1), new Detection(THERE, 1, .5))));
    assertEquals(1, evaluation.metrics(1).ap50(), TINY);
    assertEquals(0, evaluation.metrics(2).ap50());
    assertEquals(.5, evaluation.metrics().ap50(), TINY);
    assertEquals(.5, evaluation.curve(1).points().get(1).precision());
    assertThrows(IllegalArgumentException.class, () -> evaluation.metrics(3));
  }

  @Test
  void aClassThatTheTruthLacksIsWrongButNotInCocosMeans() {
    Evaluation evaluation =
        Evaluation.of(
            truth(image("a", HERE)),
            Map.of("a", List.of(found(HERE, 1), new Detection(THERE, 7, 1))));
    assertEquals(1, evaluation.metrics().ap(), TINY);
    assertEquals(.5, evaluation.curve().points().get(0).precision());
    assertEquals(1, evaluation.errors(0).get(0).falsePositives().size());
    SortedSet<Integer> ids = new TreeSet<>(List.of(1, 7));
    assertEquals(ids, evaluation.classIds());
  }

  @Test
  void refusesDetectionsOfUnknownImages() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Evaluation.of(truth(image("a", HERE)), Map.of("b.png", List.of())));
    assertTrue(e.getMessage().contains("b.png"), e.getMessage());
  }

  // -- Thresholds and errors --

  @Test
  void thresholdForRecallIsTheHighestThatReachesIt() {
    PrecisionRecallCurve curve = twoObjectsFoundAmongErrors().curve();
    assertEquals(.9, curve.forRecall(.5).orElseThrow().threshold());
    assertEquals(.5, curve.forRecall(.51).orElseThrow().threshold());
    assertEquals(.5, curve.forRecall(1).orElseThrow().precision());
  }

  @Test
  void aRecallOutOfReachHasNoThreshold() {
    Evaluation evaluation =
        Evaluation.of(truth(image("a", HERE, THERE)), Map.of("a", List.of(found(HERE, .9))));
    assertTrue(evaluation.curve().forRecall(.6).isEmpty());
    assertTrue(Evaluation.of(truth(image("a")), Map.of()).curve().bestF1().isEmpty());
  }

  @Test
  void ofEquallyGoodThresholdsTheLowerOneMissesLess() {
    // F1 is 2/3 with one detection (1 of 1 right, 1 of 2 found) and with four (2 of 4, 2 of 2)
    PrecisionRecallCurve.Point best = twoObjectsFoundAmongErrors().curve().bestF1().orElseThrow();
    assertEquals(.5, best.threshold());
    assertEquals(2 / 3., best.f1(), TINY);
  }

  @Test
  void errorsDependOnTheLeastScore() {
    Evaluation evaluation = twoObjectsFoundAmongErrors();
    assertEquals(
        List.of(new ImageErrors("a", List.of(), List.of(object(THERE)))), evaluation.errors(.9));
    assertEquals(2, evaluation.errors(.5).get(0).falsePositives().size());
    assertEquals(List.of(), evaluation.errors(.5).get(0).misses());
  }

  private static Evaluation twoObjectsFoundAmongErrors() {
    Box nothing = new Box(150, 10, 20, 20);
    return Evaluation.of(
        truth(image("a", HERE, THERE)),
        Map.of(
            "a", List.of(found(HERE, .9), found(nothing, .7), found(HERE, .6), found(THERE, .5))));
  }

  // -- Annotators --

  @Test
  void anAnnotatorIsMeasuredOnTheImagesThatHeLabelled() {
    Dataset truth = truth(image("a", HERE), image("b", HERE));
    Evaluation evaluation = Evaluation.ofAnnotator(truth, truth(image("b", HERE), image("c")));
    assertEquals(List.of("b"), evaluation.fileNames());
    assertEquals(1, evaluation.metrics().ar100());
  }

  @Test
  void anAnnotatorsCrowdIsNoClaim() {
    Annotation crowd = new Annotation(THERE, 1, THERE.area(), true);
    Dataset annotator = truth(new LabelledImage("a", 200, 200, List.of(object(HERE), crowd)));
    assertEquals(List.of(), Evaluation.ofAnnotator(truth(image("a", HERE)), annotator).errors(0));
  }

  @Test
  void refusesAnAnnotatorWhoCallsAClassOtherwise() {
    Dataset annotator =
        new Dataset(LabelMap.of(Map.of(1, "debris")), truth(image("a", HERE)).images());
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Evaluation.ofAnnotator(truth(image("a", HERE)), annotator));
    assertTrue(e.getMessage().contains("debris"), e.getMessage());
  }

  @Test
  void refusesAnAnnotatorOfOtherImages() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Evaluation.ofAnnotator(truth(image("a")), truth(image("b"))));
  }

  private static Dataset truth(LabelledImage... images) {
    return new Dataset(SPERM, List.of(images));
  }

  private static LabelledImage image(String fileName, Box... boxes) {
    return new LabelledImage(
        fileName, 200, 200, List.of(boxes).stream().map(EvaluationTest::object).toList());
  }

  private static Annotation object(Box box) {
    return Annotation.of(box, 1);
  }

  private static Detection found(Box box, double score) {
    return new Detection(box, 1, score);
  }
}
