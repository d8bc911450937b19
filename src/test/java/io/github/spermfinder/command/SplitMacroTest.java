package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Coco;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelFormats;
import io.github.spermfinder.label.LabelledImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Split Dataset as macros run it, on a made dataset of ten patients with three images each. */
class SplitMacroTest {

  private static final List<String> SIDES = List.of("train", "validation", "test");

  @TempDir private Path folder;

  private Path data;
  private Path labels;
  private Path output;

  @BeforeEach
  void dataset() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    labels = data.resolve("labels.json");
    output = folder.resolve("split");
    Files.createDirectories(data.resolve("images"));
    List<LabelledImage> images = new ArrayList<>();
    for (int patient = 0; patient < 10; patient++) {
      for (int frame = 0; frame < 3; frame++) {
        String name = "images/Smith" + patient + "_frame" + frame + ".png";
        ImagePlus image = IJ.createImage(name, "8-bit black", 20, 10, 1);
        image.getProcessor().set(patient, frame, 255); // tells who it is of
        IJ.save(image, data.resolve(name).toString());
        Annotation annotation = Annotation.of(new Box(patient, frame, 1, 1), 1);
        images.add(new LabelledImage(name, 20, 10, List.of(annotation)));
      }
    }
    new Coco().write(new Dataset(LabelMap.of(Map.of(1, "sperm")), images), labels);
  }

  private String split(String options) {
    return Macros.run(
        "run('Split Dataset...', 'input=["
            + labels
            + "] patient=[(Smith\\\\d+)] "
            + options
            + "');");
  }

  private static Dataset read(Path labels) throws IOException {
    return LabelFormats.read(labels, LabelMap.empty()).dataset();
  }

  private static List<String> names(Dataset dataset) {
    return dataset.images().stream().map(LabelledImage::fileName).toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void listsBesideTheLabels() throws IOException {
    String said = split("");
    assertTrue(
        said.contains(
            "train: 24 images of 8 patients, validation: 3 images of 1 patients, test: 3 images of"
                + " 1 patients"),
        said);
    Set<String> patients = new HashSet<>();
    int count = 0;
    for (String side : SIDES) {
      List<String> list = Files.readAllLines(data.resolve(side + ".txt"));
      assertEquals(Set.copyOf(list), Set.copyOf(names(read(data.resolve(side + ".json")))));
      count += list.size();
      list.stream()
          .map(name -> name.replaceFirst("_.*", ""))
          .distinct()
          .forEach(patient -> assertTrue(patients.add(patient), "on two sides: " + patient));
    }
    assertEquals(30, count);
  }

  @Test
  void theSeedDecides() throws IOException {
    split("output=[" + folder.resolve("a") + "] seed=3");
    split("output=[" + folder.resolve("b") + "] seed=3");
    split("output=[" + folder.resolve("c") + "] seed=4");
    String a = Files.readString(folder.resolve("a/train.txt"));
    assertEquals(a, Files.readString(folder.resolve("b/train.txt")));
    assertFalse(a.equals(Files.readString(folder.resolve("c/train.txt"))));
  }

  @Test
  void otherSharesAndATableOfPatients() throws IOException {
    StringBuilder csv = new StringBuilder("patient,file\n");
    for (String name : names(read(labels))) {
      csv.append(name.contains("_frame0") ? "X" : "Y").append(',').append(name).append('\n');
    }
    Path table = Files.writeString(folder.resolve("who.csv"), csv);
    String said =
        Macros.run(
            "run('Split Dataset...', 'input=[%s] patient=[%s] train=60 validation=0 test=40');"
                .formatted(labels, table));
    assertTrue(said.contains("train: 20 images of 1 patients, validation: 0 images of 0"), said);
    Files.writeString(table, "file,patient\nimages/Smith0_frame0.png,X\n");
    said =
        Macros.run("run('Split Dataset...', 'input=[%s] patient=[%s]');".formatted(labels, table));
    assertTrue(said.contains("who.csv: has no row for the file images/Smith0_frame1.png."), said);
  }

  @Test
  void copies() throws IOException {
    split("copy=Copies output=[" + output + "]");
    int count = 0;
    for (String side : SIDES) {
      Dataset copy = read(output.resolve(side).resolve("annotations.json"));
      for (String name : names(copy)) {
        assertEquals(-1, Files.mismatch(data.resolve(name), output.resolve(side).resolve(name)));
        count++;
      }
    }
    assertEquals(30, count);
    assertEquals(33, files(output).size());
    assertTrue(split("copy=Copies output=[" + output + "]").endsWith(Macros.ABORTED), "again");
  }

  @Test
  void deidentifiedCopies() throws IOException {
    String said = split("copy=[De-identified copies] output=[" + output + "]");
    Path key = folder.resolve("split-key.csv");
    assertTrue(said.contains(key + ": keep it apart from them."), said);
    String table = Files.readString(key);
    Set<String> patients = new HashSet<>();
    for (String side : SIDES) {
      Dataset copy = read(output.resolve(side).resolve("annotations.json"));
      for (LabelledImage image : copy.images()) {
        assertTrue(image.fileName().matches("P\\d{3}_\\d{4}\\.png"), image.fileName());
        ImagePlus pixels = IJ.openImage(output.resolve(side).resolve(image.fileName()).toString());
        Box box = image.annotations().get(0).box();
        assertEquals(255, pixels.getProcessor().get((int) box.x(), (int) box.y()));
        String row =
            "images/Smith%.0f_frame%.0f.png,Smith%.0f,%s"
                .formatted(box.x(), box.y(), box.x(), image.fileName().replace(".png", ""));
        assertTrue(table.contains(row), row + " is not in " + table);
      }
      copy.images().stream()
          .map(image -> image.fileName().substring(0, 4))
          .distinct()
          .forEach(patient -> assertTrue(patients.add(patient), "on two sides: " + patient));
    }
    for (Path file : files(output)) {
      assertFalse(file.toString().contains("Smith"));
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertFalse(bytes.contains("Smith"), file + " tells a name");
    }
  }

  /** Else whoever knows when patients came, or that frames follow each other, could undo it. */
  @Test
  void deidentifiedCopiesDoNotTellTheOrderOfTheOriginals() throws IOException {
    split("copy=[De-identified copies] output=[" + output + "]");
    for (String side : SIDES) {
      List<String> listed = names(read(output.resolve(side).resolve("annotations.json")));
      assertEquals(listed.stream().sorted().toList(), listed);
      List<FileTime> times = new ArrayList<>();
      for (String name : listed) {
        times.add(Files.getLastModifiedTime(output.resolve(side).resolve(name)));
      }
      assertEquals(times.stream().sorted().toList(), times);
    }
  }

  @Test
  void anAbsentImageLeavesNothing() throws IOException {
    Files.delete(data.resolve("images/Smith3_frame1.png"));
    for (String copy : List.of("Copies", "De-identified copies")) {
      String said = split("copy=[" + copy + "] output=[" + output + "]");
      assertTrue(said.contains("images/Smith3_frame1.png: the image is absent."), said);
      assertTrue(said.endsWith(Macros.ABORTED), said);
      assertEquals(List.of("data"), List.of(folder.toFile().list()));
    }
  }

  @Test
  void planesOfAStackStayTogether() throws IOException {
    List<LabelledImage> planes = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      planes.add(new LabelledImage("stack.tif#000" + i, 20, 10, List.of()));
    }
    new Coco().write(new Dataset(LabelMap.empty(), planes), labels);
    String said =
        Macros.run("run('Split Dataset...', 'input=[%s] patient=(.$)');".formatted(labels));
    assertTrue(said.contains("Planes of the stack stack.tif have different patients, 1 and 2."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          patient=Smith                 | patient=Smith is not allowed (The pattern "Smith" needs a group
          patient=[(Jones)]             | finds no patient in the name images/Smith0_frame0.png): give a regular
          patient=[(]                   | patient=( is not allowed (Unclosed group): give a regular expression
          ''                            | patient= is not allowed (it says who is who): give a regular expression
          patient=/no/table.csv         | patient=/no/table.csv does not exist: give a regular expression
          patient=(S) train=-1          | train=-1 is not allowed: give a number from 0.0 to 100.0.
          patient=(S)                   | 1 patients cannot be split into 3 sides: give more patients, or a share of 0.
          patient=(S) seed=x            | seed=x is not allowed: give a whole number from 0 to 2147483647.
          patient=(S) copy=Yes          | copy=Yes is not allowed: give one of Lists only, Copies, De-identified copies.
          patient=(S) copy=Copies       | output= is not allowed: give a folder to write.
          patient=(S) input=%s/data/images/Smith0_frame0.png | input=%s/data/images/Smith0_frame0.png cannot be read:
          patient=(S) input=/no         | input=/no does not exist: give a file or folder of labels.
          patient=(S) train=0 validation=0 test=0 | Shares have to be at least 0 and not all 0
          patient=(Smith.) copy=[De-identified copies] output=[%s/new] key=[%s/new/key.csv] | key.csv is not allowed: give a file that does not lie in
          """)
  void wrongValues(String options, String message) throws IOException {
    String input = options.contains("input=") ? "" : "input=[" + labels + "] ";
    String said =
        Macros.run(
            "run('Split Dataset...', '" + input + options.replace("%s", folder.toString()) + "');");
    assertTrue(said.contains(message.replace("%s", folder.toString())), said);
    assertTrue(said.endsWith(Macros.ABORTED), said);
    assertEquals(31, files(folder).size());
  }
}
