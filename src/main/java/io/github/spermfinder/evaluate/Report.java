package io.github.spermfinder.evaluate;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.measure.ResultsTable;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.evaluate.Bootstrap.Interval;
import io.github.spermfinder.evaluate.PrecisionRecallCurve.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The results of an evaluation as tables and files. As in COCO, -1 stands for nothing to find.
 *
 * @param evaluation of the detector; empty where only annotators were evaluated
 * @param intervals by name, as from {@link Bootstrap#intervals}; may be empty
 * @param table1 the detector beside annotators; may have no rows
 * @param sensitivity that is wanted of the detector, 0 to 1
 * @param time that the detector took, where it was there to be measured
 */
public record Report(
    Optional<Evaluation> evaluation,
    Map<String, Interval> intervals,
    Table1 table1,
    double sensitivity,
    Optional<Time> time) {

  /**
   * How long a detector took.
   *
   * @param images how many it looked at, at least 1
   * @param seconds for all of them, reading included
   * @param networkSeconds of these, in TensorFlow's own call
   */
  public record Time(int images, double seconds, double networkSeconds) {}

  private static final String ALL_CLASSES = "all";
  private static final int DECIMALS = 6;

  public Report {
    Objects.requireNonNull(evaluation);
    Objects.requireNonNull(table1);
    Objects.requireNonNull(time);
    intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
  }

  // -- Tables --

  /** All classes together, then each class: Class, {@link Metrics#byName the numbers}. */
  public ResultsTable metricsTable() {
    ResultsTable table = emptyTable();
    evaluation.ifPresent(
        detector -> {
          addMetrics(table, ALL_CLASSES, detector.metrics());
          for (int id : detector.classIds()) {
            addMetrics(table, detector.classes().name(id), detector.metrics(id));
          }
        });
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

  /**
   * What the lowest score should be, for all classes together and for each: Class, Goal, Threshold,
   * Precision, Recall, F1, TP, FP, Misses, all at IoU .5. Where no threshold reaches the goal, they
   * are -1.
   */
  public ResultsTable thresholdsTable() {
    ResultsTable table = emptyTable();
    evaluation.ifPresent(
        detector -> {
          addThresholds(table, ALL_CLASSES, detector.curve());
          for (int id : detector.classIds()) {
            addThresholds(table, detector.classes().name(id), detector.curve(id));
          }
        });
    return table;
  }

  private void addThresholds(ResultsTable table, String name, PrecisionRecallCurve curve) {
    addThreshold(table, name, "Best F1", curve.bestF1());
    addThreshold(table, name, "Sensitivity " + sensitivity, curve.forRecall(sensitivity));
  }

  private static void addThreshold(
      ResultsTable table, String name, String goal, Optional<Point> point) {
    table.addRow();
    table.addValue("Class", name);
    table.addValue("Goal", goal);
    table.addValue("Threshold", point.map(Point::threshold).orElse(-1.));
    table.addValue("Precision", point.map(Point::precision).orElse(-1.));
    table.addValue("Recall", point.map(Point::recall).orElse(-1.));
    table.addValue("F1", point.map(Point::f1).orElse(-1.));
    table.addValue("TP", point.map(Point::truePositives).orElse(-1));
    table.addValue("FP", point.map(Point::falsePositives).orElse(-1));
    table.addValue("Misses", point.map(p -> p.positives() - p.truePositives()).orElse(-1L));
  }

  /** Images, Seconds, TensorFlow, SecondsPerImage: seconds in all, and of these in TensorFlow. */
  public ResultsTable timeTable() {
    ResultsTable table = emptyTable();
    time.ifPresent(
        t -> {
          table.addRow();
          table.addValue("Images", t.images());
          table.addValue("Seconds", t.seconds());
          table.addValue("TensorFlow", t.networkSeconds());
          table.addValue("SecondsPerImage", t.seconds() / t.images());
        });
    return table;
  }

  private static ResultsTable emptyTable() {
    ResultsTable table = new ResultsTable();
    table.setPrecision(DECIMALS);
    return table;
  }

  // -- Files --

  /**
   * Writes {@code metrics.csv}, {@code thresholds.csv}, {@code intervals.csv}, {@code table1.csv},
   * {@code time.csv} and, with all in full precision, {@code evaluation.json}. A table without rows
   * is not written, and its file of an earlier evaluation deleted. Each file replaces an older one
   * only when it is complete.
   *
   * @param folder made if there is none
   */
  public void save(Path folder) throws IOException {
    saveCsv(metricsTable(), folder.resolve("metrics.csv"));
    saveCsv(thresholdsTable(), folder.resolve("thresholds.csv"));
    saveCsv(intervalsTable(), folder.resolve("intervals.csv"));
    saveCsv(table1Table(), folder.resolve("table1.csv"));
    saveCsv(timeTable(), folder.resolve("time.csv"));
    write(
        folder.resolve("evaluation.json"),
        new GsonBuilder().setPrettyPrinting().create().toJson(json()) + "\n");
  }

  /** ImageJ's own {@code saveAs} neither notices a full disk nor escapes quotation marks. */
  private static void saveCsv(ResultsTable table, Path file) throws IOException {
    if (table.size() == 0) {
      Files.deleteIfExists(file); // what an earlier evaluation left is no part of this one
    } else {
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
    evaluation.ifPresent(detector -> addDetector(json, detector));
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

  private void addDetector(JsonObject json, Evaluation detector) {
    json.addProperty("images", detector.fileNames().size());
    json.add("all", json(detector.metrics()));
    json.add("thresholds", thresholds(detector.curve()));
    JsonArray classes = new JsonArray();
    for (int id : detector.classIds()) {
      JsonObject ofClass = new JsonObject();
      ofClass.addProperty("id", id);
      ofClass.addProperty("name", detector.classes().name(id));
      ofClass.add("metrics", json(detector.metrics(id)));
      ofClass.add("thresholds", thresholds(detector.curve(id)));
      classes.add(ofClass);
    }
    json.add("classes", classes);
    time.ifPresent(
        t -> {
          JsonObject ofTime = new JsonObject();
          ofTime.addProperty("images", t.images());
          ofTime.addProperty("seconds", t.seconds());
          ofTime.addProperty("tensorFlowSeconds", t.networkSeconds());
          json.add("time", ofTime);
        });
  }

  /** A threshold that does not exist is absent. */
  private JsonObject thresholds(PrecisionRecallCurve curve) {
    JsonObject json = new JsonObject();
    json.addProperty("wantedSensitivity", sensitivity);
    curve.bestF1().ifPresent(point -> json.add("bestF1", json(point)));
    curve.forRecall(sensitivity).ifPresent(point -> json.add("forSensitivity", json(point)));
    return json;
  }

  private static JsonObject json(Point point) {
    JsonObject json = new JsonObject();
    json.addProperty("threshold", point.threshold());
    json.addProperty("precision", point.precision());
    json.addProperty("recall", point.recall());
    json.addProperty("f1", point.f1());
    json.addProperty("truePositives", point.truePositives());
    json.addProperty("falsePositives", point.falsePositives());
    json.addProperty("misses", point.positives() - point.truePositives());
    return json;
  }

  private static JsonObject json(Metrics metrics) {
    JsonObject json = new JsonObject();
    metrics.byName().forEach(json::addProperty);
    return json;
  }
}
