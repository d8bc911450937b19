package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions of ImageJ are labels: group is class, position is image. */
class RoisTest {

  private static Roi at(Roi roi, int position) {
    roi.setPosition(position);
    return roi;
  }

  private static List<Integer> counts(Dataset dataset) {
    return dataset.images().stream().map(image -> image.annotations().size()).toList();
  }

  @Test
  void outlinesBecomeBoxesThatKnowTheOutlinesArea() {
    Annotation triangle =
        Rois.annotation(new PolygonRoi(new float[] {1, 5, 5}, new float[] {2, 2, 8}, Roi.POLYGON));
    assertEquals(new Box(1, 2, 4, 6), triangle.box());
    assertEquals(12, triangle.area(), 1e-6);
    assertEquals(Math.PI * 25, Rois.annotation(new OvalRoi(3., 4., 10., 10.)).area(), 1e-9);
    ShapeRoi two = new ShapeRoi(new Roi(0, 0, 4, 4)).or(new ShapeRoi(new Roi(6, 0, 4, 4)));
    assertEquals(new Box(0, 0, 10, 4), Rois.annotation(two).box());
    assertEquals(32, Rois.annotation(two).area());
  }

  @Test
  void regionsWithoutGroupOrScoreAreOfClassOne() {
    Roi roi = new Roi(1, 2, 3, 4);
    assertEquals(Annotation.of(new Box(1, 2, 3, 4), 1), Rois.annotation(roi));
    roi.setProperty("score", "high");
    assertEquals(OptionalDouble.empty(), Rois.annotation(roi).score());
    roi.setProperty("score", "NaN");
    assertEquals(OptionalDouble.empty(), Rois.annotation(roi).score());
    roi.setProperty("score", " 0.25");
    assertEquals(OptionalDouble.of(.25), Rois.annotation(roi).score());
  }

  @Test
  void theNameOfAClassCountsForItsGroup() {
    Roi roi = new Roi(1, 2, 3, 4);
    Rois.setClassName(roi, "sperm");
    assertEquals(Optional.empty(), Rois.className(roi), "it has no group");
    roi.setGroup(1);
    assertEquals(Optional.empty(), Rois.className(roi));
    Rois.setClassName(roi, "sperm");
    Rois.setClassName(roi, null);
    assertEquals(Optional.of("sperm"), Rois.className(roi));
    roi.setGroup(11);
    assertEquals(Optional.empty(), Rois.className(roi));
    for (String none : List.of("", "11", "11 ", "11 %", "sperm")) {
      roi.setProperty("class", none);
      assertEquals(Optional.empty(), Rois.className(roi), none);
    }
  }

  @Test
  void classesAbove255AreNoGroups(@TempDir Path folder) {
    Annotation annotation = Annotation.of(new Box(1, 2, 3, 4), 256);
    assertThrows(IllegalArgumentException.class, () -> Rois.roi(annotation, LabelMap.empty()));
    Dataset dataset =
        new Dataset(
            LabelMap.empty(), List.of(new LabelledImage("a.tif", 9, 9, List.of(annotation))));
    assertThrows(LabelException.class, () -> new RoiSet().write(dataset, folder.resolve("a.zip")));
  }

  @Test
  void planesAreImagesWithStableNames() {
    ImagePlus stack = IJ.createImage("s.tif", "8-bit", 20, 20, 3);
    List<Roi> rois = List.of(at(new Roi(1, 1, 5, 5), 3), at(new Roi(2, 2, 5, 5), 1));
    Dataset dataset = Rois.dataset(stack, rois, LabelMap.empty()).dataset();
    assertEquals(
        List.of("s.tif#0001", "s.tif#0002", "s.tif#0003"),
        dataset.images().stream().map(LabelledImage::fileName).toList());
    assertEquals(List.of(1, 0, 1), counts(dataset));
    assertEquals(20, dataset.images().get(0).width());

    ImagePlus hyperstack = IJ.createHyperStack("h", 20, 20, 2, 1, 2, 8);
    Roi roi = new Roi(1, 1, 5, 5);
    roi.setPosition(2, 1, 1);
    Dataset planes = Rois.dataset(hyperstack, List.of(roi), LabelMap.empty()).dataset();
    assertEquals("h#0002-0001-0001", planes.images().get(1).fileName());
    assertEquals(List.of(0, 1, 0, 0), counts(planes));
  }

  @Test
  void aRegionCountsWhereImageJShowsIt() {
    ImagePlus stack = IJ.createImage("s.tif", "8-bit", 20, 20, 3);
    assertEquals(
        List.of(1, 1, 1),
        counts(Rois.dataset(stack, List.of(new Roi(1, 1, 5, 5)), LabelMap.empty()).dataset()));
    ImagePlus hyperstack = IJ.createHyperStack("h", 20, 20, 2, 1, 2, 8);
    Roi allChannels = new Roi(1, 1, 5, 5);
    allChannels.setPosition(0, 1, 2);
    assertEquals(
        List.of(0, 0, 1, 1),
        counts(Rois.dataset(hyperstack, List.of(allChannels), LabelMap.empty()).dataset()));
  }

  @Test
  void whatIsOddIsNoted() {
    ImagePlus image = IJ.createImage("a", "8-bit", 20, 20, 1);
    Roi flat = new PolygonRoi(new float[] {3, 3, 3}, new float[] {3, 5, 8}, 3, Roi.POLYGON);
    Imported imported =
        Rois.dataset(
            image,
            List.of(new OvalRoi(15, 1, 9, 9), new ij.gui.PointRoi(3, 3), flat),
            LabelMap.empty());
    assertEquals(List.of(1), counts(imported.dataset()));
    String notes = String.join(" ", imported.notes());
    assertTrue(notes.contains("without a group"), notes);
    assertTrue(notes.contains("oval"), notes);
    assertTrue(notes.contains("beyond its image"), notes);
    assertTrue(notes.contains("no size"), notes);
    assertTrue(notes.contains("a line, a point or a text"), notes);
  }

  @Test
  void savedRegionsKeepTheirNamesAndShapes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("RoiSet.zip");
    Roi named = new OvalRoi(1, 2, 3, 4);
    named.setName("one");
    Roi same = new Roi(5, 6, 7, 8);
    same.setName("one");
    RoiSet.save(List.of(named, same, new Roi(1, 1, 2, 2)), file);
    List<Roi> rois = RoiSet.load(file);
    assertEquals(3, rois.size());
    assertEquals("one", rois.get(0).getName());
    assertEquals(Roi.OVAL, rois.get(0).getType());
    assertEquals(3, rois.stream().map(Roi::getName).distinct().count());
  }

  private static List<String> names(Path zip) throws IOException {
    return new RoiSet()
        .read(zip, LabelMap.empty()).dataset().images().stream()
            .map(image -> image.fileName() + " " + image.annotations().size())
            .toList();
  }

  @Test
  void regionsAreOfTheImageOrVideoBeside(@TempDir Path folder) throws IOException {
    Path zip = folder.resolve("clip.zip");
    RoiSet.save(List.of(at(new Roi(1, 2, 3, 4), 2)), zip);
    assertEquals(List.of("clip#0002 1"), names(zip));
    Files.createFile(folder.resolve("clip.avi"));
    assertEquals(List.of("clip.avi#0002 1"), names(zip));
  }

  @Test
  void planesWithoutRegionsAreEmptyWhereTheImageLiesBeside(@TempDir Path folder)
      throws IOException {
    Path zip = folder.resolve("s.zip");
    RoiSet.save(List.of(at(new Roi(1, 2, 3, 4), 2)), zip);
    String notes = String.join(" ", new RoiSet().read(zip, LabelMap.empty()).notes());
    assertTrue(notes.contains("without a region is not known"), notes);
    String tif = folder.resolve("s.tif").toString();
    IJ.saveAsTiff(IJ.createImage("s", "8-bit", 20, 20, 3), tif);
    assertEquals(List.of("s.tif#0001 0", "s.tif#0002 1", "s.tif#0003 0"), names(zip));
    notes = String.join(" ", new RoiSet().read(zip, LabelMap.empty()).notes());
    assertTrue(notes.contains("taken as empty (2 times, first s.tif#0001)"), notes);
    RoiSet.save(List.of(), zip);
    assertEquals(List.of("s.tif#0001 0", "s.tif#0002 0", "s.tif#0003 0"), names(zip));
    RoiSet.save(List.of(at(new Roi(1, 2, 3, 4), 7)), zip);
    assertEquals(List.of("s.tif#0007 1"), names(zip), "of another stack");

    IJ.saveAsTiff(IJ.createHyperStack("s", 20, 20, 2, 1, 2, 8), tif);
    Roi roi = new Roi(1, 1, 5, 5);
    roi.setPosition(2, 1, 1);
    RoiSet.save(List.of(roi), zip);
    assertEquals(
        List.of(
            "s.tif#0001-0001-0001 0",
            "s.tif#0002-0001-0001 1",
            "s.tif#0001-0001-0002 0",
            "s.tif#0002-0001-0002 0"),
        names(zip));
    IJ.saveAs(IJ.createImage("a", "8-bit", 20, 20, 1), "png", folder.resolve("a.png").toString());
    RoiSet.save(List.of(), folder.resolve("a.zip"));
    assertEquals(List.of("a.png 0"), names(folder.resolve("a.zip")));
  }

  @Test
  void oneRoiSetIsOneImage(@TempDir Path folder) {
    Dataset two =
        new Dataset(
            LabelMap.empty(),
            List.of(
                new LabelledImage("a.tif", 9, 9, List.of()),
                new LabelledImage("b.tif", 9, 9, List.of())));
    LabelException e =
        assertThrows(LabelException.class, () -> new RoiSet().write(two, folder.resolve("a.zip")));
    assertTrue(e.getMessage().contains("2 images"), e.getMessage());
  }
}
