package io.github.spermfinder.label;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.spermfinder.AtomicFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A value in a JSON file with the place where it stands, so that whatever is wrong with it can be
 * said with file and entry.
 *
 * @param file that it is from
 * @param place in the file, for people; empty for the whole
 * @param value never null, but maybe JSON's null
 */
record Json(Path file, String place, JsonElement value) {

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  // -- Files --

  static Json read(Path file, Notes notes) throws IOException {
    String text = TextFile.read(file, notes);
    try {
      requireUniqueKeys(file, new JsonReader(new StringReader(text)));
      return new Json(file, "", JsonParser.parseString(text));
    } catch (JsonParseException | MalformedJsonException | EOFException e) {
      throw new LabelException(file, "", "is not valid JSON: " + e.getMessage(), e);
    }
  }

  /** JSON in a string, such as a cell of a table. */
  static Json parse(Path file, String place, String text) throws LabelException {
    try {
      return new Json(file, place, JsonParser.parseString(text));
    } catch (JsonParseException e) {
      throw new LabelException(file, place, "\"" + text + "\" is not valid JSON", e);
    }
  }

  static void write(JsonElement value, Path file) throws IOException {
    AtomicFile.write(file, out -> write(value, out));
  }

  static void write(JsonElement value, OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    try {
      GSON.toJson(value, writer);
    } catch (JsonIOException e) {
      // Gson hides that the disk is full in an unchecked exception.
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
    writer.flush();
  }

  /** Of two values with the same key a parser would silently drop one, and labels with it. */
  private static void requireUniqueKeys(Path file, JsonReader reader) throws IOException {
    reader.setLenient(true);
    Deque<Set<String>> keys = new ArrayDeque<>();
    for (JsonToken token = reader.peek(); token != JsonToken.END_DOCUMENT; token = reader.peek()) {
      switch (token) {
        case BEGIN_OBJECT -> {
          reader.beginObject();
          keys.push(new HashSet<>());
        }
        case END_OBJECT -> {
          reader.endObject();
          keys.pop();
        }
        case BEGIN_ARRAY -> reader.beginArray();
        case END_ARRAY -> reader.endArray();
        case NAME -> {
          String name = reader.nextName();
          if (!keys.element().add(name)) {
            throw new LabelException(file, "\"" + name + "\"", "the key occurs twice");
          }
        }
        default -> reader.skipValue();
      }
    }
  }

  /** A reader for a look at the beginning of a file, which may be anything. */
  static JsonReader peek(Path file) throws IOException {
    JsonReader reader = new JsonReader(TextFile.peek(file));
    reader.setLenient(true);
    return reader;
  }

  // -- Values --

  LabelException error(String reason) {
    return new LabelException(file, place, reason);
  }

  boolean isObject() {
    return value.isJsonObject();
  }

  boolean isArray() {
    return value.isJsonArray();
  }

  JsonObject object() throws LabelException {
    if (!value.isJsonObject()) {
      throw error("should be an object {...}, not " + brief(value));
    }
    return value.getAsJsonObject();
  }

  /** The value of a key; empty where it is missing or null. */
  Optional<Json> get(String key) throws LabelException {
    JsonElement element = object().get(key);
    return element == null || element.isJsonNull()
        ? Optional.empty()
        : Optional.of(new Json(file, place, element));
  }

  Json require(String key) throws LabelException {
    return get(key).orElseThrow(() -> error("has no \"" + key + "\""));
  }

  /** The path of an image, with forward slashes; Windows' tools also write it with others. */
  String fileName(String key) throws LabelException {
    return text(key).replace('\\', '/');
  }

  /** The elements of the list that a key stands for, none where it is missing. */
  List<Json> list(String key) throws LabelException {
    Optional<Json> list = get(key);
    return list.isPresent() ? list.get().elements(singular(key)) : List.of();
  }

  /** The elements of an array or of an object keyed by numbers. */
  List<Json> elements(String name) throws LabelException {
    List<Json> elements = new ArrayList<>();
    if (value.isJsonArray()) {
      for (JsonElement element : value.getAsJsonArray()) {
        elements.add(new Json(file, at(name + " " + (elements.size() + 1)), element));
      }
    } else {
      for (Map.Entry<String, JsonElement> entry : object().entrySet()) {
        elements.add(new Json(file, at(name + " " + entry.getKey()), entry.getValue()));
      }
    }
    return elements;
  }

  Json named(String place) {
    return new Json(file, place, value);
  }

  String at(String inner) {
    return place.isEmpty() ? inner : place + ", " + inner;
  }

  /** The finite number that a key stands for, which may be written as a string. */
  double number(String key) throws LabelException {
    return number(key, require(key).value);
  }

  private double number(String key, JsonElement element) throws LabelException {
    try {
      double number = element.getAsJsonPrimitive().getAsDouble();
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (IllegalStateException | NumberFormatException notANumber) {
      // falls through
    }
    throw error("\"" + key + "\" should be a number, not " + brief(element));
  }

  /** The numbers of the list that a key stands for. */
  double[] numbers(String key) throws LabelException {
    JsonElement list = require(key).value;
    if (!list.isJsonArray()) {
      throw error("\"" + key + "\" should be a list of numbers, not " + brief(list));
    }
    JsonArray array = list.getAsJsonArray();
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(key, array.get(i));
    }
    return numbers;
  }

  /** The whole number from a smallest one that a key stands for. */
  int integer(String key, int least) throws LabelException {
    double number = number(key);
    if (number != Math.rint(number) || number < least || number > Integer.MAX_VALUE) {
      throw error("\"" + key + "\" should be a whole number from " + least + ", not " + number);
    }
    return (int) number;
  }

  /** The text that a key stands for; numbers and truth values count as text. */
  String text(String key) throws LabelException {
    JsonElement element = require(key).value;
    if (!element.isJsonPrimitive()) {
      throw error("\"" + key + "\" should be text, not " + brief(element));
    }
    return element.getAsString();
  }

  /** A number as JSON has it most briefly: 12, not 12.0, but every digit of 12.1. */
  static JsonPrimitive number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1L << 53
        ? new JsonPrimitive((long) number)
        : new JsonPrimitive(number);
  }

  private static String brief(JsonElement element) {
    String text = element.toString();
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }

  private static String singular(String key) {
    return key.endsWith("ies")
        ? key.substring(0, key.length() - 3) + "y"
        : key.endsWith("s") ? key.substring(0, key.length() - 1) : key;
  }
}
