package io.github.spermfinder.label;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.spermfinder.LabelMap;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON of the <a href="https://www.robots.ox.ac.uk/~vgg/software/via/">VGG Image Annotator</a>
 * (VIA) 1 and 2. Any layout reads all three. Shapes other than rectangles become their bounding
 * boxes, but are written again where the box is still the same; so are all fields that VIA doesn't
 * know. The class is the attribute called class, label, category, type, name or object, or the only
 * one there is. Image sizes are taken from the images, if they lie beside the file.
 */
public enum ViaJson implements LabelFormat {
  /** A project of VIA 2, with the classes to choose from. */
  PROJECT("VIA 2 project JSON"),
  /** Annotations as VIA 2 exports them. */
  ANNOTATIONS("VIA 2 annotations JSON"),
  /** Annotations as VIA 1 has them: regions are an object keyed by numbers. */
  VERSION_1("VIA 1 JSON");

  private static final String IMAGES = "_via_img_metadata";

  /** Keys that tell that an object is an image of VIA. */
  private static final Set<String> IMAGE_KEYS = Set.of("filename", "regions", "file_attributes");

  /** An image's key: its file name, then the size of the file in bytes. */
  private static final Pattern KEY =
      Pattern.compile("(.+\\.(?:png|jpe?g|tiff?|bmp|gif|webp))(-?\\d+)?", Pattern.CASE_INSENSITIVE);

  private final String title;

  ViaJson(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (JsonReader reader = Json.peek(path)) {
      return layout(reader).filter(this::equals).isPresent();
    } catch (MalformedJsonException | EOFException notJson) {
      return false;
    }
  }

  private static Optional<ViaJson> layout(JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      return Optional.empty();
    }
    reader.beginObject();
    Optional<ViaJson> layout = Optional.empty();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (key.equals(IMAGES)) {
        return Optional.of(PROJECT);
      }
      if (key.startsWith("_via") || reader.peek() != JsonToken.BEGIN_OBJECT) {
        reader.skipValue();
        continue;
      }
      boolean image = KEY.matcher(key).matches();
      reader.beginObject();
      while (reader.hasNext()) {
        String field = reader.nextName();
        image |= IMAGE_KEYS.contains(field);
        if (field.equals("regions") && reader.peek() == JsonToken.BEGIN_OBJECT) {
          return Optional.of(VERSION_1);
        }
        if (field.equals("regions") && reader.peek() == JsonToken.BEGIN_ARRAY) {
          return Optional.of(ANNOTATIONS);
        }
        reader.skipValue();
      }
      reader.endObject();
      if (image) {
        layout = Optional.of(ANNOTATIONS);
      }
    }
    return layout;
  }

  // -- Reading --

  @Override
  public Imported read(Path path, LabelMap known) throws IOException {
    Notes notes = new Notes();
    Json root = Json.read(path, notes);
    Optional<Json> inProject = root.get(IMAGES);
    JsonObject project = new JsonObject();
    if (inProject.isPresent()) {
      project = root.object().deepCopy();
      project.remove(IMAGES);
    }
    List<Via.Image> images = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : inProject.orElse(root).object().entrySet()) {
      images.add(image(path, entry.getKey(), entry.getValue(), notes));
    }
    Dataset dataset = Via.dataset(path, images, project, known, notes);
    return new Imported(dataset, notes.sentences());
  }

  private static Via.Image image(Path path, String key, JsonElement value, Notes notes)
      throws LabelException {
    Json entry = new Json(path, "image " + key, value);
    String fileName;
    if (entry.get("filename").isPresent()) {
      fileName = entry.fileName("filename");
    } else {
      Matcher matcher = KEY.matcher(key);
      fileName = matcher.matches() ? matcher.group(1) : key;
      notes.add("An image without a file name got that of its key", fileName);
    }
    entry = entry.named("image " + fileName);
    List<Json> regions = entry.list("regions");
    if (entry.get("regions").isEmpty()) {
      notes.add("An image has no list of regions and was taken as empty", fileName);
    }
    JsonObject fields = entry.object().deepCopy();
    fields.remove("regions");
    return new Via.Image(fileName, key, new Json(path, entry.place(), fields), regions);
  }

  // -- Writing --

  @Override
  public List<String> write(Dataset dataset, Path path) throws IOException {
    Notes notes = new Notes();
    Via.noteLost(dataset, notes);
    JsonObject images = new JsonObject();
    JsonArray keys = new JsonArray();
    for (LabelledImage image : dataset.images()) {
      JsonObject entry = Via.entry(dataset, image, path.toAbsolutePath().getParent());
      if (this == VERSION_1) {
        entry.add("regions", numbered(entry.getAsJsonArray("regions")));
      }
      String key = Via.key(image, entry);
      images.add(key, entry);
      keys.add(key);
    }
    if (this == PROJECT) {
      JsonObject project = Via.project(dataset);
      project.add(IMAGES, images);
      project.add("_via_image_id_list", keys);
      Json.write(project, path);
    } else {
      Json.write(images, path);
    }
    return notes.sentences();
  }

  private static JsonObject numbered(JsonArray regions) {
    JsonObject numbered = new JsonObject();
    for (int i = 0; i < regions.size(); i++) {
      numbered.add(Integer.toString(i), regions.get(i));
    }
    return numbered;
  }
}
