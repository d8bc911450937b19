package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.IJ;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.Progress;
import io.github.spermfinder.TestProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies are all there, or none is. */
class SplitFilesTest {

  @TempDir Path folder;
  private Path from;
  private final Map<String, String> patients = new LinkedHashMap<>();
  private SplitFiles files;

  @BeforeEach
  void writeOriginals() throws IOException {
    from = Files.createDirectory(folder.resolve("in"));
    for (int i = 0; i < 4; i++) {
      String name = "p" + i + ".png";
      IJ.saveAs(IJ.createImage(name, "8-bit ramp", 4, 3, 1), "png", from.resolve(name).toString());
      patients.put(name, "p" + i);
    }
    Dataset dataset =
        new Dataset(
            LabelMap.empty(),
            patients.keySet().stream()
                .map(name -> new LabelledImage(name, 4, 3, List.of()))
                .toList());
    files = new SplitFiles(dataset, Split.of(patients, new Split.Shares(50, 25, 25), 1));
  }

  @Test
  void canceledCopiesLeaveNothing() {
    assertThrows(
        CancellationException.class,
        () -> files.writeCopies(from, folder.resolve("out"), afterThree()));
    assertThrows(
        CancellationException.class,
        () ->
            files.writeDeidentified(
                from,
                folder.resolve("out"),
                Deidentification.of(patients),
                folder.resolve("key.csv"),
                afterThree()));
    assertArrayEquals(new String[] {"in"}, folder.toFile().list());
  }

  private static Progress afterThree() {
    AtomicInteger asked = new AtomicInteger();
    return TestProgress.canceledWhen(() -> asked.incrementAndGet() > 3);
  }

  @Test
  void copiesAreAllThere() throws IOException {
    files.writeCopies(from, folder.resolve("out"), Progress.NONE);
    try (var all = Files.walk(folder.resolve("out"))) {
      assertEquals(4, all.filter(file -> file.toString().endsWith(".png")).count());
    }
  }
}
