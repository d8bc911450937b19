package io.github.spermfinder.evaluate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.spermfinder.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How far the numbers of an evaluation would vary with other patients: 95% percentile intervals of
 * the bootstrap (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapters 8 and 13).
 *
 * <p>Images of one patient or clip resemble each other, so patients are drawn, not images, as many
 * as there are, with replacement. Intervals from few patients come out too narrow.
 */
public final class Bootstrap {

  private Bootstrap() {}

  /**
   * @param low 2.5th percentile
   * @param high 97.5th percentile
   */
  public record Interval(double low, double high) {}

  /**
   * Intervals of all {@link Metrics#byName numbers} that are defined in at least one sample; of the
   * samples, those count in which the number is defined.
   *
   * @param patient names the patient or clip of an image by the image's file name
   * @param samples how many to draw, at least 1; 1000 or more give stable intervals
   * @param seed the same seed gives the same intervals
   * @return empty if the user canceled it
   * @throws IllegalArgumentException if there are fewer than two patients, or no samples
   */
  public static Map<String, Interval> intervals(
      Evaluation evaluation,
      Function<String, String> patient,
      int samples,
      long seed,
      Progress progress) {
    List<List<Integer>> patients = patients(evaluation.fileNames(), patient);
    if (patients.size() < 2 || samples < 1) {
      throw new IllegalArgumentException(
          "Intervals need at least 2 patients and 1 sample, not "
              + patients.size()
              + " and "
              + samples);
    }
    Random random = new Random(seed);
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (int s = 0; s < samples; s++) {
      if (progress.isCanceled()) {
        return Map.of();
      }
      progress.show((double) s / samples, "Drawing patients for intervals...");
      int[] weights = new int[evaluation.fileNames().size()];
      for (int i = 0; i < patients.size(); i++) {
        for (int image : patients.get(random.nextInt(patients.size()))) {
          weights[image]++;
        }
      }
      evaluation
          .metrics(weights)
          .byName()
          .forEach(
              (name, value) -> values.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    Map<String, Interval> intervals = new LinkedHashMap<>();
    values.forEach(
        (name, ofName) -> {
          double[] sorted =
              ofName.stream().filter(v -> v >= 0).mapToDouble(v -> v).sorted().toArray();
          if (sorted.length > 0) {
            intervals.put(name, new Interval(quantile(sorted, .025), quantile(sorted, .975)));
          }
        });
    return Collections.unmodifiableMap(intervals);
  }

  /** The indices of each patient's images. */
  private static List<List<Integer>> patients(
      List<String> fileNames, Function<String, String> patient) {
    return List.copyOf(
        IntStream.range(0, fileNames.size())
            .boxed()
            .collect(groupingBy(i -> patient.apply(fileNames.get(i)), LinkedHashMap::new, toList()))
            .values());
  }

  /** Quantile with linear interpolation between neighbours (type 7 of Hyndman and Fan 1996). */
  private static double quantile(double[] sorted, double p) {
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
