package io.github.spermfinder.model;

import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code label_map.pbtxt} of the TensorFlow Object Detection API: {@code item { id: 1 name:
 * 'sperm' display_name: 'Sperm' }}. The name that people are shown goes before the other one.
 */
final class LabelMapFile {

  static final String FILE_NAME = "label_map.pbtxt";

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");
  private static final String STRING =
      "(?:\"((?:[^\"\\\\\n]|\\\\.)*+)\"|'((?:[^'\\\\\n]|\\\\.)*+)')";
  private static final Pattern ITEM =
      Pattern.compile(
          "item\\s*:?\\s*\\{((?:[^}\"']++|" + STRING + "|[\"'])*+)}"); // lone: a comment's
  private static final Pattern ID = Pattern.compile("\\bid\\s*:\\s*(\\d{1,9})");
  private static final Pattern NAME = Pattern.compile("\\bname\\s*:\\s*" + STRING);
  private static final Pattern DISPLAY_NAME = Pattern.compile("\\bdisplay_name\\s*:\\s*" + STRING);

  /** An item of id 0 may say so; no box has that class. */
  private static final Pattern BACKGROUND =
      Pattern.compile("\\b(display_)?name\\s*:\\s*(\"background\"|'background')");

  private LabelMapFile() {}

  /**
   * Reads the label map in a model's folder.
   *
   * @return an empty one where there is none
   * @throws SpermFinderException if it is there but is no label map
   */
  static LabelMap read(Path modelFolder) throws SpermFinderException {
    Path file = modelFolder.resolve(FILE_NAME);
    if (!Files.exists(file)) {
      return LabelMap.empty();
    }
    try {
      return parse(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new SpermFinderException(
          "The label map " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Writes the label map into a model's folder; there is no file where no class has a name. */
  static void write(Path modelFolder, LabelMap labels) throws IOException {
    if (labels.names().isEmpty()) {
      Files.deleteIfExists(modelFolder.resolve(FILE_NAME));
      return;
    }
    StringBuilder text = new StringBuilder();
    labels
        .names()
        .forEach(
            (id, name) -> {
              text.append("item {\n  id: ").append(id).append("\n  name: \"");
              text.append(escaped(name)).append("\"\n}\n");
            });
    AtomicFile.write(
        modelFolder.resolve(FILE_NAME),
        out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  static LabelMap parse(String text) {
    Map<Integer, String> names = new TreeMap<>();
    Matcher item = ITEM.matcher(COMMENT.matcher(text).replaceAll(""));
    boolean any = false;
    while (item.find()) {
      any = true;
      String body = item.group(1);
      Matcher id = ID.matcher(body);
      Matcher name = DISPLAY_NAME.matcher(body);
      if (!name.find()) {
        name = NAME.matcher(body);
        if (!name.find()) {
          throw new IllegalArgumentException("an item has no name: {" + body.strip() + "}");
        }
      }
      if (!id.find()) {
        throw new IllegalArgumentException("an item has no id: {" + body.strip() + "}");
      }
      int classId = Integer.parseInt(id.group(1));
      if (classId > 0 || !BACKGROUND.matcher(body).find()) {
        String inQuotes = name.group(1) != null ? name.group(1) : name.group(2);
        names.put(classId, unescaped(inQuotes));
      }
    }
    if (!any) {
      throw new IllegalArgumentException("it has no item { id: 1 name: '...' }");
    }
    return LabelMap.of(names);
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** What Protocol Buffers make of a backslash and the character after it, but for numbers. */
  private static String unescaped(String inQuotes) {
    return ESCAPE
        .matcher(inQuotes)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    switch (escape.group(1)) {
                      case "n" -> "\n";
                      case "\\", "\"", "'" -> escape.group(1);
                      default -> escape.group();
                    }));
  }
}
