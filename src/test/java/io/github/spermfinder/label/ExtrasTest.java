package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SharedData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file said besides boxes is still there when it is written again. */
class ExtrasTest {

  private static final String COCO =
      """
      {"info": {"year": 2026, "note": null}, "licenses": [{"id": 3}],
       "images": [{"id": 12, "file_name": "a.png", "width": 100, "height": 50, "patient": "p1"},
                  {"id": 7, "file_name": "b.png", "width": 100, "height": 50}],
       "annotations": [
         {"id": 99, "image_id": 12, "category_id": 4, "bbox": [1, 2, 3, 4], "area": 9,
          "segmentation": [[1, 2, 4, 2, 4, 6]], "iscrowd": 0, "by": {"name": "ann"}}],
       "categories": [{"id": 4, "name": "sperm", "supercategory": "cell"}], "more": true}
      """;

  private static final String VIA =
      """
      {"_via_settings": {"ui": {"image": {"region_label": "class"}}, "core": {},
          "project": {"name": "mine"}},
       "_via_img_metadata": {
         "a.png17": {"filename": "a.png", "size": 17, "quality": "good",
           "regions": [
             {"shape_attributes": {"name": "circle", "cx": 10, "cy": 20, "r": 5},
              "region_attributes": {"kind": "", "label": "cell", "sure": {"yes": true}}, "n": 1},
             {"shape_attributes": {"name": "rect", "x": 1, "y": 2, "width": 3, "height": 4},
              "region_attributes": {"label": "sperm"}}],
           "file_attributes": {"caption": "x"}}},
       "_via_attributes": {"region": {"label": {"type": "dropdown",
           "options": {"sperm": "", "cell": ""}}}, "file": {}},
       "_via_data_format_version": "2.0.10", "_via_image_id_list": ["a.png17"]}
      """;

  @TempDir Path folder;

  private JsonElement rewritten(LabelFormat format, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("before.json"), text);
    Dataset dataset = LabelFormats.read(file, LabelMap.empty()).dataset();
    format.write(dataset, folder.resolve("after.json"));
    return JsonParser.parseString(Files.readString(folder.resolve("after.json")));
  }

  /** As a value: 3 and 3.0 are one number, and keys have no order. */
  private static JsonElement value(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      object.entrySet().forEach(entry -> copy.add(entry.getKey(), value(entry.getValue())));
      return copy;
    }
    if (element instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(item -> copy.add(value(item)));
      return copy;
    }
    return element instanceof JsonPrimitive primitive && primitive.isNumber()
        ? new JsonPrimitive(
            new BigDecimal(primitive.getAsString()).stripTrailingZeros().toPlainString())
        : element;
  }

  @Test
  void coco() throws IOException {
    assertEquals(value(JsonParser.parseString(COCO)), value(rewritten(new Coco(), COCO)));
  }

  @Test
  void viaProject() throws IOException {
    assertEquals(value(JsonParser.parseString(VIA)), value(rewritten(ViaJson.PROJECT, VIA)));
  }

  @Test
  void realCocoFile() throws IOException {
    Path file = SharedData.get("coco-eval/instances_val2014_100.json");
    JsonObject before = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonObject after = rewritten(new Coco(), Files.readString(file)).getAsJsonObject();
    for (String section : List.of("info", "licenses", "images", "categories")) {
      assertEquals(value(before.get(section)), value(after.get(section)), section);
    }
    // Annotations come back in the order of their images.
    assertEquals(
        before.getAsJsonArray("annotations").asList().stream()
            .map(ExtrasTest::value)
            .toList()
            .size(),
        after.getAsJsonArray("annotations").size());
    assertTrue(
        after.getAsJsonArray("annotations").asList().stream()
            .map(ExtrasTest::value)
            .collect(java.util.stream.Collectors.toSet())
            .containsAll(
                before.getAsJsonArray("annotations").asList().stream()
                    .map(ExtrasTest::value)
                    .toList()));
  }

  @Test
  void realViaFiles() throws IOException {
    for (String name :
        List.of(
            "label-files/via-icevision/via_bbox.json",
            "label-files/via-dsb2018/via_region_data.json")) {
      String text = Files.readString(SharedData.get(name));
      JsonObject before = JsonParser.parseString(text).getAsJsonObject();
      JsonObject after = rewritten(ViaJson.ANNOTATIONS, text).getAsJsonObject();
      assertEquals(before.keySet(), after.keySet());
      before
          .entrySet()
          .forEach(
              entry -> {
                JsonObject image = after.getAsJsonObject(entry.getKey());
                entry
                    .getValue()
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(
                        field ->
                            assertEquals(
                                value(field.getValue()), value(image.get(field.getKey()))));
              });
    }
  }

  @Test
  void anOutlineDoesNotOutliveItsBox() throws IOException {
    Path file = Files.writeString(folder.resolve("before.json"), COCO);
    Dataset dataset = new Coco().read(file, LabelMap.empty()).dataset();
    LabelledImage image = dataset.images().get(0);
    Annotation old = image.annotations().get(0);
    Annotation moved = new Annotation(new Box(2, 2, 3, 4), 4, 12, false, old.score(), old.extras());
    Dataset edited =
        new Dataset(
            dataset.classes(),
            List.of(new LabelledImage("a.png", 100, 50, List.of(moved), image.extras())),
            dataset.extras());
    new Coco().write(edited, file);
    String text = Files.readString(file);
    assertTrue(text.contains("\"segmentation\":[]"), "that of another box would be wrong");
    assertTrue(text.contains("ann"));
  }

  @Test
  void anotherFormatIsNotBurdened() throws IOException {
    Path file = Files.writeString(folder.resolve("before.json"), COCO);
    Dataset dataset = new Coco().read(file, LabelMap.empty()).dataset();
    ViaJson.PROJECT.write(dataset, folder.resolve("via.json"));
    String text = Files.readString(folder.resolve("via.json"));
    assertFalse(text.contains("segmentation"));
    assertFalse(text.contains("patient"));
  }
}
