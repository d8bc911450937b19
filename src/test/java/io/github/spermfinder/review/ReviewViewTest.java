package io.github.spermfinder.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.github.spermfinder.label.ReviewState;
import io.github.spermfinder.label.RoiSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A review on an image that no window shows. */
class ReviewViewTest {

  private final ImagePlus image = IJ.createImage("field", "8-bit", 400, 300, 2);
  private final ReviewView view = new ReviewView(image);
  private final ReviewHistory history = new ReviewHistory(Review.of(detections()));
  private final Roi drawing = new OvalRoi(300, 200, 30, 20);

  private static List<Roi> detections() {
    return IntStream.range(0, 3).mapToObj(ReviewViewTest::detection).toList();
  }

  private static Roi detection(int i) {
    Roi roi = new Roi(50 * i + 0.3, 20.1, 30.7, 20.2);
    roi.setName("sperm");
    roi.setGroup(1);
    roi.setPosition(1);
    roi.setProperty("score", "0.5");
    return roi;
  }

  @BeforeEach
  void show() {
    view.show(history.now());
  }

  private List<Roi> overlay() {
    return Arrays.asList(image.getOverlay().toArray());
  }

  private void assertShown(Roi... drawn) {
    Stream<Roi> expected = Stream.concat(history.now().rois().stream(), Arrays.stream(drawn));
    assertEquals(texts(expected), texts(overlay().stream()));
    for (Roi roi : drawn) {
      assertTrue(overlay().stream().anyMatch(shown -> shown == roi));
    }
  }

  private static List<String> texts(Stream<Roi> rois) {
    return rois.map(roi -> roi + " " + ReviewState.of(roi) + " " + roi.getGroup())
        .sorted()
        .toList();
  }

  private void judge(int index, ReviewState state) {
    view.show(history.judge(index, state).orElseThrow());
  }

  private void add(int x) {
    Roi roi = new Roi(x, 100, 30, 20);
    view.show(history.add(ReviewItem.drawn(roi, 1, new Roi(0, 0, 1, 1))));
  }

  @Test
  void whatIsDrawnOnTheOverlayMeanwhileStays() {
    image.getOverlay().add(drawing); // as Overlay > Add Selection does
    judge(0, ReviewState.ACCEPTED);
    assertShown(drawing);
    judge(2, ReviewState.REJECTED);
    assertShown(drawing);
    add(200);
    assertShown(drawing);
    Roi second = new OvalRoi(300, 20, 30, 20);
    image.getOverlay().add(second);
    view.show(history.undo().orElseThrow());
    assertShown(drawing, second);
    view.show(history.redo().orElseThrow());
    judge(3, ReviewState.REJECTED);
    assertShown(drawing, second);
  }

  @Test
  void itemsThatWereTakenOffTheOverlayComeBack() {
    image.getOverlay().add(drawing);
    image.getOverlay().remove(1);
    judge(1, ReviewState.ACCEPTED);
    assertShown(drawing);
    add(200);
    image.getOverlay().remove(image.getOverlay().size() - 1);
    view.show(history.undo().orElseThrow());
    assertShown(drawing);
  }

  // -- The selection --

  /** As it is when an entry of the ROI Manager is clicked on. */
  private void selectCopy(Roi roi) {
    image.setRoi((Roi) roi.clone());
  }

  @Test
  void theRoiManagersCopyOfAnItemIsTheItem() throws IOException {
    List<Roi> detections = detections();
    selectCopy(detections.get(2));
    assertEquals(2, view.picked());
    assertNull(view.drawn());
    Path file = Files.createTempFile(Path.of("target"), "regions", ".zip");
    RoiSet.save(detections, file);
    selectCopy(RoiSet.load(file).get(1));
    Files.delete(file);
    assertEquals(1, view.picked(), "as the ROI Manager has opened it");
  }

  @Test
  void whatIsDrawnIsNoItem() {
    Roi detection = detection(1);
    Roi oval = new OvalRoi(50.3, 20.1, 30.7, 20.2);
    oval.setPosition(1);
    Roi elsewhere = (Roi) detection.clone();
    elsewhere.setPosition(2);
    Roi larger = new Roi(50.3, 20.1, 31, 20.2);
    larger.setPosition(1);
    for (Roi roi : List.of(oval, elsewhere, larger)) {
      image.setRoi(roi);
      assertEquals(-1, view.picked());
      assertSame(roi, view.drawn());
    }
  }

  @Test
  void anItemIsNotPickedWhileASelectionIsDrawnPastIt() {
    Roi growing =
        new Roi(50.3, 20.1, 30.7, 20.2) {
          @Override
          public int getState() {
            return CONSTRUCTING;
          }
        };
    growing.setPosition(1);
    image.setRoi(growing);
    assertEquals(-1, view.picked());
  }
}
