package io.github.spermfinder.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SharedData;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.TestModels;
import io.github.spermfinder.TestProgress;
import io.github.spermfinder.engine.Precision;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.model.Model;
import io.github.spermfinder.model.ModelCard;
import io.github.spermfinder.model.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;

/** Views, tiles and scales, with a real model that finds hands and faces. */
class DetectorTest {

  private static final String MODEL = "tf2-od-api/saved_model_320";

  private static ImageProcessor photo() {
    return IJ.openImage(SharedData.get("tf2-od-api/demo_images_png/0.png").toString())
        .getProcessor();
  }

  private static Plane plane(ImageProcessor pixels) {
    return Plane.colour(
        ArrayImgs.argbs((int[]) pixels.getPixels(), pixels.getWidth(), pixels.getHeight()));
  }

  /** The photo, small enough for a tile, at some place of a large plane. */
  private static ImageProcessor pasted(int x, int y, int width, int height) {
    ColorProcessor canvas = new ColorProcessor(width, height);
    canvas.setColor(0x99b3d9);
    canvas.fill();
    canvas.insert(photo().resize(250, 216), x, y);
    return canvas;
  }

  private static Model trainedAt(double micronsPerPixel) throws SpermFinderException {
    Model model = TestModels.load(MODEL);
    ModelFolder folder = model.folder();
    return new Model(
        new ModelFolder(
            folder.name(),
            folder.savedModel(),
            LabelMap.empty(),
            new ModelCard(OptionalDouble.of(micronsPerPixel), Optional.empty(), Precision.FLOAT32)),
        model.network());
  }

  private static List<Detection> detect(
      Model model, ImageProcessor pixels, View view, double pixelSize, Optional<Region> region)
      throws SpermFinderException {
    return TestDetector.detect(
            model,
            List.of(plane(pixels)),
            new DetectionSettings(0.5, 1, 1000, view),
            pixelSize > 0 ? Optional.of(new PixelSize(pixelSize, pixelSize)) : Optional.empty(),
            region)
        .get(0);
  }

  /** Each of the expected is found once, at about its place. */
  private static void assertSame(List<Detection> expected, List<Detection> found, double minIou) {
    assertEquals(expected.size(), found.size(), () -> expected + "\n" + found);
    for (Detection e : expected) {
      long matches =
          found.stream()
              .filter(f -> f.classId() == e.classId() && f.box().iou(e.box()) >= minIou)
              .count();
      assertEquals(1, matches, () -> e + " in " + found);
    }
  }

  @Test
  void objectsOnSeamsAreFoundOnceAndWhole() throws Exception {
    Model model = TestModels.load(MODEL);
    List<Detection> alone = detect(model, pasted(0, 0, 320, 320), View.TILES, 0, Optional.empty());
    assertEquals(3, alone.size());
    for (int shift = 0; shift <= 250; shift += 50) {
      int dx = shift;
      List<Detection> expected =
          alone.stream()
              .map(
                  d ->
                      new Detection(
                          new Box(
                              d.box().x() + dx,
                              d.box().y() + dx,
                              d.box().width(),
                              d.box().height()),
                          d.classId(),
                          d.score()))
              .toList();
      List<Detection> found =
          detect(model, pasted(dx, dx, 700, 520), View.TILES, 0, Optional.empty());
      assertSame(expected, found, 0.5);
    }
  }

  @Test
  void tilesShowObjectsAtTheTrainedSize() throws Exception {
    ImageProcessor small = pasted(20, 40, 600, 400);
    List<Detection> found = detect(trainedAt(0.5), small, View.TILES, 0.5, Optional.empty());
    assertEquals(3, found.size());

    ImageProcessor large = small.resize(1200, 800);
    List<Detection> magnified = detect(trainedAt(0.5), large, View.TILES, 0.25, Optional.empty());
    assertSame(
        found.stream()
            .map(
                d ->
                    new Detection(
                        new Box(
                            2 * d.box().x(),
                            2 * d.box().y(),
                            2 * d.box().width(),
                            2 * d.box().height()),
                        d.classId(),
                        d.score()))
            .toList(),
        magnified,
        0.8);
  }

  @Test
  void automaticTakesTilesOnlyWhereTheSizeWouldBeWrong() throws Exception {
    ImageProcessor pixels = pasted(20, 40, 640, 640);
    assertEquals(
        detect(trainedAt(1), pixels, View.WHOLE_IMAGE, 0.5, Optional.empty()),
        detect(trainedAt(1), pixels, View.AUTOMATIC, 0.5, Optional.empty()),
        "squeezed to half, just as it was trained");
    assertEquals(
        detect(trainedAt(1), pixels, View.TILES, 1, Optional.empty()),
        detect(trainedAt(1), pixels, View.AUTOMATIC, 1, Optional.empty()),
        "squeezed, objects would come out at half the trained size");
    assertEquals(
        detect(trainedAt(1), pixels, View.WHOLE_IMAGE, 1, Optional.empty()),
        detect(TestModels.load(MODEL), pixels, View.AUTOMATIC, 1, Optional.empty()),
        "nobody knows what the model was trained for");
  }

  @Test
  void aRegionGivesWhatLiesInItAndNothingElse() throws Exception {
    Model model = TestModels.load(MODEL);
    ImageProcessor pixels = pasted(300, 200, 700, 520);
    Region region =
        new Region() {
          @Override
          public Box bounds() {
            return new Box(250, 150, 180, 300);
          }

          @Override
          public boolean contains(double x, double y) {
            return x >= 250 && x < 430 && y >= 150 && y < 450;
          }
        };
    for (View view : List.of(View.WHOLE_IMAGE, View.TILES)) {
      List<Detection> all = detect(model, pixels, view, 0, Optional.empty());
      List<Detection> inside =
          all.stream().filter(d -> region.contains(d.box().centerX(), d.box().centerY())).toList();
      assertFalse(inside.isEmpty());
      assertTrue(inside.size() < all.size());
      assertEquals(inside, detect(model, pixels, view, 0, Optional.of(region)));
    }
  }

  @Test
  void batchesGiveWhatSinglePlanesGive() throws Exception {
    Model model = TestModels.load("ssd-oracle/saved_model_tf1");
    assertTrue(model.network().traits().anyBatch());
    List<Plane> planes = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      planes.add(plane(pasted(10 * i, 5 * i, 400, 300 + i / 9)));
    }
    DetectionSettings settings = new DetectionSettings(0.3, 1, 20, View.WHOLE_IMAGE);
    List<List<Detection>> together =
        TestDetector.detect(model, planes, settings, Optional.empty(), Optional.empty());
    assertEquals(planes.size(), together.size());
    for (int i = 0; i < planes.size(); i++) {
      List<Detection> alone =
          TestDetector.detect(
                  model, List.of(planes.get(i)), settings, Optional.empty(), Optional.empty())
              .get(0);
      assertEquals(alone.size(), together.get(i).size());
      for (int d = 0; d < alone.size(); d++) {
        assertEquals(alone.get(d).score(), together.get(i).get(d).score(), 1e-4);
        assertTrue(alone.get(d).box().iou(together.get(i).get(d).box()) > 0.99);
      }
    }
  }

  @Test
  void cancelKeepsWhatIsDone() throws Exception {
    Model model = TestModels.load(MODEL);
    AtomicInteger done = new AtomicInteger();
    Progress impatient = TestProgress.canceledWhen(() -> done.get() == 2);
    Plane plane = plane(pasted(0, 0, 320, 320));
    Detector.Summary summary =
        new Detector(model, new DetectionSettings(0.5, 1, 1000, View.WHOLE_IMAGE))
            .detect(
                new PlaneSource() {
                  @Override
                  public int size() {
                    return 1_000_000;
                  }

                  @Override
                  public Plane read(int index) {
                    return plane;
                  }
                },
                Optional.empty(),
                Optional.empty(),
                (index, found) -> {
                  assertEquals(3, found.size());
                  done.incrementAndGet();
                },
                impatient);
    assertTrue(summary.canceled());
    assertEquals(2, summary.planes());
  }

  @Test
  void aPlaneThatCannotBeReadEndsTheRunWithItsReason() throws Exception {
    Model model = TestModels.load(MODEL);
    PlaneSource broken =
        new PlaneSource() {
          @Override
          public int size() {
            return 3;
          }

          @Override
          public Plane read(int index) throws SpermFinderException {
            throw new SpermFinderException("no plane " + index);
          }
        };
    SpermFinderException e =
        assertThrows(
            SpermFinderException.class,
            () ->
                new Detector(model, new DetectionSettings(0.5, 1, 1000, View.TILES))
                    .detect(
                        broken, Optional.empty(), Optional.empty(), (i, f) -> {}, Progress.NONE));
    assertEquals("no plane 0", e.getMessage());
  }
}
