package io.github.spermfinder.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * File names to train with, to choose the best model by, and to test it with. All images of a
 * patient are on one side: near duplicates on both would make any model look good. {@code
 * dataset.only(split.train())} is the dataset of a side.
 *
 * @param train in alphabetical order, as are the others
 * @param validation to choose settings and the moment to stop
 * @param test to be looked at once
 */
public record Split(List<String> train, List<String> validation, List<String> test) {

  /** Drawn orders of the patients of which the one is taken that comes nearest to the shares. */
  private static final int DRAWS = 200;

  /**
   * How much goes where, in any unit: 80, 10, 10 is the same as .8, .1, .1.
   *
   * @param train at least 0, as are the others
   */
  public record Shares(double train, double validation, double test) {

    /**
     * @throws IllegalArgumentException if one is negative or not finite, or all are 0
     */
    public Shares {
      double sum = train + validation + test;
      if (!(train >= 0 && validation >= 0 && test >= 0 && sum > 0 && Double.isFinite(sum))) {
        throw new IllegalArgumentException(
            "Shares have to be at least 0 and not all 0, not "
                + train
                + ", "
                + validation
                + ", "
                + test);
      }
    }

    private double[] ofImages(int images) {
      double sum = train + validation + test;
      return new double[] {images * train / sum, images * validation / sum, images * test / sum};
    }
  }

  public Split {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /**
   * Splits files at random, as near to the shares in numbers of images as patients allow.
   *
   * @param patientByFile as {@link Patients} gives it; its order does not matter
   * @param seed the same files, patients, shares and seed give the same split
   * @throws IllegalArgumentException if there are fewer patients than sides with a share
   */
  public static Split of(Map<String, String> patientByFile, Shares shares, long seed) {
    TreeMap<String, List<String>> filesByPatient = new TreeMap<>();
    new TreeMap<>(patientByFile)
        .forEach(
            (file, patient) ->
                filesByPatient.computeIfAbsent(patient, key -> new ArrayList<>()).add(file));
    double[] targets = shares.ofImages(patientByFile.size());
    long sides = Arrays.stream(targets).filter(target -> target > 0).count();
    if (filesByPatient.size() < sides) {
      throw new IllegalArgumentException(
          filesByPatient.size()
              + " patients cannot be split into "
              + sides
              + " sides: give more patients, or a share of 0");
    }
    List<List<String>> patients = new ArrayList<>(filesByPatient.values());
    Random random = new Random(seed);
    List<List<String>> best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < DRAWS; i++) {
      Collections.shuffle(patients, random);
      List<List<String>> draw = deal(patients, targets, (int) sides);
      double distance =
          IntStream.range(0, targets.length)
              .mapToDouble(side -> Math.abs(draw.get(side).size() - targets[side]))
              .sum();
      if (distance < least) {
        best = draw;
        least = distance;
      }
    }
    best.forEach(Collections::sort);
    return new Split(best.get(0), best.get(1), best.get(2));
  }

  /**
   * Fills side after side, the last first, so that training gets the rest: each takes at least one
   * patient, then more while that brings it nearer to its target, and leaves one for each side to
   * come.
   */
  private static List<List<String>> deal(List<List<String>> patients, double[] targets, int sides) {
    List<List<String>> dealt = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int next = 0;
    int sidesLeft = sides;
    for (int side = targets.length - 1; side >= 0; side--) {
      if (targets[side] == 0) {
        continue;
      }
      sidesLeft--;
      List<String> files = dealt.get(side);
      while (patients.size() - next > sidesLeft
          && (sidesLeft == 0
              || files.isEmpty()
              || files.size() + patients.get(next).size() / 2.0 <= targets[side])) {
        files.addAll(patients.get(next++));
      }
    }
    return dealt;
  }
}
