package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Regions that go out to a file in any format come back with place, class, plane and score. */
class RoiRoundTripTest {

  private static final int WIDTH = 60;
  private static final int HEIGHT = 40;
  private static final LabelMap CLASSES = LabelMap.of(Map.of(1, "sperm", 3, "round cell"));

  /** What a stack is: a single image, a stack of two, a hyperstack of two channels and frames. */
  enum Kind {
    IMAGE(1, 1),
    STACK(1, 2),
    HYPERSTACK(2, 2);

    final int channels;
    final int frames;

    Kind(int channels, int frames) {
      this.channels = channels;
      this.frames = frames;
    }

    ImagePlus image() {
      ImagePlus image = IJ.createImage("field.tif", "8-bit", WIDTH, HEIGHT, channels * frames);
      if (this == HYPERSTACK) {
        image.setDimensions(channels, 1, frames);
        image.setOpenAsHyperStack(true);
      }
      return image;
    }

    void setPosition(Roi roi, int channel, int frame) {
      switch (this) {
        case IMAGE -> roi.setPosition(0);
        case STACK -> roi.setPosition(frame);
        case HYPERSTACK -> roi.setPosition(channel, 1, frame);
      }
    }
  }

  private record Marked(Annotation annotation, int channel, int frame) {}

  @Provide
  Arbitrary<List<Marked>> marks() {
    Arbitrary<Double> x = Arbitraries.doubles().between(0, WIDTH - 1).ofScale(12);
    Arbitrary<Double> y = Arbitraries.doubles().between(0, HEIGHT - 1).ofScale(12);
    Arbitrary<Double> part = Arbitraries.doubles().between(0.001, 1).ofScale(12);
    Arbitrary<Box> boxes =
        Combinators.combine(x, y, part, part)
            .as((l, t, w, h) -> new Box(l, t, w * (WIDTH - l), h * (HEIGHT - t)));
    Arbitrary<Integer> classes = Arbitraries.of(1, 3, 7, 255);
    Arbitrary<Double> scores = Arbitraries.doubles().between(0, 1).ofScale(15).injectNull(0.3);
    Arbitrary<Boolean> crowds = Arbitraries.of(true, false);
    Arbitrary<Integer> places = Arbitraries.of(1, 2);
    return Combinators.combine(boxes, classes, scores, crowds, places, places)
        .as(
            (box, classId, score, crowd, channel, frame) ->
                new Marked(
                    new Annotation(
                        box,
                        classId,
                        box.area(),
                        crowd,
                        score == null ? OptionalDouble.empty() : OptionalDouble.of(score),
                        Extras.NONE),
                    channel,
                    frame))
        .list()
        .ofMaxSize(6);
  }

  private static List<Roi> rois(Kind kind, List<Marked> marks) {
    List<Roi> rois = new ArrayList<>();
    for (Marked mark : marks) {
      Roi roi = Rois.roi(mark.annotation(), CLASSES);
      kind.setPosition(roi, mark.channel(), mark.frame());
      rois.add(roi);
    }
    return byImage(rois);
  }

  /** Formats keep the order within an image only. */
  private static List<Roi> byImage(List<Roi> rois) {
    return rois.stream().sorted(Comparator.comparing(roi -> Rois.imageName("", roi))).toList();
  }

  /**
   * Writes regions on an image, reads them again and compares.
   *
   * @param tolerance by which edges may be off, in pixels
   */
  private static void assertRoundTrip(
      LabelFormat format, String file, Kind kind, List<Roi> rois, double tolerance, boolean scores)
      throws IOException {
    Path folder = Files.createTempDirectory("round-trip");
    try {
      ImagePlus image = kind.image();
      new FileSaver(image).saveAsTiff(folder.resolve("field.tif").toString());
      Dataset dataset = Rois.dataset(image, rois, CLASSES).dataset();
      assertEquals(kind.channels * kind.frames, dataset.images().size());
      Path path = folder.resolve(file);
      format.write(dataset, path);
      assertEquals(format.getClass(), LabelFormats.of(path).getClass());
      Dataset read = format.read(path, CLASSES).dataset();
      assertSame(rois, byImage(Rois.rois(read, "field.tif")), tolerance, scores);
      assertEquals(CLASSES, read.classes());
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    }
  }

  private static void assertSame(
      List<Roi> expected, List<Roi> actual, double tolerance, boolean scores) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      Rectangle2D.Double e = expected.get(i).getFloatBounds();
      Rectangle2D.Double a = actual.get(i).getFloatBounds();
      // A tolerance of 0 means to the last bit.
      assertWithin(e.x, a.x, tolerance);
      assertWithin(e.y, a.y, tolerance);
      assertWithin(e.width, a.width, tolerance);
      assertWithin(e.height, a.height, tolerance);
      assertEquals(expected.get(i).getGroup(), actual.get(i).getGroup());
      assertEquals(
          Rois.imageName("field.tif", expected.get(i)), Rois.imageName("field.tif", actual.get(i)));
      if (scores) {
        assertEquals(
            Rois.annotation(expected.get(i)).score(), Rois.annotation(actual.get(i)).score());
      }
    }
  }

  private static void assertWithin(double expected, double actual, double tolerance) {
    if (expected != actual) {
      assertEquals(expected, actual, tolerance);
    }
  }

  @Property(tries = 50)
  void cocoIsExact(@ForAll Kind kind, @ForAll("marks") List<Marked> marks) throws IOException {
    assertRoundTrip(new Coco(), "labels.json", kind, rois(kind, marks), 0, true);
  }

  @Property(tries = 50)
  void cocoResultsAreExact(@ForAll Kind kind, @ForAll("marks") List<Marked> marks)
      throws IOException {
    List<Marked> scored =
        marks.stream().filter(mark -> mark.annotation().score().isPresent()).toList();
    assertRoundTrip(new CocoResults(), "results.json", kind, rois(kind, scored), 0, true);
  }

  @Property(tries = 100)
  void viaJsonIsExact(
      @ForAll ViaJson layout, @ForAll Kind kind, @ForAll("marks") List<Marked> marks)
      throws IOException {
    assertRoundTrip(layout, "via.json", kind, rois(kind, marks), 0, true);
  }

  @Property(tries = 50)
  void viaCsvIsExact(@ForAll Kind kind, @ForAll("marks") List<Marked> marks) throws IOException {
    assertRoundTrip(new ViaCsv(), "via.csv", kind, rois(kind, marks), 0, true);
  }

  @Property(tries = 50)
  void yoloIsExactToABillionthOfAPixel(@ForAll Kind kind, @ForAll("marks") List<Marked> marks)
      throws IOException {
    assertRoundTrip(new YoloFolder(), "", kind, rois(kind, marks), 1e-9, false);
  }

  @Property(tries = 50)
  void pascalVocIsExactToABillionthOfAPixel(@ForAll Kind kind, @ForAll("marks") List<Marked> marks)
      throws IOException {
    assertRoundTrip(new VocFolder(), "", kind, rois(kind, marks), 1e-9, false);
  }

  @Property(tries = 50)
  void roiSetIsExactToTheDigitsOfAFloat(@ForAll Kind kind, @ForAll("marks") List<Marked> marks)
      throws IOException {
    assertRoundTrip(
        new RoiSet(), "field.zip", kind, rois(kind, marks), Math.ulp((float) WIDTH), true);
  }

  @Property(tries = 50)
  void annotationsSurviveAsRegionsToTheLastBit(@ForAll("marks") List<Marked> marks) {
    for (Marked mark : marks) {
      assertEquals(mark.annotation(), Rois.annotation(Rois.roi(mark.annotation(), CLASSES)));
    }
  }
}
