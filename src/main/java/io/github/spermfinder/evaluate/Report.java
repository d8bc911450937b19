package io.github.spermfinder.evaluate;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.measure.ResultsTable;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.evaluate.Bootstrap.Interval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The results of an evaluation as tables and files. As in COCO, -1 stands for nothing to find.
 *
 * @param evaluation of the detector
 * @param intervals by name, as from {@link Bootstrap#intervals}; may be empty
 * @param table1 the detector beside annotators; may have no rows
 */
public record Report(Evaluation evaluation, Map<String, Interval> intervals, Table1 table1) {

  private static final String ALL_CLASSES = "all";
  private static final int DECIMALS = 6;

  public Report {
    Objects.requireNonNull(evaluation);
    Objects.requireNonNull(table1);
    intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
  }

  // -- Tables --

  /** All classes together, then each class: Class, {@link Metrics#byName the numbers}. */
  public ResultsTable metricsTable() {
    ResultsTable table = emptyTable();
    addMetrics(table, ALL_CLASSES, evaluation.metrics());
    for (int id : evaluation.classIds()) {
      addMetrics(table, evaluation.classes().name(id), evaluation.metrics(id));
    }
    return table;
  }

  private static void addMetrics(ResultsTable table, String name, Metrics metrics) {
    table.addRow();
    table.addValue("Class", name);
    metrics.byName().forEach(table::addValue);
  }

  /** Metric, Low, High: 95% intervals. */
  public ResultsTable intervalsTable() {
    ResultsTable table = emptyTable();
    intervals.forEach(
        (name, interval) -> {
          table.addRow();
          table.addValue("Metric", name);
          table.addValue("Low", interval.low());
          table.addValue("High", interval.high());
        });
    return table;
  }

  /** Name, Precision, AR, F1, as {@link Table1.Row} has them. */
  public ResultsTable table1Table() {
    ResultsTable table = emptyTable();
    for (Table1.Row row : table1.rows()) {
      table.addRow();
      table.addValue("Name", row.name());
      table.addValue("Precision", row.precision());
      table.addValue("AR", row.averageRecall());
      table.addValue("F1", row.f1());
    }
    return table;
  }

  private static ResultsTable emptyTable() {
    ResultsTable table = new ResultsTable();
    table.setPrecision(DECIMALS);
    return table;
  }

  // -- Files --

  /**
   * Writes {@code metrics.csv}, {@code intervals.csv}, {@code table1.csv} and, with all in full
   * precision, {@code evaluation.json}. A table without rows is not written. Each file replaces an
   * older one only when it is complete.
   *
   * @param folder made if there is none
   */
  public void save(Path folder) throws IOException {
    saveCsv(metricsTable(), folder.resolve("metrics.csv"));
    saveCsv(intervalsTable(), folder.resolve("intervals.csv"));
    saveCsv(table1Table(), folder.resolve("table1.csv"));
    write(
        folder.resolve("evaluation.json"),
        new GsonBuilder().setPrettyPrinting().create().toJson(json()) + "\n");
  }

  /** ImageJ's own {@code saveAs} neither notices a full disk nor escapes quotation marks. */
  private static void saveCsv(ResultsTable table, Path file) throws IOException {
    if (table.size() > 0) {
      String[] headings = table.getHeadings();
      Stream<String> rows =
          IntStream.range(0, table.size())
              .mapToObj(
                  row -> csvRow(Arrays.stream(headings).map(h -> table.getStringValue(h, row))));
      write(
          file,
          Stream.concat(Stream.of(csvRow(Arrays.stream(headings))), rows)
              .collect(Collectors.joining()));
    }
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A row by RFC 4180. */
  private static String csvRow(Stream<String> fields) {
    return fields
        .map(f -> f.matches("[^\",\r\n]*") ? f : '"' + f.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(",", "", "\n"));
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("images", evaluation.fileNames().size());
    json.add("all", json(evaluation.metrics()));
    JsonArray classes = new JsonArray();
    for (int id : evaluation.classIds()) {
      JsonObject ofClass = new JsonObject();
      ofClass.addProperty("id", id);
      ofClass.addProperty("name", evaluation.classes().name(id));
      ofClass.add("metrics", json(evaluation.metrics(id)));
      classes.add(ofClass);
    }
    json.add("classes", classes);
    JsonObject ofIntervals = new JsonObject();
    intervals.forEach(
        (name, interval) -> {
          JsonArray ends = new JsonArray();
          ends.add(interval.low());
          ends.add(interval.high());
          ofIntervals.add(name, ends);
        });
    json.add("intervals95", ofIntervals);
    JsonArray rows = new JsonArray();
    for (Table1.Row row : table1.rows()) {
      JsonObject ofRow = new JsonObject();
      ofRow.addProperty("name", row.name());
      ofRow.addProperty("precision", row.precision());
      ofRow.addProperty("ar", row.averageRecall());
      ofRow.addProperty("f1", row.f1());
      rows.add(ofRow);
    }
    json.add("table1", rows);
    return json;
  }

  private static JsonObject json(Metrics metrics) {
    JsonObject json = new JsonObject();
    metrics.byName().forEach(json::addProperty);
    return json;
  }
}
