package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileNamesTest {

  private static Map<String, Integer> match(List<String> names, String... paths) {
    return FileNames.match(names, List.of(paths).stream().map(List::of).toList());
  }

  @Test
  void foldersInFrontMayDiffer() {
    assertEquals(
        Map.of("images/a.png", 0, "b.png", 1),
        match(List.of("images/a.png", "b.png", "c.png"), "/elsewhere/a.png", "C:\\data\\b.png"));
  }

  @Test
  void theFoldersThatAgreeDecide() {
    List<String> names = List.of("ann/1.png", "bob/1.png", "1.png");
    assertEquals(Map.of("bob/1.png", 0), match(names, "/data/bob/1.png"));
    assertEquals(Map.of("1.png", 0), match(names, "/data/cyd/1.png"));
    assertEquals(
        Map.of("ann/1.png", 1, "bob/1.png", 0), match(names, "/data/bob/1.png", "/data/ann/1.png"));
  }

  @Test
  void aPlaceMayBeKnownByTwoNames() {
    List<List<String>> places = List.of(List.of("s.tif#0001", "a.png"), List.of("s.tif#0002"));
    assertEquals(
        Map.of("a.png", 0, "s.tif#0002", 1),
        FileNames.match(List.of("a.png", "s.tif#0002"), places));
  }

  @Test
  void doubtIsRefused() {
    List<String> two = List.of("ann/1.png", "bob/1.png");
    assertThrows(IllegalArgumentException.class, () -> match(two, "1.png"));
    assertThrows(IllegalArgumentException.class, () -> match(List.of("1.png"), "1.png", "1.png"));
  }
}
