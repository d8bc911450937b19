package io.github.spermfinder.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import io.github.spermfinder.label.ReviewState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What an annotator does, without any window. */
class ReviewTest {

  private static Roi detection(double x, double score, int slice) {
    Roi roi = new Roi(x, 2 * x, 20.25, 10.5);
    roi.setName("sperm");
    roi.setGroup(1);
    roi.setPosition(slice);
    roi.setProperty("score", String.valueOf(score));
    roi.setProperty("model", "ssd: new");
    return roi;
  }

  private static List<Roi> detections(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> detection(10 * i, ((i * 7) % 10) / 10.0, 1 + i % 3))
        .toList();
  }

  /** An annotator's keys; each number is taken modulo what there is. */
  private record Key(int what, int item, int value) {

    void press(ReviewHistory history) {
      int index = history.now().items().isEmpty() ? -1 : item % history.now().items().size();
      Roi drawn = new OvalRoi(value, item, 5 + value, 7);
      switch (index < 0 ? 4 : what) {
        case 0 -> history.judge(index, ReviewState.ACCEPTED);
        case 1 -> history.judge(index, ReviewState.REJECTED);
        case 2 -> history.classify(index, 1 + value % 255);
        case 3 -> history.reshape(index, drawn);
        case 4 -> history.add(ReviewItem.drawn(drawn, 1 + value % 255, new Roi(0, 0, 1, 1)));
        case 5 -> history.undo();
        default -> history.redo();
      }
    }
  }

  @Provide
  Arbitrary<List<Key>> keys() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(0, 50),
            Arbitraries.integers().between(0, 300))
        .as(Key::new)
        .list()
        .ofMaxSize(40);
  }

  @Property
  void undoingAllLeadsToTheBeginningAndRedoingAllToTheEnd(@ForAll("keys") List<Key> keys) {
    Review start = Review.of(detections(5));
    ReviewHistory history = new ReviewHistory(start);
    keys.forEach(key -> key.press(history));
    while (history.redo().isPresent()) {}
    Review end = history.now();
    while (history.undo().isPresent()) {}
    assertEquals(start, history.now());
    while (history.redo().isPresent()) {}
    assertEquals(end, history.now());
  }

  @Property
  void undoIsTheInverseOfEachStepAndRedoOfUndo(@ForAll("keys") List<Key> keys) {
    ReviewHistory history = new ReviewHistory(Review.of(detections(3)));
    for (Key key : keys) {
      Review before = history.now();
      key.press(history);
      Review after = history.now();
      if (key.what() < 5 && !after.equals(before)) {
        history.undo();
        assertEquals(before, history.now());
        history.redo();
        assertEquals(after, history.now());
      }
    }
  }

  @Property(tries = 50)
  void nothingIsEverTakenOutButByUndo(@ForAll("keys") List<Key> keys) {
    ReviewHistory history = new ReviewHistory(Review.of(detections(4)));
    for (Key key : keys) {
      int before = history.now().items().size();
      key.press(history);
      assertTrue(key.what() == 5 || history.now().items().size() >= before);
      assertEquals(
          history.now().items().size(),
          history.now().counts().values().stream().mapToInt(n -> n).sum());
    }
  }

  @Property(tries = 50)
  void aFileHoldsAll(@ForAll("keys") List<Key> keys) throws IOException {
    ReviewHistory history = new ReviewHistory(Review.of(detections(6)));
    keys.forEach(key -> key.press(history));
    Path folder = Files.createTempDirectory(Path.of("target"), "review");
    try {
      Path path = folder.resolve("x.review.zip");
      new ReviewFile(path).save(history.now());
      List<ReviewItem> saved = history.now().items();
      List<ReviewItem> loaded = new ReviewFile(path).load().items();
      assertEquals(saved.size(), loaded.size());
      for (int i = 0; i < saved.size(); i++) {
        ReviewItem a = saved.get(i);
        ReviewItem b = loaded.get(i);
        assertEquals(a.state(), b.state());
        assertEquals(a.classId(), b.classId());
        assertTrue(b.name().startsWith(a.name()), b.name());
        assertTrue(Regions.sameShape(a.roi(), b.roi()), a + " " + b);
        assertEquals(a.detected(), b.detected());
        assertEquals(a.roi().getProperty("model"), b.roi().getProperty("model"));
        assertEquals(a.roi().getPosition(), b.roi().getPosition());
        assertEquals(a.hasScore(), b.hasScore());
      }
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  @Property(tries = 50)
  void everyOrderVisitsAllOnceForthAndBack(
      @ForAll("keys") List<Key> keys, @ForAll ReviewOrder order) {
    ReviewHistory history = new ReviewHistory(Review.of(detections(8)));
    keys.forEach(key -> key.press(history));
    Review review = history.now();
    List<Integer> forth = new ArrayList<>();
    OptionalInt at = order.step(review, -1, 1);
    while (at.isPresent()) {
      forth.add(at.getAsInt());
      at = order.step(review, at.getAsInt(), 1);
    }
    assertEquals(
        IntStream.range(0, review.items().size()).boxed().toList(),
        forth.stream().sorted().toList());
    for (int i = forth.size() - 1; i > 0; i--) {
      assertEquals(forth.get(i - 1), order.step(review, forth.get(i), -1).orElseThrow());
    }
  }

  @Test
  void orders() {
    Roi drawn = new Roi(1, 1, 5, 5);
    drawn.setPosition(2);
    Review review =
        Review.of(List.of(detection(50, .9, 1), drawn, detection(20, .3, 3), detection(10, .5, 1)));
    assertEquals("[2, 3, 0, 1]", Arrays.toString(ReviewOrder.LOWEST_SCORE.sorted(review)));
    assertEquals("[0, 3, 2, 1]", Arrays.toString(ReviewOrder.HIGHEST_SCORE.sorted(review)));
    assertEquals("[3, 0, 1, 2]", Arrays.toString(ReviewOrder.POSITION.sorted(review)));
  }

  @Test
  void theNextOneThatIsNotReviewed() {
    ReviewHistory history = new ReviewHistory(Review.of(detections(4)));
    history.judge(1, ReviewState.REJECTED);
    assertEquals(2, ReviewOrder.POSITION.nextOpen(history.now(), 3).orElseThrow());
    assertEquals(0, ReviewOrder.POSITION.nextOpen(history.now(), 2).orElseThrow());
    for (int i = 0; i < 4; i++) {
      history.judge(i, ReviewState.ACCEPTED);
    }
    assertTrue(ReviewOrder.POSITION.nextOpen(history.now(), 0).isEmpty());
    assertTrue(ReviewOrder.POSITION.nextOpen(new Review(List.of()), -1).isEmpty());
    assertEquals("4 accepted, 0 added, 0 rejected, 0 not reviewed", history.now().summary());
  }

  @Test
  void whatTheDetectorSaidStaysUntouched() {
    Roi original = detection(1.23456789012, .5, 2);
    ReviewHistory history = new ReviewHistory(Review.of(List.of(original)));
    history.judge(0, ReviewState.ACCEPTED);
    history.classify(0, 7);
    history.reshape(0, new Roi(3, 4, 5, 6));
    assertNull(original.getProperty("review"));
    assertEquals(1, original.getGroup());
    Roi label = history.now().labels().get(0);
    assertEquals("accepted", label.getProperty("review"));
    assertEquals("0.5", label.getProperty("score"));
    assertEquals("ssd: new", label.getProperty("model"));
    assertEquals("class 7 0.50", label.getName());
    assertEquals(7, label.getGroup());
    assertEquals(2, label.getPosition());
    assertEquals(3, label.getBounds().x);
    history.undo();
    assertEquals(1.23456789012, history.now().labels().get(0).getFloatBounds().x, "to the bit");
  }

  @Test
  void whatWasDrawnIsKnownByItsFirstPlaceTooWhenItHasMoved() {
    Roi drawn = new Roi(1, 2, 3, 4);
    ReviewHistory history = new ReviewHistory(Review.of(List.of(drawn)));
    String place = history.now().items().get(0).detected();
    history.reshape(0, new Roi(5, 6, 3, 4));
    history.reshape(0, new Roi(7, 8, 3, 4));
    assertEquals(place, history.now().items().get(0).detected());
  }

  @Test
  void labelsAreWhatWasAcceptedOrAdded() {
    ReviewHistory history = new ReviewHistory(Review.of(detections(3)));
    history.judge(0, ReviewState.ACCEPTED);
    history.judge(1, ReviewState.REJECTED);
    Roi polygon = new PolygonRoi(new float[] {1.5f, 9, 4}, new float[] {1, 2, 8}, 3, Roi.POLYGON);
    history.add(ReviewItem.drawn(polygon, 2, detection(0, 0, 3)));
    List<Roi> labels = history.now().labels();
    assertEquals(2, labels.size());
    assertEquals(Roi.POLYGON, labels.get(1).getType());
    assertEquals("added", labels.get(1).getProperty("review"));
    assertEquals(3, labels.get(1).getPosition());
    assertFalse(history.judge(3, ReviewState.ACCEPTED).isPresent(), "it stays an added one");
  }

  @Test
  void detectionsThatAreNewJoinASavedReview() {
    ReviewHistory history = new ReviewHistory(Review.of(detections(3)));
    history.reshape(1, new Roi(500, 400, 5, 6));
    Review more = history.now().withMissing(detections(5));
    assertEquals(5, more.items().size(), "the one that was moved is known again");
    assertEquals("sperm-4", more.items().get(4).name());
    assertNotEquals(more.items().get(3).name(), more.items().get(4).name());
  }

  @Test
  void ofCopiesThereIsOneAndWhatDiffersStays() {
    Roi roi = detection(10, .5, 1);
    Roi otherClass = detection(10, .5, 1);
    otherClass.setGroup(2);
    Roi accepted = detection(10, .5, 1);
    accepted.setProperty("review", "accepted");
    Roi oval = new OvalRoi(10, 20, 20.25, 10.5);
    oval.setPosition(1);
    Review review =
        Review.of(List.of(roi, detection(10, .5, 1), otherClass, accepted, oval, roi, accepted));
    assertEquals(4, review.items().size());
    assertEquals(1, review.labels().size());
  }
}
