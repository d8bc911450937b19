package io.github.spermfinder.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import io.github.spermfinder.label.RoiSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what a region is known again. */
class RegionsTest {

  /** As detections lie: anywhere between the pixels, some over the image's edge. */
  @Provide
  Arbitrary<List<Roi>> rois() {
    Arbitrary<Double> at = anywhere(-40, 20_000);
    Arbitrary<Double> size = anywhere(1, 500);
    return Combinators.combine(Arbitraries.integers().between(0, 3), at, at, size, size)
        .as(RegionsTest::roi)
        .list()
        .ofSize(20);
  }

  private static Arbitrary<Double> anywhere(double min, double max) {
    return Arbitraries.doubles()
        .between(min, max)
        .ofScale(6)
        .withDistribution(RandomDistribution.uniform())
        .edgeCases(EdgeCases.Config::none);
  }

  private static Roi roi(int shape, double x, double y, double width, double height) {
    Roi roi =
        switch (shape) {
          case 0 -> new OvalRoi(x, y, width, height);
          case 1 -> triangle(x, y, width, height);
          default -> new Roi(x, y, width, height);
        };
    roi.setPosition(1 + (int) width);
    return roi;
  }

  private static Roi triangle(double x, double y, double width, double height) {
    float[] xs = {(float) x, (float) (x + width), (float) x};
    float[] ys = {(float) y, (float) y, (float) (y + height)};
    Roi roi = new PolygonRoi(xs, ys, 3, Roi.POLYGON);
    roi.setLocation(x, y); // a double, as when it was dragged
    return roi;
  }

  private static List<String> places(List<Roi> rois) {
    return rois.stream().map(Regions::place).toList();
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void aRegionIsAtOnePlaceHoweverOftenItIsSaved(@ForAll("rois") List<Roi> rois) throws IOException {
    Path path = Files.createTempFile(Path.of("target"), "regions", ".zip");
    try {
      List<Roi> saved = rois;
      for (int i = 0; i < 3; i++) {
        RoiSet.save(saved, path);
        saved = RoiSet.load(path);
        assertEquals(places(rois), places(saved));
      }
      assertEquals(places(rois), places(rois.stream().map(roi -> (Roi) roi.clone()).toList()));
      assertEquals(places(rois), places(rois.stream().map(Regions::copy).toList()));
    } finally {
      Files.delete(path);
    }
  }

  @Test
  void aSavedReviewKnowsItsDetectionsAgain(@TempDir Path folder) throws IOException {
    Roi found = new Roi(1500.00052, 20.3, 30.1, 20.7);
    ReviewFile file = new ReviewFile(folder.resolve("a.review.zip"));
    file.save(Review.of(List.of(found)));
    Review again = file.load().withMissing(List.of(found));
    assertEquals(1, again.items().size());
    file.save(again);
    assertEquals(1, file.load().withMissing(again.rois()).items().size());
  }

  @Test
  void placesDiffer() {
    Roi roi = new Roi(1500.1, 20.3, 30.1, 20.7);
    Roi moved = new Roi(1500.11, 20.3, 30.1, 20.7);
    assertNotEquals(Regions.place(roi), Regions.place(moved));
    Roi elsewhere = (Roi) roi.clone();
    elsewhere.setPosition(2);
    assertNotEquals(Regions.place(roi), Regions.place(elsewhere));
    assertTrue(Regions.place(new Roi(3, 4, 5, 6)).endsWith(" 3.000 4.000 5.000 6.000"));
  }
}
