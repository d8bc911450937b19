package io.github.spermfinder.evaluate;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.DoubleStream;

/**
 * Evaluates pairs of COCO files, for {@code benchmarks/coco_evaluation.py} to compare with
 * pycocotools. For every line {@code TRUTH TAB RESULTS} of the first file named in the arguments it
 * writes one JSON object to the second: the numbers of all classes and of each, and the seconds
 * that reading, the first evaluation, and the median of the given number of evaluations took.
 */
final class CocoFigures {

  private CocoFigures() {}

  public static void main(String[] args) throws IOException {
    int evaluations = Integer.parseInt(args[2]);
    StringBuilder lines = new StringBuilder();
    for (String pair : Files.readAllLines(Path.of(args[0]))) {
      String[] files = pair.split("\t");
      lines.append(figures(Path.of(files[0]), Path.of(files[1]), evaluations)).append('\n');
    }
    Files.writeString(Path.of(args[1]), lines);
  }

  private static JsonObject figures(Path truth, Path results, int evaluations) throws IOException {
    long start = System.nanoTime();
    CocoCase files = CocoCase.read(truth, results);
    double reading = (System.nanoTime() - start) / 1e9;
    double[] seconds = new double[evaluations];
    for (int i = 0; i < evaluations; i++) {
      start = System.nanoTime();
      files.evaluate().metrics();
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    Evaluation evaluation = files.evaluate();
    JsonObject figures = new JsonObject();
    figures.add("all", json(evaluation.metrics()));
    JsonObject classes = new JsonObject();
    for (int id : evaluation.classIds()) {
      classes.add(Integer.toString(id), json(evaluation.metrics(id)));
    }
    figures.add("classes", classes);
    figures.addProperty("reading", reading);
    figures.addProperty("first", seconds[0]);
    figures.addProperty("median", DoubleStream.of(seconds).sorted().toArray()[evaluations / 2]);
    return figures;
  }

  private static JsonElement json(Metrics metrics) {
    Collection<Double> values = metrics.byName().values();
    return new Gson().toJsonTree(values.stream().limit(12).toList());
  }
}
