package io.github.spermfinder.evaluate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spermfinder.Box;
import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Truth and detections from COCO's two files, images in the order of their ids as pycocotools. */
record CocoCase(Dataset truth, Map<String, List<Detection>> detections) {

  static CocoCase read(Path truthFile, Path resultsFile) throws IOException {
    JsonObject truth = parse(truthFile).getAsJsonObject();
    Map<Integer, String> names = new TreeMap<>();
    for (JsonObject category : objects(truth.get("categories"))) {
      names.put(category.get("id").getAsInt(), category.get("name").getAsString());
    }
    Map<Long, List<Annotation>> annotations =
        objects(truth.get("annotations")).stream()
            .collect(groupingBy(CocoCase::imageId, mapping(CocoCase::annotation, toList())));
    Map<Long, String> fileNames = new TreeMap<>();
    List<LabelledImage> images =
        objects(truth.get("images")).stream()
            .sorted(Comparator.comparingLong(image -> image.get("id").getAsLong()))
            .map(
                image -> {
                  long id = image.get("id").getAsLong();
                  fileNames.put(id, image.get("file_name").getAsString());
                  return new LabelledImage(
                      fileNames.get(id),
                      image.get("width").getAsInt(),
                      image.get("height").getAsInt(),
                      annotations.getOrDefault(id, List.of()));
                })
            .toList();
    Map<String, List<Detection>> detections =
        objects(parse(resultsFile)).stream()
            .collect(
                groupingBy(
                    result -> fileNames.get(imageId(result)),
                    mapping(CocoCase::detection, toList())));
    return new CocoCase(new Dataset(LabelMap.of(names), images), detections);
  }

  Evaluation evaluate() {
    return Evaluation.of(truth, detections);
  }

  private static JsonElement parse(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return JsonParser.parseReader(reader);
    }
  }

  private static List<JsonObject> objects(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static long imageId(JsonObject object) {
    return object.get("image_id").getAsLong();
  }

  private static Annotation annotation(JsonObject object) {
    return new Annotation(
        box(object.getAsJsonArray("bbox")),
        object.get("category_id").getAsInt(),
        object.get("area").getAsDouble(),
        object.get("iscrowd").getAsInt() == 1);
  }

  private static Detection detection(JsonObject object) {
    return new Detection(
        box(object.getAsJsonArray("bbox")),
        object.get("category_id").getAsInt(),
        object.get("score").getAsDouble());
  }

  private static Box box(JsonArray xywh) {
    return new Box(
        xywh.get(0).getAsDouble(),
        xywh.get(1).getAsDouble(),
        xywh.get(2).getAsDouble(),
        xywh.get(3).getAsDouble());
  }
}
