package io.github.spermfinder.label;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spermfinder.CsvFile;
import io.github.spermfinder.LabelMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * CSV of the VGG Image Annotator 1 and 2: a row a region, with shape and attributes as JSON in its
 * cells, and a row for each image without regions. Commas, semicolons or tabs may stand between
 * cells. All else is as in {@link ViaJson}.
 */
public final class ViaCsv implements LabelFormat {

  private static final String[] COLUMNS = {
    "filename",
    "file_size",
    "file_attributes",
    "region_count",
    "region_id",
    "region_shape_attributes",
    "region_attributes"
  };

  @Override
  public String title() {
    return "VIA CSV";
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (BufferedReader reader = new BufferedReader(TextFile.peek(path))) {
      char[] beginning = new char[200];
      int length = reader.read(beginning);
      return length > 0
          && new String(beginning, 0, length)
              .lines()
              .findFirst()
              .filter(header -> header.replaceFirst("^[#\"]*", "").startsWith(COLUMNS[0]))
              .filter(header -> header.contains(COLUMNS[5]))
              .isPresent();
    }
  }

  // -- Reading --

  @Override
  public Imported read(Path path, LabelMap known) throws IOException {
    Notes notes = new Notes();
    Map<String, Via.Image> images = new LinkedHashMap<>();
    for (CSVRecord row : Csv.read(path, notes, COLUMNS)) {
      readRow(path, row, images);
    }
    Dataset dataset =
        Via.dataset(path, List.copyOf(images.values()), new JsonObject(), known, notes);
    return new Imported(dataset, notes.sentences());
  }

  private static void readRow(Path path, CSVRecord row, Map<String, Via.Image> images)
      throws LabelException {
    String place = Csv.place(row);
    String fileName = row.get("filename").replace('\\', '/');
    if (fileName.isBlank()) {
      throw new LabelException(path, place, "has no file name");
    }
    Via.Image image = images.get(fileName);
    if (image == null) {
      JsonObject fields = new JsonObject();
      fields.addProperty("size", row.get("file_size"));
      fields.add("file_attributes", json(path, place, row, "file_attributes"));
      Json entry = new Json(path, "image " + fileName, fields);
      image = new Via.Image(fileName, "", entry, new ArrayList<>());
      images.put(fileName, image);
    } else if (!image.entry().text("size").equals(row.get("file_size"))) {
      throw new LabelException(path, place, "two images of other sizes are called " + fileName);
    }
    JsonObject shape = json(path, place, row, "region_shape_attributes");
    if (!shape.isEmpty()) {
      JsonObject region = new JsonObject();
      region.add("shape_attributes", shape);
      region.add("region_attributes", json(path, place, row, "region_attributes"));
      image.regions().add(new Json(path, place, region));
    }
  }

  private static JsonObject json(Path path, String place, CSVRecord row, String column)
      throws LabelException {
    String cell = row.get(column);
    return cell.isBlank()
        ? new JsonObject()
        : Json.parse(path, place + ", " + column, cell).object();
  }

  // -- Writing --

  @Override
  public List<String> write(Dataset dataset, Path path) throws IOException {
    Notes notes = new Notes();
    Via.noteLost(dataset, notes);
    List<JsonObject> entries = new ArrayList<>();
    for (LabelledImage image : dataset.images()) {
      entries.add(Via.entry(dataset, image, path.toAbsolutePath().getParent()));
    }
    CsvFile.write(
        path,
        csv -> {
          csv.printRecord((Object[]) COLUMNS);
          for (JsonObject entry : entries) {
            writeRows(csv, entry);
          }
        });
    return notes.sentences();
  }

  private static void writeRows(CSVPrinter csv, JsonObject entry) throws IOException {
    String name = entry.get("filename").getAsString();
    String size = entry.get("size").getAsString();
    JsonElement attributes = entry.get("file_attributes");
    JsonArray regions = entry.getAsJsonArray("regions");
    if (regions.isEmpty()) {
      csv.printRecord(name, size, attributes, 0, 0, "{}", "{}");
    }
    for (int i = 0; i < regions.size(); i++) {
      JsonObject region = regions.get(i).getAsJsonObject();
      csv.printRecord(
          name,
          size,
          attributes,
          regions.size(),
          i,
          region.get("shape_attributes"),
          region.get("region_attributes"));
    }
  }
}
