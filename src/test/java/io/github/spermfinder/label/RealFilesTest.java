package io.github.spermfinder.label;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that other tools wrote come in with the counts that a script of a few lines finds. */
class RealFilesTest {

  private static Imported read(Path path, Class<?> format) throws IOException {
    assertEquals(format, LabelFormats.of(path).getClass());
    return LabelFormats.read(path, LabelMap.empty());
  }

  private static Map<String, Long> countByClass(Dataset dataset) {
    return Boxes.annotations(dataset).stream()
        .collect(groupingBy(a -> dataset.classes().name(a.classId()), counting()));
  }

  @Test
  void yoloFolder() throws IOException {
    Path path = SharedData.get("visem-tracking-11");
    Imported imported = read(path, YoloFolder.class);
    Dataset dataset = imported.dataset();
    assertEquals(294, dataset.images().size());
    assertEquals(Map.of("class 1", 10776L, "class 2", 542L), countByClass(dataset));
    assertTrue(dataset.images().stream().allMatch(i -> i.width() == 640 && i.height() == 480));
    LabelledImage first = dataset.images().get(0);
    assertEquals("images/11_frame_0.jpg", first.fileName());

    Dataset fromLabels = read(path.resolve("labels"), YoloFolder.class).dataset();
    assertEquals(dataset, fromLabels);
  }

  @Test
  void yoloNamesAreTakenFromWhatIsKnown() throws IOException {
    Path path = SharedData.get("visem-tracking-11");
    LabelMap known = LabelMap.of(Map.of(1, "sperm", 2, "cluster"));
    assertEquals(
        Map.of("sperm", 10776L, "cluster", 542L),
        countByClass(new YoloFolder().read(path, known).dataset()));
  }

  @Test
  void pascalVocFolder() throws IOException {
    Dataset dataset = read(SharedData.get("svia-validation"), VocFolder.class).dataset();
    assertEquals(34, dataset.images().size());
    assertEquals(Map.of("S", 1064L, "Impurity", 50L), countByClass(dataset));
    LabelledImage image = dataset.only(List.of("images/S_0001_0037.png")).images().get(0);
    assertEquals(698, image.width());
    assertEquals(528, image.height());
    assertEquals(new Box(6, 1, 15, 24), image.annotations().get(0).box());
  }

  @Test
  void viaWithPolygons() throws IOException {
    Imported imported =
        read(SharedData.get("label-files/via-icevision/via_bbox.json"), ViaJson.class);
    Dataset dataset = imported.dataset();
    assertEquals(2, dataset.images().size());
    assertEquals(Map.of("z", 2L, "c", 2L, "o", 2L, "n", 2L, "###", 2L), countByClass(dataset));
    Annotation first = dataset.images().get(0).annotations().get(0);
    assertEquals(new Box(104, 120, 51, 56), first.box());
    assertTrue(first.area() < first.box().area());
    assertTrue(
        imported.notes().stream().anyMatch(n -> n.contains("polygon (9 times")),
        imported.notes().toString());
  }

  @Test
  void viaWithoutRegions() throws IOException {
    Imported imported =
        read(SharedData.get("label-files/via-dsb2018/via_region_data.json"), ViaJson.class);
    assertEquals(664, imported.dataset().images().size());
    assertEquals(0, Boxes.annotations(imported.dataset()).size());
    assertTrue(imported.dataset().images().get(0).fileName().endsWith(".png"));
  }

  @Test
  void roiSetOfFreehandRegions() throws IOException {
    Imported imported =
        read(SharedData.get("label-files/roiset-bactunet/RoiSet.zip"), RoiSet.class);
    assertEquals(1747, Boxes.annotations(imported.dataset()).size());
    assertEquals(17, imported.dataset().images().size());
    assertEquals("RoiSet#0208", imported.dataset().images().get(0).fileName());
    assertEquals(
        167, imported.dataset().only(List.of("RoiSet#0213")).images().get(0).annotations().size());
    assertTrue(imported.notes().stream().anyMatch(n -> n.contains("freehand (1747 times")));
  }

  @Test
  void cocoInstancesAndResults() throws IOException {
    Path truthFile = SharedData.get("coco-eval/instances_val2014_100.json");
    Dataset truth = read(truthFile, Coco.class).dataset();
    assertEquals(100, truth.images().size());
    assertEquals(80, truth.classes().names().size());
    assertEquals(839, Boxes.annotations(truth).size());
    assertEquals(9, Boxes.annotations(truth).stream().filter(Annotation::crowd).count());

    Path resultsFile = SharedData.get("coco-eval/instances_val2014_fakebbox100_results.json");
    assertEquals(734, Boxes.annotations(read(resultsFile, CocoResults.class).dataset()).size());
    Dataset results = new CocoResults(truth).read(resultsFile, LabelMap.empty()).dataset();
    assertEquals(734, Boxes.annotations(results).size());
    assertEquals(
        truth.images().stream().map(LabelledImage::fileName).toList(),
        results.images().stream().map(LabelledImage::fileName).toList());
  }
}
