package io.github.spermfinder.label;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the files of the VGG Image Annotator (VIA) 1 and 2 have in common: images with regions, each
 * a shape with freely named attributes, of which one is the class.
 */
final class Via {

  static final String EXTRAS = "VIA";

  /** Attributes that people take for the class, best first. */
  private static final List<String> CLASS_ATTRIBUTES =
      List.of("class", "label", "category", "type", "name", "object");

  /** What a region is taken for that has no class: annotators with one class often give none. */
  private static final String DEFAULT_CLASS = "sperm";

  private static final String SCORE = "score";

  /**
   * An image in a VIA file.
   *
   * @param entry the place, and the image's own fields without its regions
   */
  record Image(String fileName, String key, Json entry, List<Json> regions) {}

  /** A region's box and the area of its shape. */
  private record Shape(Box box, double area) {}

  private Via() {}

  // -- Reading --

  /**
   * @param project the fields of a project file besides its images; empty for other files
   */
  static Dataset dataset(
      Path file, List<Image> images, JsonObject project, LabelMap known, Notes notes)
      throws LabelException {
    ClassIds classes = new ClassIds(known);
    Optional<String> attribute = classAttribute(images, notes);
    attribute.ifPresent(
        name ->
            options(project, name).keySet().stream()
                .map(String::strip)
                .filter(option -> !option.isEmpty())
                .forEach(classes::id));
    List<LabelledImage> labelled = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Image image : images) {
      if (!names.add(image.fileName())) {
        throw image.entry().error("the file name " + image.fileName() + " occurs twice");
      }
      labelled.add(labelled(file, image, attribute, classes, notes));
    }
    JsonObject extras = new JsonObject();
    extras.add("project", project);
    attribute.ifPresent(name -> extras.addProperty("class", name));
    return new Dataset(classes.toLabelMap(), labelled, Extras.of(EXTRAS, extras));
  }

  private static LabelledImage labelled(
      Path file, Image image, Optional<String> attribute, ClassIds classes, Notes notes)
      throws LabelException {
    Optional<Dimension> size =
        ImageFolder.size(file.toAbsolutePath().getParent(), image.fileName());
    if (size.isEmpty()) {
      notes.add(
          "The image is not beside the labels, so that its size is unknown", image.fileName());
    }
    int width = size.map(s -> s.width).orElse(0);
    int height = size.map(s -> s.height).orElse(0);
    List<Annotation> annotations = new ArrayList<>();
    JsonArray leftOver = new JsonArray();
    for (Json region : image.regions()) {
      Optional<Shape> shape = shape(shapeAttributes(region));
      if (shape.isEmpty()) {
        notes.add("A point has no box and was left out", region.place());
        leftOver.add(region.value());
      } else if (!Boxes.check(shape.get().box(), width, height, notes, region.place())) {
        leftOver.add(region.value());
      } else {
        String name = shapeAttributes(region).text("name");
        if (!name.equals("rect")) {
          Boxes.noteConverted(name, notes, region.place());
        }
        int classId = classes.id(className(region, attribute, notes));
        annotations.add(annotation(region, shape.get(), classId));
      }
    }
    JsonObject extras = new JsonObject();
    extras.addProperty("key", image.key());
    extras.add("fields", image.entry().value());
    extras.add("regions", leftOver);
    return new LabelledImage(
        image.fileName(), width, height, annotations, Extras.of(EXTRAS, extras));
  }

  private static Annotation annotation(Json region, Shape shape, int classId)
      throws LabelException {
    OptionalDouble score = OptionalDouble.empty();
    Json attributes = attributes(region);
    if (attributes.get(SCORE).isPresent() && !attributes.text(SCORE).isBlank()) {
      score = OptionalDouble.of(attributes.number(SCORE));
    }
    return new Annotation(
        shape.box(), classId, shape.area(), false, score, Extras.of(EXTRAS, region.object()));
  }

  private static Json shapeAttributes(Json region) throws LabelException {
    return region.require("shape_attributes");
  }

  private static Json attributes(Json region) throws LabelException {
    Optional<Json> attributes = region.get("region_attributes");
    return attributes.isPresent() && attributes.get().isObject()
        ? attributes.get()
        : new Json(region.file(), region.place(), new JsonObject());
  }

  /** Empty for a point. */
  private static Optional<Shape> shape(Json shape) throws LabelException {
    String name = shape.text("name");
    switch (name) {
      case "rect" -> {
        Box box =
            Boxes.box(
                shape,
                shape.number("x"),
                shape.number("y"),
                shape.number("width"),
                shape.number("height"));
        return Optional.of(new Shape(box, box.area()));
      }
      case "circle" -> {
        double r = shape.number("r");
        return Optional.of(ellipse(shape, r, r, 0));
      }
      case "ellipse" -> {
        double theta = shape.get("theta").isPresent() ? shape.number("theta") : 0;
        return Optional.of(ellipse(shape, shape.number("rx"), shape.number("ry"), theta));
      }
      case "polygon", "polyline" -> {
        double[] x = shape.numbers("all_points_x");
        double[] y = shape.numbers("all_points_y");
        if (x.length != y.length || x.length == 0) {
          throw shape.error("has " + x.length + " x and " + y.length + " y coordinates");
        }
        return Optional.of(new Shape(Boxes.bounds(x, y), Boxes.polygonArea(x, y)));
      }
      case "point" -> {
        return Optional.empty();
      }
      default -> throw shape.error("the shape \"" + name + "\" is unknown");
    }
  }

  /**
   * @param theta by which the ellipse is turned, in radians
   */
  private static Shape ellipse(Json shape, double rx, double ry, double theta)
      throws LabelException {
    double halfWidth = Math.hypot(rx * Math.cos(theta), ry * Math.sin(theta));
    double halfHeight = Math.hypot(rx * Math.sin(theta), ry * Math.cos(theta));
    Box box =
        Boxes.box(
            shape,
            shape.number("cx") - halfWidth,
            shape.number("cy") - halfHeight,
            2 * halfWidth,
            2 * halfHeight);
    return new Shape(box, Math.PI * rx * ry);
  }

  // -- Classes --

  /** The attribute that stands for the class: one with a usual name, or the only one there is. */
  private static Optional<String> classAttribute(List<Image> images, Notes notes)
      throws LabelException {
    Set<String> attributes = new LinkedHashSet<>();
    for (Image image : images) {
      for (Json region : image.regions()) {
        for (Map.Entry<String, JsonElement> entry : attributes(region).object().entrySet()) {
          if (!entry.getKey().equals(SCORE) && !values(entry.getValue()).isEmpty()) {
            attributes.add(entry.getKey());
          }
        }
      }
    }
    for (String usual : CLASS_ATTRIBUTES) {
      for (String attribute : attributes) {
        if (attribute.equalsIgnoreCase(usual)) {
          return Optional.of(attribute);
        }
      }
    }
    if (attributes.size() > 1) {
      notes.add(
          "None of the attributes "
              + String.join(", ", attributes)
              + " is called class, so that all regions were taken as "
              + DEFAULT_CLASS);
      return Optional.empty();
    }
    return attributes.stream().findFirst();
  }

  private static String className(Json region, Optional<String> attribute, Notes notes)
      throws LabelException {
    List<String> values =
        attribute.isPresent()
            ? values(attributes(region).object().get(attribute.get()))
            : List.of();
    if (values.isEmpty()) {
      notes.add("A region without a class was taken as " + DEFAULT_CLASS, region.place());
      return DEFAULT_CLASS;
    }
    if (values.size() > 1) {
      notes.add("Of a region's several classes the first was taken", region.place());
    }
    return values.get(0);
  }

  /** What an attribute says: a text, or the boxes that are checked. */
  private static List<String> values(JsonElement attribute) {
    if (attribute == null || attribute.isJsonNull() || attribute.isJsonArray()) {
      return List.of();
    }
    if (attribute.isJsonPrimitive()) {
      String text = attribute.getAsString().strip();
      return text.isEmpty() ? List.of() : List.of(text);
    }
    return attribute.getAsJsonObject().entrySet().stream()
        .filter(entry -> entry.getValue().isJsonPrimitive())
        .filter(entry -> entry.getValue().getAsString().equals("true"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The choices that a project offers for an attribute. */
  private static JsonObject options(JsonObject project, String attribute) {
    JsonObject at = project;
    for (String key : List.of("_via_attributes", "region", attribute, "options")) {
      if (at.get(key) == null || !at.get(key).isJsonObject()) {
        return new JsonObject();
      }
      at = at.getAsJsonObject(key);
    }
    return at;
  }

  // -- Writing --

  /** The attribute that stands for the class in a file that a dataset is written to. */
  static String classAttribute(Dataset dataset) {
    JsonElement attribute = dataset.extras().fields(EXTRAS).get("class");
    return attribute == null ? "class" : attribute.getAsString();
  }

  /** The fields of the project that a dataset came from, or of a new one. */
  static JsonObject project(Dataset dataset) {
    JsonElement old = dataset.extras().fields(EXTRAS).get("project");
    JsonObject project = old == null ? new JsonObject() : old.getAsJsonObject();
    if (!project.has("_via_settings")) {
      JsonObject name = new JsonObject();
      name.addProperty("name", "Sperm Finder");
      JsonObject settings = new JsonObject();
      settings.add("project", name);
      project.add("_via_settings", settings);
    }
    if (!project.has("_via_attributes")) {
      JsonObject options = new JsonObject();
      dataset.classes().names().values().forEach(name -> options.addProperty(name, ""));
      JsonObject attribute = new JsonObject();
      attribute.addProperty("type", "dropdown");
      attribute.addProperty("description", "");
      attribute.add("options", options);
      attribute.add("default_options", new JsonObject());
      JsonObject region = new JsonObject();
      region.add(classAttribute(dataset), attribute);
      JsonObject attributes = new JsonObject();
      attributes.add("region", region);
      attributes.add("file", new JsonObject());
      project.add("_via_attributes", attributes);
    }
    if (!project.has("_via_data_format_version")) {
      project.addProperty("_via_data_format_version", "2.0.10");
    }
    return project;
  }

  /** The key of an image: its name and its file's size. */
  static String key(LabelledImage image, JsonObject entry) {
    JsonElement old = image.extras().fields(EXTRAS).get("key");
    return old != null && !old.getAsString().isEmpty()
        ? old.getAsString()
        : image.fileName() + entry.get("size").getAsString();
  }

  /** The entry of an image with a list of its regions. */
  static JsonObject entry(Dataset dataset, LabelledImage image, Path folder) throws IOException {
    JsonObject extras = image.extras().fields(EXTRAS);
    JsonObject entry = extras.has("fields") ? extras.getAsJsonObject("fields") : new JsonObject();
    entry.addProperty("filename", image.fileName());
    if (!entry.has("size") || !entry.get("size").isJsonPrimitive()) {
      entry.addProperty("size", fileSize(folder, image.fileName()));
    }
    JsonArray regions = new JsonArray();
    for (Annotation annotation : image.annotations()) {
      regions.add(region(dataset, annotation));
    }
    if (extras.has("regions")) {
      regions.addAll(extras.getAsJsonArray("regions"));
    }
    entry.add("regions", regions);
    if (!entry.has("file_attributes")) {
      entry.add("file_attributes", new JsonObject());
    }
    return entry;
  }

  /** In bytes; -1, as VIA has it, where the file is absent. */
  private static long fileSize(Path folder, String image) throws IOException {
    Optional<Path> file = ImageFolder.existing(folder, image);
    return file.isPresent() ? Files.size(file.get()) : -1;
  }

  private static JsonObject region(Dataset dataset, Annotation annotation) throws LabelException {
    JsonObject json = annotation.extras().fields(EXTRAS);
    Json region = new Json(Path.of(""), "", json);
    if (!json.has("shape_attributes")
        || !shape(shapeAttributes(region)).orElseThrow().box().equals(annotation.box())) {
      json.add("shape_attributes", rect(annotation.box()));
    }
    JsonObject attributes = attributes(region).object();
    String attribute = classAttribute(dataset);
    String className = dataset.classes().name(annotation.classId());
    List<String> old = values(attributes.get(attribute));
    if (old.isEmpty() || !old.get(0).equals(className)) {
      attributes.addProperty(attribute, className);
    }
    if (annotation.score().isPresent()) {
      JsonPrimitive score = Json.number(annotation.score().getAsDouble());
      attributes.addProperty(SCORE, score.getAsString());
    }
    json.add("region_attributes", attributes);
    return json;
  }

  private static JsonObject rect(Box box) {
    JsonObject rect = new JsonObject();
    rect.addProperty("name", "rect");
    rect.add("x", Json.number(box.x()));
    rect.add("y", Json.number(box.y()));
    rect.add("width", Json.number(box.width()));
    rect.add("height", Json.number(box.height()));
    return rect;
  }

  /** What all VIA files lose. */
  static void noteLost(Dataset dataset, Notes notes) {
    Boxes.noteLost(dataset, "That it is a crowd", Annotation::crowd, notes);
  }
}
