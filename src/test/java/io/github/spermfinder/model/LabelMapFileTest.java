package io.github.spermfinder.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spermfinder.LabelMap;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMapFileTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sperm",
        "motile {fast}",
        "a } b { c",
        "15\" and 12'",
        "'",
        "back\\slash \\n \\",
        "two\n# lines",
        "t\u00eate d\u00e9tach\u00e9e",
        "item { id: 9 name: 'x' }"
      })
  void anyNameThereAndBack(String name) throws Exception {
    LabelMap labels = LabelMap.of(Map.of(1, name, 2, "debris"));
    LabelMapFile.write(folder, labels);
    assertEquals(labels, LabelMapFile.read(folder));
  }

  @Test
  void classesWithoutNamesNeedNoFile() throws Exception {
    LabelMapFile.write(folder, LabelMap.of(Map.of(1, "sperm")));
    LabelMapFile.write(folder, LabelMap.empty());
    assertEquals(LabelMap.empty(), LabelMapFile.read(folder));
  }

  @Test
  void othersFiles() {
    String text =
        """
        # a sperm's label map
        item {
          id: 1 # the annotator's
          name: 'n/01'
          display_name: "man's }"
        }
        item: { name: "tail\\\\head", id: 2 }
        item { id: 0 name: 'background' }
        """;
    assertEquals(LabelMap.of(Map.of(1, "man's }", 2, "tail\\head")), LabelMapFile.parse(text));
  }
}
