package io.github.spermfinder.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EvaluationPropertyTest {

  private static final LabelMap CLASSES = LabelMap.of(Map.of(1, "sperm", 2, "cluster"));

  /** What is in an image and what was found there. */
  record Content(List<Annotation> annotations, List<Detection> detections) {}

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void agreesWithTheDefinition(@ForAll("images") List<Content> images) {
    Metrics slow = new SlowCoco(truth(images), detections(images)).metrics();
    assertMetrics(slow, evaluation(images).metrics());
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void countingAnImageTwiceIsHavingItTwice(
      @ForAll("images") List<Content> withEqualScores,
      @ForAll @Size(4) List<@IntRange(max = 3) Integer> times) {
    List<Content> images = withDistinctScores(withEqualScores);
    List<Content> repeated = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      for (int copy = 0; copy < times.get(i); copy++) {
        repeated.add(images.get(i));
      }
    }
    int[] weights = times.stream().mapToInt(Integer::intValue).limit(images.size()).toArray();
    assertMetrics(evaluation(repeated).metrics(), evaluation(images).metrics(weights));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void errorsAreThoseThatTheCurveCounts(@ForAll("images") List<Content> images) {
    Evaluation evaluation = evaluation(images);
    for (PrecisionRecallCurve.Point point : evaluation.curve().points()) {
      List<ImageErrors> errors = evaluation.errors(point.threshold());
      assertEquals(
          point.falsePositives(),
          errors.stream().mapToInt(image -> image.falsePositives().size()).sum());
      assertEquals(
          point.positives() - point.truePositives(),
          errors.stream().mapToInt(image -> image.misses().size()).sum());
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void thresholdKeepsTheWantedRecall(
      @ForAll("images") List<Content> images, @ForAll @IntRange(max = 20) int twentieths) {
    PrecisionRecallCurve curve = evaluation(images).curve();
    double wanted = twentieths / 20.;
    curve
        .forRecall(wanted)
        .ifPresentOrElse(
            point -> {
              assertTrue(point.recall() >= wanted);
              Map<String, List<Detection>> kept = new HashMap<>();
              detections(images)
                  .forEach(
                      (name, found) ->
                          kept.put(
                              name,
                              found.stream().filter(d -> d.score() >= point.threshold()).toList()));
              List<PrecisionRecallCurve.Point> points =
                  Evaluation.of(truth(images), kept).curve().points();
              assertEquals(point, points.get(points.size() - 1));
            },
            () -> assertTrue(curve.points().stream().allMatch(p -> p.recall() < wanted)));
  }

  /** Where scores are equal the order of detections counts, and copies have another one. */
  private static List<Content> withDistinctScores(List<Content> images) {
    List<Content> distinct = new ArrayList<>();
    double step = 0;
    for (Content image : images) {
      List<Detection> detections = new ArrayList<>();
      for (Detection one : image.detections()) {
        step += 1e-6;
        detections.add(new Detection(one.box(), one.classId(), one.score() + step));
      }
      distinct.add(new Content(image.annotations(), detections));
    }
    return distinct;
  }

  @Provide
  static Arbitrary<List<Content>> images() {
    // Few places, sizes and scores, so that boxes meet and everything is equal now and then
    Arbitrary<Integer> places = Arbitraries.of(0, 3, 8, 10, 40);
    Arbitrary<Integer> sizes = Arbitraries.of(0, 10, 20, 30, 32, 40, 96, 110);
    Arbitrary<Box> boxes = Combinators.combine(places, places, sizes, sizes).as(Box::new);
    Arbitrary<Integer> classIds = Arbitraries.integers().between(1, 2);
    Arbitrary<Annotation> annotations =
        Combinators.combine(
                boxes, classIds, Arbitraries.of(1., .7), Arbitraries.of(false, false, false, true))
            .as((box, id, part, crowd) -> new Annotation(box, id, part * box.area(), crowd));
    Arbitrary<Detection> detections =
        Combinators.combine(boxes, classIds, Arbitraries.integers().between(0, 10))
            .as((box, id, tenths) -> new Detection(box, id, tenths / 10.));
    return Combinators.combine(annotations.list().ofMaxSize(5), detections.list().ofMaxSize(14))
        .as(Content::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static Evaluation evaluation(List<Content> images) {
    return Evaluation.of(truth(images), detections(images));
  }

  private static Dataset truth(List<Content> images) {
    List<LabelledImage> labelled = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      labelled.add(new LabelledImage(i + ".png", 200, 200, images.get(i).annotations()));
    }
    return new Dataset(CLASSES, labelled);
  }

  private static Map<String, List<Detection>> detections(List<Content> images) {
    Map<String, List<Detection>> detections = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      detections.put(i + ".png", images.get(i).detections());
    }
    return detections;
  }

  private static void assertMetrics(Metrics expected, Metrics actual) {
    expected
        .byName()
        .forEach((name, value) -> assertEquals(value, actual.byName().get(name), 1e-9, name));
  }
}
