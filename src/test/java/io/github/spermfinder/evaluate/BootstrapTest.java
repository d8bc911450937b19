package io.github.spermfinder.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.Progress;
import io.github.spermfinder.evaluate.Bootstrap.Interval;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final Box BOX = new Box(0, 0, 20, 20);

  @Test
  void patientsThatAreAlikeLeaveNoDoubt() {
    Map<String, Interval> intervals = intervals(evaluation(true, true, true, true), 100, 1);
    assertEquals(new Interval(1, 1), intervals.get("AR100"));
  }

  @Test
  void theIntervalIsThatOfTheBinomialDistribution() {
    boolean[] found = new boolean[50];
    for (int i = 0; i < 30; i++) {
      found[i] = true;
    }
    // Fifty patients with one object each, three fifths found: recall varies by sqrt(.6 * .4 / 50)
    Interval recall = intervals(evaluation(found), 4000, 1).get("AR100");
    double deviation = Math.sqrt(.6 * .4 / 50);
    assertEquals(.6 - 1.96 * deviation, recall.low(), .021);
    assertEquals(.6 + 1.96 * deviation, recall.high(), .021);
  }

  @Test
  void imagesOfAPatientStayTogether() {
    // Half of each patient's objects are found, so that recall does not depend on who is drawn
    Evaluation evaluation = evaluation(true, false, false, true, true, false);
    Map<String, Interval> byPatient =
        Bootstrap.intervals(
            evaluation, name -> "patient " + Integer.parseInt(name) / 2, 200, 1, Progress.NONE);
    assertEquals(new Interval(.5, .5), byPatient.get("AR100"));
    assertTrue(intervals(evaluation, 200, 1).get("AR100").low() < .5);
  }

  @Test
  void theSeedDecides() {
    Evaluation evaluation = evaluation(true, false, true, true, false, true, true);
    assertEquals(intervals(evaluation, 30, 7), intervals(evaluation, 30, 7));
    assertNotEquals(intervals(evaluation, 30, 7), intervals(evaluation, 30, 8));
  }

  @Test
  void numbersWithNothingToFindHaveNoInterval() {
    assertFalse(intervals(evaluation(true, false), 50, 1).containsKey("APlarge"));
  }

  @Test
  void onePatientTellsNothingOfOthers() {
    Evaluation evaluation = evaluation(true, false);
    assertThrows(
        IllegalArgumentException.class,
        () -> Bootstrap.intervals(evaluation, name -> "the only one", 100, 1, Progress.NONE));
  }

  private static Map<String, Interval> intervals(Evaluation evaluation, int samples, long seed) {
    return Bootstrap.intervals(evaluation, name -> name, samples, seed, Progress.NONE);
  }

  /** Images "0", "1" and so on with one object each, found or not. */
  private static Evaluation evaluation(boolean... found) {
    List<LabelledImage> images = new ArrayList<>();
    Map<String, List<Detection>> detections = new HashMap<>();
    for (int i = 0; i < found.length; i++) {
      images.add(new LabelledImage("" + i, 200, 200, List.of(Annotation.of(BOX, 1))));
      detections.put("" + i, found[i] ? List.of(new Detection(BOX, 1, .5)) : List.of());
    }
    return Evaluation.of(new Dataset(LabelMap.of(Map.of(1, "sperm")), images), detections);
  }
}
