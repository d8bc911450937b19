package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Consensus.Agreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Boxes that enough annotators drew become the truth, whoever is asked first. */
class ConsensusTest {

  private static final LabelMap CLASSES = LabelMap.of(Map.of(1, "sperm", 2, "cell"));

  private static Dataset dataset(Annotation... annotations) {
    return new Dataset(
        CLASSES, List.of(new LabelledImage("a.png", 100, 100, Arrays.asList(annotations))));
  }

  private static Annotation sperm(double x, double y, double width, double height) {
    return Annotation.of(new Box(x, y, width, height), 1);
  }

  private static List<Box> truth(Consensus consensus) {
    return Boxes.annotations(consensus.truth()).stream().map(Annotation::box).toList();
  }

  @Test
  void twoOfThreeMakeTheMeanOfTheirCoordinatesTrue() {
    Consensus consensus =
        Consensus.of(
            Map.of(
                "ann", dataset(sperm(10, 10, 20, 20), sperm(70, 70, 10, 10)),
                "bob", dataset(sperm(12, 10, 20, 22)),
                "cat", dataset(sperm(40, 40, 10, 10))),
            2,
            .5);
    assertEquals(List.of(new Box(11, 10, 20, 21)), truth(consensus));
    assertEquals(
        List.of(
            new Agreement("ann", 2, 1, 0),
            new Agreement("bob", 1, 1, 0),
            new Agreement("cat", 1, 0, 1)),
        consensus.agreements());
    Agreement ann = consensus.agreements().get(0);
    assertEquals(.5, ann.precision());
    assertEquals(1, ann.recall());
    assertEquals(CLASSES, consensus.truth().classes());
  }

  @Test
  void anIouAtTheThresholdAgrees() {
    Dataset one = dataset(sperm(0, 0, 10, 10));
    Dataset half = dataset(sperm(0, 0, 10, 5));
    Dataset less = dataset(sperm(0, 0, 10, 4.999));
    assertEquals(1, truth(Consensus.of(Map.of("a", one, "b", half), 2, .5)).size());
    assertEquals(0, truth(Consensus.of(Map.of("a", one, "b", less), 2, .5)).size());
  }

  @Test
  void overlapsOfNeighboursAreNotHandedOn() {
    // b agrees with a and with c, but a and c do not agree: one box of two annotators.
    Consensus consensus =
        Consensus.of(
            Map.of(
                "a", dataset(sperm(0, 0, 10, 10)),
                "b", dataset(sperm(3, 0, 10, 10)),
                "c", dataset(sperm(5.5, 0, 10, 10))),
            2,
            .5);
    assertEquals(List.of(new Box(4.25, 0, 10, 10)), truth(consensus));
  }

  @Test
  void nobodyAgreesWithOneself() {
    Dataset twice = dataset(sperm(0, 0, 10, 10), sperm(0, 0, 10, 10));
    assertEquals(List.of(), truth(Consensus.of(Map.of("a", twice, "b", dataset()), 2, .5)));
    assertEquals(
        1,
        truth(Consensus.of(Map.of("a", twice, "b", dataset(sperm(1, 0, 10, 10))), 2, .5)).size());
  }

  @Test
  void classesAreComparedByName() {
    Dataset other =
        new Dataset(
            LabelMap.of(Map.of(1, "cell", 5, "sperm")),
            List.of(
                new LabelledImage(
                    "a.png", 0, 0, List.of(Annotation.of(new Box(0, 0, 10, 10), 5)))));
    Consensus same = Consensus.of(Map.of("a", dataset(sperm(0, 0, 10, 10)), "b", other), 2, .5);
    assertEquals(1, truth(same).size());
    assertEquals(Map.of(1, "cell", 2, "sperm"), same.truth().classes().names());
    assertEquals(2, Boxes.annotations(same.truth()).get(0).classId());
    assertEquals(100, same.truth().images().get(0).width());

    assertEquals(List.of(), same.notes());

    Dataset cell = dataset(Annotation.of(new Box(0, 0, 10, 10), 2));
    Consensus none = Consensus.of(Map.of("a", dataset(sperm(0, 0, 10, 10)), "b", cell), 2, .5);
    assertEquals(0, truth(none).size());
    assertEquals(
        List.of(
            "Too few annotators have a class, which is the same where its name is (2 times, first"
                + " cell of b)."),
        none.notes());
  }

  @Test
  void imagesThatFewSawAreNoEmptyImages() {
    Dataset more =
        new Dataset(
            CLASSES,
            List.of(
                new LabelledImage("a.png", 100, 100, List.of()),
                new LabelledImage("b.png", 100, 100, List.of(sperm(0, 0, 10, 10)))));
    Consensus consensus = Consensus.of(Map.of("a", more, "b", dataset()), 2, .5);
    assertEquals(1, consensus.truth().images().size());
    assertTrue(consensus.notes().get(0).contains("b.png"));
    assertEquals(new Agreement("a", 0, 0, 0), consensus.agreements().get(0));
    assertTrue(Double.isNaN(consensus.agreements().get(0).precision()));
  }

  @Test
  void wrongNumbersAreRefused() {
    Map<String, Dataset> two = Map.of("a", dataset(), "b", dataset());
    assertThrows(IllegalArgumentException.class, () -> Consensus.of(two, 3, .5));
    assertThrows(IllegalArgumentException.class, () -> Consensus.of(two, 0, .5));
    assertThrows(IllegalArgumentException.class, () -> Consensus.of(two, 2, 0));
    assertThrows(IllegalArgumentException.class, () -> Consensus.of(two, 2, Double.NaN));
    Dataset larger = new Dataset(CLASSES, List.of(new LabelledImage("a.png", 200, 100, List.of())));
    assertThrows(
        IllegalArgumentException.class,
        () -> Consensus.of(Map.of("a", dataset(), "b", larger), 2, .5));
  }

  /** Few coordinates, so that ties and doubles come up all the time. */
  @Provide
  Arbitrary<List<List<Annotation>>> annotators() {
    Arbitrary<Integer> corner = Arbitraries.integers().between(0, 4);
    Arbitrary<Integer> size = Arbitraries.integers().between(3, 6);
    Arbitrary<Double> jitter = Arbitraries.of(0., .1, .3);
    return Combinators.combine(corner, corner, size, size, jitter, Arbitraries.of(1, 1, 2))
        .as((x, y, w, h, d, c) -> Annotation.of(new Box(x + d, y + d / 3, w + d, h), c))
        .list()
        .ofMaxSize(6)
        .list()
        .ofMinSize(2)
        .ofMaxSize(4);
  }

  @Property(tries = 500)
  void theOrderOfAnnotatorsAndBoxesDoesNotMatter(
      @ForAll("annotators") List<List<Annotation>> annotators,
      @ForAll @IntRange(min = 1, max = 2) int atLeast,
      @ForAll long seed) {
    Map<String, Dataset> datasets = new TreeMap<>();
    for (int i = 0; i < annotators.size(); i++) {
      datasets.put("annotator " + i, dataset(annotators.get(i).toArray(Annotation[]::new)));
    }
    Consensus expected = Consensus.of(datasets, atLeast, .5);

    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < annotators.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    Map<String, Dataset> permuted = new TreeMap<>();
    for (int i = 0; i < annotators.size(); i++) {
      List<Annotation> boxes = new ArrayList<>(annotators.get(order.get(i)));
      Collections.shuffle(boxes, random);
      permuted.put("annotator " + i, dataset(boxes.toArray(Annotation[]::new)));
    }
    Consensus actual = Consensus.of(permuted, atLeast, .5);
    assertEquals(expected.truth(), actual.truth());
    for (int i = 0; i < annotators.size(); i++) {
      Agreement before = expected.agreements().get(order.get(i));
      Agreement after = actual.agreements().get(i);
      assertEquals(before.drawn(), after.drawn());
      assertEquals(before.agreed(), after.agreed());
      assertEquals(before.missed(), after.missed());
    }
  }

  @Property(tries = 200)
  void everyBoxOfTheTruthWasDrawnByEnough(@ForAll("annotators") List<List<Annotation>> annotators) {
    Map<String, Dataset> datasets = new TreeMap<>();
    for (int i = 0; i < annotators.size(); i++) {
      datasets.put("annotator " + i, dataset(annotators.get(i).toArray(Annotation[]::new)));
    }
    Consensus consensus = Consensus.of(datasets, 2, .5);
    int agreed = consensus.agreements().stream().mapToInt(Agreement::agreed).sum();
    int boxes = truth(consensus).size();
    assertTrue(agreed >= 2 * boxes);
    for (Agreement agreement : consensus.agreements()) {
      assertEquals(boxes, agreement.agreed() + agreement.missed());
    }
    // Whoever is given to all to read, all agree on.
    Consensus copies = Consensus.of(Map.of("a", consensus.truth(), "b", consensus.truth()), 2, .5);
    assertEquals(boxes, truth(copies).size());
  }
}
