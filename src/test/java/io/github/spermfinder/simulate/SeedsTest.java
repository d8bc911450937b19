package io.github.spermfinder.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * No field is on two sides: those that the shipped model has learned from, those that chose its
 * best step and its thresholds, and those that it is measured on.
 */
class SeedsTest {

  private static final Path RECIPE = Path.of("macros", "Train_Shipped_Model.ijm");

  /** The number of fields may be an argument of the macro; 1,000 then is the most that is sane. */
  private static final Pattern FIELDS =
      Pattern.compile("fields=(\\d+|\" \\+ \\S+ \\+ \") seed=(\\d+)");

  private static final Pattern SAID =
      Pattern.compile(
          "learned from those of (\\d+) to (\\d+), and was chosen by those of (\\d+) to (\\d+)");

  private record Seeds(Path macro, long first, long last) {

    boolean shares(Seeds other) {
      return first <= other.last && other.first <= last;
    }
  }

  private static List<Seeds> seeds(Path macro) throws Exception {
    String text = Files.readString(macro);
    List<Seeds> all =
        FIELDS
            .matcher(text)
            .results()
            .map(
                match -> {
                  long count =
                      match.group(1).matches("\\d+") ? Long.parseLong(match.group(1)) : 1000;
                  long first = Long.parseLong(match.group(2));
                  return new Seeds(macro, first, first + count - 1);
                })
            .toList();
    assertFalse(text.contains("seed=\" +"), macro + " has seeds that this test does not see");
    assertEquals(text.contains("Simulate Fields"), !all.isEmpty(), macro.toString());
    return all;
  }

  @Test
  void areOnOneSideOnly() throws Exception {
    List<Seeds> learned = seeds(RECIPE);
    assertEquals(26, learned.size());
    for (Seeds validation : learned.subList(0, 2)) {
      for (Seeds training : learned.subList(2, 26)) {
        assertFalse(validation.shares(training), "training and validation");
      }
    }
    List<Seeds> measured = new ArrayList<>(seeds(Path.of("samples", "Samples.ijm")));
    try (var macros = Files.newDirectoryStream(Path.of("benchmarks"), "*.ijm")) {
      for (Path macro : macros) {
        measured.addAll(seeds(macro));
      }
    }
    assertTrue(measured.size() >= 5, measured.toString());
    for (Seeds one : measured) {
      for (Seeds other : learned) {
        assertFalse(one.shares(other), one + " and " + other);
      }
    }
  }

  @Test
  void theReadmeSaysWhichNotToMeasureOn() throws Exception {
    Matcher said = SAID.matcher(Files.readString(Path.of("README.md")));
    assertTrue(said.find());
    long[] ends =
        IntStream.rangeClosed(1, 4).mapToLong(i -> Long.parseLong(said.group(i))).toArray();
    List<Seeds> all = seeds(RECIPE);
    for (Seeds one : all) {
      int start = all.indexOf(one) < 2 ? 2 : 0;
      assertTrue(ends[start] <= one.first && one.last <= ends[start + 1], one.toString());
    }
  }

  @Test
  void theClipsForEvaluationAloneAreNotInTheRecipe() throws Exception {
    String recipe = Files.readString(RECIPE);
    assertFalse(recipe.toLowerCase().contains("svia"), recipe);
    assertTrue(recipe.contains("visem-tracking-11"), recipe);
  }
}
