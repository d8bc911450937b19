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
import java.awt.Dimension;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * COCO's JSON for object instances: images, annotations and categories in one file (<a
 * href="https://cocodataset.org/#format-data">format</a>). Ids of images and annotations, outlines
 * and all fields that COCO doesn't know survive reading and writing; an outline only as long as its
 * box stays the same.
 */
public final class Coco implements LabelFormat {

  /** The labels in the folder of a COCO dataset. */
  public static final String DATASET_FILE = "annotations.json";

  static final String EXTRAS = "COCO";

  private static final Set<String> SECTIONS = Set.of("images", "annotations", "categories");

  @Override
  public String title() {
    return "COCO JSON";
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (JsonReader reader = Json.peek(path)) {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        return false;
      }
      reader.beginObject();
      while (reader.hasNext()) {
        boolean section = SECTIONS.contains(reader.nextName());
        if (section && reader.peek() == JsonToken.BEGIN_ARRAY) {
          return true;
        }
        reader.skipValue();
      }
      return false;
    } catch (MalformedJsonException | EOFException notJson) {
      return false;
    }
  }

  // -- Reading --

  @Override
  public Imported read(Path path, LabelMap known) throws IOException {
    return new Reading(path, known).imported();
  }

  /** An image's or a category's id as a key: 42, 42.0 and "42" are the same. */
  static String key(Json entry, String idKey) throws LabelException {
    return key(entry.text(idKey));
  }

  static String key(String id) {
    try {
      return new BigDecimal(id).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException text) {
      return id;
    }
  }

  /** What is in an array of four numbers: x, y, width, height. */
  static Box box(Json entry) throws LabelException {
    double[] bbox = entry.numbers("bbox");
    if (bbox.length != 4) {
      throw entry.error(
          "\"bbox\" should be [x, y, width, height], not " + bbox.length + " numbers");
    }
    return Boxes.box(entry, bbox[0], bbox[1], bbox[2], bbox[3]);
  }

  private static final class Reading {

    private final Path path;
    private final Notes notes = new Notes();
    private final Json root;
    private final ClassIds classes;
    private final Map<String, Integer> classByCategory = new HashMap<>();
    private final Map<String, Json> images = new LinkedHashMap<>();
    private final Set<String> fileNames = new HashSet<>();
    private final Map<String, Dimension> sizes = new HashMap<>();
    private final Map<String, List<Annotation>> annotations = new HashMap<>();

    /** Annotations that are no boxes in an image, to be written again. */
    private final JsonArray leftOver = new JsonArray();

    Reading(Path path, LabelMap known) throws IOException {
      this.path = path;
      classes = new ClassIds(known);
      root = Json.read(path, notes);
    }

    Imported imported() throws IOException {
      readCategories();
      for (Json image : section("images")) {
        readImage(image);
      }
      Set<String> ids = new HashSet<>();
      for (Json annotation : section("annotations")) {
        if (annotation.get("id").isPresent() && !ids.add(key(annotation, "id"))) {
          notes.add("An annotation has the id of another and gets a new one", annotation.place());
          annotation.object().remove("id");
        }
        readAnnotation(annotation);
      }
      List<LabelledImage> labelled = new ArrayList<>();
      for (var image : images.entrySet()) {
        Dimension size = sizes.get(image.getKey());
        labelled.add(
            new LabelledImage(
                image.getValue().fileName("file_name"),
                size.width,
                size.height,
                annotations.getOrDefault(image.getKey(), List.of()),
                Extras.of(EXTRAS, image.getValue().object())));
      }
      JsonObject rest = root.object().deepCopy();
      rest.remove("images");
      rest.add("annotations", leftOver);
      Dataset dataset = new Dataset(classes.toLabelMap(), labelled, Extras.of(EXTRAS, rest));
      return new Imported(dataset, notes.sentences());
    }

    private List<Json> section(String key) throws LabelException {
      Optional<Json> section = root.get(key);
      if (section.isPresent() && !section.get().isArray()) {
        throw root.error("\"" + key + "\" should be a list");
      }
      return root.list(key);
    }

    private void readCategories() throws LabelException {
      List<Json> categories = section("categories");
      Set<Integer> categoryIds = new HashSet<>();
      for (Json category : categories) {
        categoryIds.add(category.integer("id", 0));
      }
      int shift = shift(categoryIds, notes);
      for (Json category : categories) {
        String id = key(category, "id");
        String name = category.text("name").strip();
        if (name.isEmpty()) {
          throw category.error("has an empty name");
        }
        int classId = classes.id(name, category.integer("id", 0) + shift);
        if (classByCategory.put(id, classId) != null) {
          throw category.error("the id " + id + " occurs twice");
        }
      }
    }

    private void readImage(Json image) throws LabelException {
      String name = image.fileName("file_name");
      Json named = image.named("image " + name);
      if (!fileNames.add(name)) {
        throw image.error("the file name " + name + " occurs twice");
      }
      String id = key(named, "id");
      if (images.put(id, named) != null) {
        throw named.error("the id " + id + " occurs twice");
      }
      Dimension size = new Dimension();
      if (named.get("width").isPresent() && named.get("height").isPresent()) {
        size = new Dimension(named.integer("width", 0), named.integer("height", 0));
      }
      sizes.put(id, size);
    }

    private void readAnnotation(Json annotation) throws LabelException {
      String imageId = key(annotation, "image_id");
      Dimension size = sizes.get(imageId);
      if (size == null) {
        notes.add("The image of an annotation is not in the file", annotation.place());
        leftOver.add(annotation.value());
        return;
      }
      boolean outline = annotation.get("bbox").isEmpty();
      double[][] points = outline ? outline(annotation) : null;
      Box box = outline ? Boxes.bounds(points[0], points[1]) : box(annotation);
      if (outline) {
        Boxes.noteConverted("polygon", notes, annotation.place());
      }
      if (!Boxes.check(box, size.width, size.height, notes, annotation.place())) {
        leftOver.add(annotation.value());
        return;
      }
      double area = annotation.get("area").isPresent() ? annotation.number("area") : box.area();
      boolean crowd =
          annotation.get("iscrowd").isPresent()
              && !annotation.text("iscrowd").matches("0(\\.0)?|false|");
      OptionalDouble score =
          annotation.get("score").isPresent()
              ? OptionalDouble.of(annotation.number("score"))
              : OptionalDouble.empty();
      JsonObject extras = annotation.object().deepCopy();
      if (outline) {
        extras.add("bbox", bbox(box));
      }
      annotations
          .computeIfAbsent(imageId, key -> new ArrayList<>())
          .add(
              new Annotation(
                  box, classId(annotation), area, crowd, score, Extras.of(EXTRAS, extras)));
    }

    private int classId(Json annotation) throws LabelException {
      Integer known = classByCategory.get(key(annotation, "category_id"));
      if (known != null) {
        return known;
      }
      notes.add("The category of an annotation is not in the file", annotation.place());
      return annotation.integer("category_id", 1);
    }

    private double[][] outline(Json annotation) throws LabelException {
      if (annotation.get("segmentation").isEmpty()
          || !annotation.require("segmentation").value().isJsonArray()) {
        throw annotation.error("has neither a \"bbox\" nor polygons");
      }
      List<Double> all = new ArrayList<>();
      for (JsonElement polygon : annotation.require("segmentation").value().getAsJsonArray()) {
        JsonObject holder = new JsonObject();
        holder.add("segmentation", polygon);
        for (double number : new Json(path, annotation.place(), holder).numbers("segmentation")) {
          all.add(number);
        }
      }
      int n = all.size() / 2;
      if (n == 0) {
        throw annotation.error("has neither a \"bbox\" nor polygons");
      }
      double[][] points = new double[2][n];
      for (int i = 0; i < n; i++) {
        points[0][i] = all.get(2 * i);
        points[1][i] = all.get(2 * i + 1);
      }
      return points;
    }
  }

  // -- Writing --

  @Override
  public List<String> write(Dataset dataset, Path path) throws IOException {
    JsonObject root = dataset.extras().fields(EXTRAS);
    JsonArray leftOver = takeArray(root, "annotations");
    JsonArray oldCategories = takeArray(root, "categories");
    List<JsonPrimitive> imageIds = imageIds(dataset);
    JsonArray images = new JsonArray();
    JsonArray annotations = new JsonArray();
    for (int i = 0; i < imageIds.size(); i++) {
      LabelledImage image = dataset.images().get(i);
      images.add(image(image, imageIds.get(i)));
      for (Annotation annotation : image.annotations()) {
        annotations.add(annotation(annotation, imageIds.get(i)));
      }
    }
    annotations.addAll(leftOver);
    fillIds(annotations);
    if (!root.has("info")) { // some tools want it, and licences
      root.add("info", new JsonObject());
    }
    if (!root.has("licenses")) {
      root.add("licenses", new JsonArray());
    }
    root.add("images", images);
    root.add("annotations", annotations);
    root.add("categories", categories(dataset, oldCategories));
    Json.write(root, path);
    return List.of();
  }

  private static JsonArray takeArray(JsonObject root, String key) {
    return root.remove(key) instanceof JsonArray array ? array : new JsonArray();
  }

  /**
   * The dataset with its images in the order of the ids that they have in the COCO file that they
   * came from, as COCO's own tools take them; as it is where they have none that are numbers.
   */
  public static Dataset inOrderOfIds(Dataset dataset) {
    List<JsonPrimitive> ids = imageIds(dataset);
    if (!ids.stream().allMatch(JsonPrimitive::isNumber)) {
      return dataset;
    }
    List<LabelledImage> images =
        IntStream.range(0, ids.size())
            .boxed()
            .sorted(Comparator.comparing(i -> ids.get(i).getAsBigDecimal()))
            .map(dataset.images()::get)
            .toList();
    return new Dataset(dataset.classes(), images, dataset.extras());
  }

  /**
   * The ids that COCO files give to images: those that the images came with, if each has one of its
   * own, else their places from 1.
   */
  static List<JsonPrimitive> imageIds(Dataset dataset) {
    Set<JsonPrimitive> ids = new LinkedHashSet<>();
    for (LabelledImage image : dataset.images()) {
      JsonElement id = image.extras().fields(EXTRAS).get("id");
      if (id != null && id.isJsonPrimitive()) {
        ids.add(id.getAsJsonPrimitive());
      }
    }
    if (ids.size() == dataset.images().size()) {
      return List.copyOf(ids);
    }
    return IntStream.rangeClosed(1, dataset.images().size()).mapToObj(JsonPrimitive::new).toList();
  }

  /**
   * The ids of a dataset's classes by those of their categories in the COCO file that it came from;
   * none where it came from elsewhere.
   */
  static SortedMap<Integer, Integer> classByCategory(Dataset dataset) {
    Map<Integer, String> names = new TreeMap<>();
    for (JsonElement category : takeArray(dataset.extras().fields(EXTRAS), "categories")) {
      JsonObject json = category.getAsJsonObject();
      names.put(json.get("id").getAsBigDecimal().intValue(), json.get("name").getAsString());
    }
    int shift = shift(names.keySet(), new Notes());
    SortedMap<Integer, Integer> classes = new TreeMap<>();
    names.forEach(
        (id, name) -> classes.put(id, dataset.classes().id(name.strip()).orElse(id + shift)));
    return classes;
  }

  /** By how much class ids, which count from 1, are above those of categories. */
  static int shift(Set<Integer> categoryIds, Notes notes) {
    if (categoryIds.contains(0)) {
      notes.add("Category ids count from 0; class ids count from 1, so that all go up by one");
      return 1;
    }
    return 0;
  }

  private static JsonObject image(LabelledImage image, JsonPrimitive id) {
    JsonObject json = image.extras().fields(EXTRAS);
    json.add("id", id);
    json.addProperty("file_name", image.fileName());
    if (image.width() > 0 && image.height() > 0) {
      json.addProperty("width", image.width());
      json.addProperty("height", image.height());
    }
    return json;
  }

  private static JsonObject annotation(Annotation annotation, JsonPrimitive imageId) {
    JsonObject json = annotation.extras().fields(EXTRAS);
    JsonArray bbox = bbox(annotation.box());
    if (json.has("bbox") && !equalNumbers(json.getAsJsonArray("bbox"), bbox)) {
      json.remove("segmentation");
    }
    if (!json.has("segmentation")) {
      json.add("segmentation", new JsonArray()); // a box; some tools read no annotation without
    }
    json.add("image_id", imageId);
    json.addProperty("category_id", annotation.classId());
    json.add("bbox", bbox);
    json.add("area", Json.number(annotation.area()));
    json.addProperty("iscrowd", annotation.crowd() ? 1 : 0);
    annotation.score().ifPresent(score -> json.add("score", Json.number(score)));
    return json;
  }

  static JsonArray bbox(Box box) {
    JsonArray bbox = new JsonArray();
    bbox.add(Json.number(box.x()));
    bbox.add(Json.number(box.y()));
    bbox.add(Json.number(box.width()));
    bbox.add(Json.number(box.height()));
    return bbox;
  }

  private static boolean equalNumbers(JsonArray one, JsonArray other) {
    for (int i = 0; i < other.size(); i++) {
      if (one.get(i).getAsDouble() != other.get(i).getAsDouble()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Gives ids to annotations that have none or one that is taken. Ids are the same where their keys
   * are; as JSON, a number that was read and the same one that was not may differ.
   */
  private static void fillIds(JsonArray annotations) {
    Set<String> taken = new HashSet<>();
    List<JsonObject> without = new ArrayList<>();
    for (JsonElement annotation : annotations) {
      JsonObject json = annotation.getAsJsonObject();
      boolean own = json.get("id") instanceof JsonPrimitive id && taken.add(key(id.getAsString()));
      if (!own) {
        without.add(json);
      }
    }
    int next = 1;
    for (JsonObject json : without) {
      while (!taken.add(Integer.toString(next))) {
        next++;
      }
      json.addProperty("id", next);
    }
  }

  private static JsonArray categories(Dataset dataset, JsonArray old) {
    JsonArray categories = new JsonArray();
    Set<Integer> ids = new HashSet<>(dataset.classes().names().keySet());
    Boxes.annotations(dataset).forEach(annotation -> ids.add(annotation.classId()));
    for (int id : ids.stream().sorted().toList()) {
      String name = dataset.classes().name(id);
      JsonObject category = new JsonObject();
      for (JsonElement candidate : old) {
        JsonElement candidateName = candidate.getAsJsonObject().get("name");
        if (candidateName != null && candidateName.getAsString().equals(name)) {
          category = candidate.getAsJsonObject();
        }
      }
      category.addProperty("id", id);
      category.addProperty("name", name);
      categories.add(category);
    }
    return categories;
  }
}
