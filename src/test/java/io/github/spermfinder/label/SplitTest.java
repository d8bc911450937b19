package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SharedData;
import io.github.spermfinder.label.Split.Shares;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are split by patient, near to the shares, and the same way each time. */
class SplitTest {

  private static final Shares USUAL = new Shares(80, 10, 10);

  /** Files of patients, by the numbers of files that patients have. */
  private static Map<String, String> files(List<Integer> counts) {
    Map<String, String> patients = new LinkedHashMap<>();
    for (int patient = 0; patient < counts.size(); patient++) {
      for (int i = 0; i < counts.get(patient); i++) {
        patients.put("p" + patient + "_" + i + ".png", "p" + patient);
      }
    }
    return patients;
  }

  private static Set<String> patients(List<String> files, Map<String, String> patientByFile) {
    return files.stream().map(patientByFile::get).collect(Collectors.toSet());
  }

  @Property(tries = 100)
  void noPatientIsOnTwoSidesAndNoFileIsLost(
      @ForAll @Size(min = 3, max = 30) List<@IntRange(min = 1, max = 20) Integer> counts,
      @ForAll long seed) {
    Map<String, String> patientByFile = files(counts);
    Split split = Split.of(patientByFile, USUAL, seed);
    Set<String> train = patients(split.train(), patientByFile);
    Set<String> validation = patients(split.validation(), patientByFile);
    Set<String> test = patients(split.test(), patientByFile);
    assertTrue(Collections.disjoint(train, validation));
    assertTrue(Collections.disjoint(train, test));
    assertTrue(Collections.disjoint(validation, test));
    assertFalse(train.isEmpty() || validation.isEmpty() || test.isEmpty());
    List<String> all = new ArrayList<>(split.train());
    all.addAll(split.validation());
    all.addAll(split.test());
    assertEquals(patientByFile.size(), all.size());
    assertEquals(patientByFile.keySet(), new HashSet<>(all));
  }

  @Test
  void sharesAreMetWherePatientsAllowIt() {
    Map<String, String> patientByFile = files(Collections.nCopies(10, 7));
    Split split = Split.of(patientByFile, USUAL, 1);
    assertEquals(56, split.train().size());
    assertEquals(7, split.validation().size());
    assertEquals(7, split.test().size());

    Split half = Split.of(patientByFile, new Shares(.5, 0, .5), 1);
    assertEquals(35, half.train().size());
    assertEquals(0, half.validation().size());
    assertEquals(35, half.test().size());

    Split one = Split.of(patientByFile, new Shares(0, 1, 0), 1);
    assertEquals(70, one.validation().size());
  }

  @Test
  void manySmallPatientsComeWithinAPercent() {
    List<Integer> counts = IntStream.range(0, 100).map(i -> 1 + i % 9).boxed().toList();
    Split split = Split.of(files(counts), USUAL, 7);
    int all = counts.stream().mapToInt(i -> i).sum();
    assertEquals(.8, (double) split.train().size() / all, .01);
    assertEquals(.1, (double) split.test().size() / all, .01);
  }

  @Test
  void theSeedAloneDecides() {
    Map<String, String> patientByFile = files(Collections.nCopies(10, 3));
    List<String> order = new ArrayList<>(patientByFile.keySet());
    Collections.reverse(order);
    Map<String, String> reversed = new LinkedHashMap<>();
    order.forEach(file -> reversed.put(file, patientByFile.get(file)));
    assertEquals(Split.of(patientByFile, USUAL, 5), Split.of(reversed, USUAL, 5));

    Set<Set<String>> tests = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      tests.add(new TreeSet<>(Split.of(patientByFile, USUAL, seed).test()));
    }
    assertTrue(tests.size() > 3, "Other seeds give other splits");
    // Written down, so that a split of today can be made again tomorrow.
    assertEquals(Set.of("p6"), patients(Split.of(patientByFile, USUAL, 1).test(), patientByFile));
  }

  @Test
  void tooFewPatientsAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Split.of(files(List.of(50, 50)), USUAL, 1));
    assertEquals(
        "2 patients cannot be split into 3 sides: give more patients, or a share of 0",
        e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Shares(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Shares(1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Shares(Double.NaN, 1, 1));
  }

  @Test
  void patientsAreFoundByPatternOrTable(@TempDir Path folder) throws IOException {
    List<String> names = List.of("images/11_frame_5.jpg", "images/12_frame_5.jpg");
    assertEquals(
        Map.of(names.get(0), "11", names.get(1), "12"),
        Patients.byPattern(names, Pattern.compile("(\\d+)_frame")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Patients.byPattern(names, Pattern.compile("\\d+_frame")));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Patients.byPattern(names, Pattern.compile("(11)_")));
    assertTrue(e.getMessage().contains("images/12_frame_5.jpg"));

    Path csv = Files.writeString(folder.resolve("p.csv"), "file,who\na.png,x\n\"b,c.png\",y\n");
    assertEquals(Map.of("a.png", "x", "b,c.png", "y"), Patients.fromTable(csv, "file", "who"));
    assertThrows(LabelException.class, () -> Patients.fromTable(csv, "file", "whom"));
    Files.writeString(csv, "file,who\na.png,x\na.png,y\n");
    assertThrows(LabelException.class, () -> Patients.fromTable(csv, "file", "who"));
  }

  @Test
  void sidesAreDatasetsAndLists(@TempDir Path folder) throws IOException {
    Map<String, String> patientByFile = files(List.of(2, 2, 2));
    Dataset dataset =
        new Dataset(
            LabelMap.empty(),
            patientByFile.keySet().stream()
                .map(name -> new LabelledImage(name, 10, 10, List.of()))
                .toList());
    Split split = Split.of(patientByFile, USUAL, 1);
    assertEquals(
        split.test(),
        dataset.only(split.test()).images().stream().map(LabelledImage::fileName).toList());
    new SplitFiles(dataset, split).writeLists(folder);
    assertEquals(split.train(), Files.readAllLines(folder.resolve("train.txt")));
    assertEquals(split.validation(), Files.readAllLines(folder.resolve("validation.txt")));
    assertEquals(split.test(), Files.readAllLines(folder.resolve("test.txt")));
    assertNotEquals(split.train(), split.test());
  }

  @Test
  void realClipsAreNotTornApart() throws IOException {
    Dataset dataset =
        LabelFormats.read(SharedData.get("svia-validation"), LabelMap.empty()).dataset();
    List<String> names = dataset.images().stream().map(LabelledImage::fileName).toList();
    Map<String, String> clips = Patients.byPattern(names, Pattern.compile("S_(\\d+)_"));
    Split split = Split.of(clips, new Shares(1, 0, 1), 1);
    assertEquals(1, patients(split.train(), clips).size());
    assertEquals(1, patients(split.test(), clips).size());
    assertEquals(34, split.train().size() + split.test().size());
  }
}
