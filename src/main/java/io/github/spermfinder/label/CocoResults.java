package io.github.spermfinder.label;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * COCO's JSON for results: a list of detections (<a
 * href="https://cocodataset.org/#format-results">format</a>). It names images and classes by the
 * ids of the COCO file that they are results for; so that a results file can also be understood
 * without, each detection carries the file name as one more field, which COCO's own tools pass
 * over.
 */
public final class CocoResults implements LabelFormat {

  private final Dataset truth;

  /** Results that are read without what they are results for: only images with detections. */
  public CocoResults() {
    this(new Dataset(LabelMap.empty(), List.of()));
  }

  /**
   * @param truth what the results are for, read by {@link Coco}: gives images and classes, also to
   *     images without detections
   */
  public CocoResults(Dataset truth) {
    this.truth = truth;
  }

  @Override
  public String title() {
    return "COCO results JSON";
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (JsonReader reader = Json.peek(path)) {
      if (reader.peek() != JsonToken.BEGIN_ARRAY) {
        return false;
      }
      reader.beginArray();
      if (!reader.hasNext()) {
        return true;
      }
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        return false;
      }
      reader.beginObject();
      while (reader.hasNext()) {
        if (reader.nextName().equals("image_id")) {
          return true;
        }
        reader.skipValue();
      }
      return false;
    } catch (MalformedJsonException | EOFException notJson) {
      return false;
    }
  }

  @Override
  public Imported read(Path path, LabelMap known) throws IOException {
    Notes notes = new Notes();
    ClassIds classes = new ClassIds(known);
    Map<String, LabelledImage> imageById = new LinkedHashMap<>();
    Map<String, LabelledImage> imageByName = new LinkedHashMap<>();
    List<JsonPrimitive> ids = Coco.imageIds(truth);
    for (int i = 0; i < ids.size(); i++) {
      LabelledImage image = truth.images().get(i);
      imageById.put(Coco.key(ids.get(i).getAsString()), image);
      imageByName.put(image.fileName(), image);
    }
    Map<String, List<Annotation>> annotations = new LinkedHashMap<>();
    imageByName.keySet().forEach(name -> annotations.put(name, new ArrayList<>()));

    Json root = Json.read(path, notes);
    if (!root.isArray()) {
      throw root.error("should be a list of detections");
    }
    List<Json> detections = root.elements("detection");
    Map<Integer, Integer> classByCategory = classByCategory(detections, classes, notes);
    for (Json entry : detections) {
      LabelledImage image = image(entry, imageById, imageByName);
      Box box = Coco.box(entry);
      if (Boxes.check(box, image.width(), image.height(), notes, entry.place())) {
        JsonObject extras = entry.object().deepCopy();
        extras.remove("file_name");
        annotations
            .computeIfAbsent(image.fileName(), key -> new ArrayList<>())
            .add(
                new Annotation(
                    box,
                    classByCategory.get(entry.integer("category_id", 0)),
                    box.area(),
                    false,
                    OptionalDouble.of(entry.number("score")),
                    Extras.of(Coco.EXTRAS, extras)));
      }
    }
    List<LabelledImage> images = new ArrayList<>();
    annotations.forEach(
        (name, list) -> {
          LabelledImage image = imageByName.get(name);
          images.add(new LabelledImage(name, image.width(), image.height(), list, image.extras()));
        });
    return new Imported(new Dataset(classes.toLabelMap(), images), notes.sentences());
  }

  /** The ids of classes by those in the results, which are the ids in the truth's file. */
  private Map<Integer, Integer> classByCategory(
      List<Json> detections, ClassIds classes, Notes notes) throws LabelException {
    Map<Integer, String> names = truth.classes().names();
    names.forEach((id, name) -> classes.id(name, id));
    Set<Integer> categories = new TreeSet<>();
    for (Json detection : detections) {
      categories.add(detection.integer("category_id", 0));
    }
    Map<Integer, Integer> own = Coco.classByCategory(truth);
    // A detector's own ids, where it knew nothing of the truth
    if (own.containsKey(0) && !categories.contains(0) && !own.keySet().containsAll(categories)) {
      notes.add(
          "Category ids that the truth lacks count from 1: all were taken as the ids of classes");
      own = Map.of();
    }
    int shift = Coco.shift(own.isEmpty() ? categories : own.keySet(), notes);
    Map<Integer, Integer> ids = new HashMap<>();
    for (int category : categories) {
      int id = own.getOrDefault(category, category + shift);
      if (id < 1) {
        throw notOfTheTruth(detections.get(0), "category_id 0");
      }
      ids.put(category, names.containsKey(id) ? classes.id(names.get(id), id) : id);
    }
    return ids;
  }

  private LabelledImage image(
      Json entry, Map<String, LabelledImage> imageById, Map<String, LabelledImage> imageByName)
      throws LabelException {
    String id = Coco.key(entry, "image_id");
    LabelledImage image = imageById.get(id);
    if (image != null) {
      return image;
    }
    if (!truth.images().isEmpty()) {
      throw notOfTheTruth(entry, "image_id " + id);
    }
    String name = entry.get("file_name").isPresent() ? entry.fileName("file_name") : id;
    JsonObject extras = new JsonObject();
    extras.add("id", entry.require("image_id").value());
    image = new LabelledImage(name, 0, 0, List.of(), Extras.of(Coco.EXTRAS, extras));
    if (imageByName.put(name, image) != null) {
      throw entry.error("the file name " + name + " stands for two image ids");
    }
    imageById.put(id, image);
    return image;
  }

  private static LabelException notOfTheTruth(Json entry, String what) {
    return entry.error(what + " is not in the dataset that these results are for");
  }

  @Override
  public List<String> write(Dataset dataset, Path path) throws IOException {
    Notes notes = new Notes();
    List<JsonPrimitive> ids = Coco.imageIds(dataset);
    Map<Integer, Integer> categories = new HashMap<>();
    Coco.classByCategory(dataset).forEach((id, classId) -> categories.putIfAbsent(classId, id));
    JsonArray results = new JsonArray();
    for (int i = 0; i < ids.size(); i++) {
      LabelledImage image = dataset.images().get(i);
      if (image.annotations().isEmpty()) {
        notes.add("An image without detections has no place in this format", image.fileName());
      }
      for (Annotation annotation : image.annotations()) {
        if (annotation.score().isEmpty()) {
          notes.add("A box without a score, drawn by hand, got the score 1", image.fileName());
        }
        int category = categories.getOrDefault(annotation.classId(), annotation.classId());
        results.add(result(annotation, category, ids.get(i), image.fileName()));
      }
    }
    Boxes.noteLost(dataset, "That it is a crowd", Annotation::crowd, notes);
    Json.write(results, path);
    return notes.sentences();
  }

  /** Writes results image by image, where there may be too many for memory. */
  public static final class Stream {

    private final OutputStream out;
    private boolean first = true;

    /**
     * @param out is not closed
     */
    public Stream(OutputStream out) throws IOException {
      this.out = out;
      out.write('[');
    }

    /**
     * Adds the detections of an image.
     *
     * @param id of the image, from 1
     */
    public void add(LabelledImage image, long id) throws IOException {
      for (Annotation annotation : image.annotations()) {
        if (!first) {
          out.write(',');
        }
        first = false;
        JsonElement result =
            result(annotation, annotation.classId(), new JsonPrimitive(id), image.fileName());
        Json.write(result, out);
      }
    }

    /** Ends the list. */
    public void finish() throws IOException {
      out.write(']');
    }
  }

  private static JsonElement result(
      Annotation annotation, int category, JsonPrimitive imageId, String fileName) {
    JsonObject result = new JsonObject();
    result.add("image_id", imageId);
    result.addProperty("category_id", category);
    result.add("bbox", Coco.bbox(annotation.box()));
    result.add("score", Json.number(annotation.score().orElse(1)));
    result.addProperty("file_name", fileName);
    return result;
  }
}
