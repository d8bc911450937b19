package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scijava.plugin.Parameter;

/** Nobody should have to type a path: SciJava's dialogs offer a button for files alone. */
class BrowseButtonsTest {

  private static final Set<String> PATHS =
      Set.of(
          "annotators",
          "dataset",
          "detections",
          "images",
          "input",
          "inputs",
          "key",
          "output",
          "saveTo",
          "truth",
          "validation");

  /** These may also be several, with semicolons between them. */
  private static final Set<String> LISTS = Set.of("annotators", "inputs");

  private static final List<Class<?>> COMMANDS =
      List.of(
          ConsensusCommand.class,
          DetectCommand.class,
          EvaluateCommand.class,
          ExportLabelsCommand.class,
          FolderCommand.class,
          ImportLabelsCommand.class,
          ReviewCommand.class,
          SimulateCommand.class,
          SplitCommand.class,
          TrainCommand.class);

  @Test
  void everyFieldOfAPathCanBeBrowsedFor() {
    List<String> without = new ArrayList<>();
    for (Class<?> command : COMMANDS) {
      List<Field> paths =
          Arrays.stream(command.getDeclaredFields())
              .filter(field -> PATHS.contains(field.getName()))
              .filter(field -> !field.getType().isPrimitive())
              .toList();
      assertFalse(paths.isEmpty(), command.getSimpleName());
      for (Field field : paths) {
        boolean file = field.getType() == File.class || LISTS.contains(field.getName());
        if (!file || field.getAnnotation(Parameter.class).style().isEmpty()) {
          without.add(command.getSimpleName() + "." + field.getName());
        }
      }
    }
    assertEquals(List.of(), without);
  }
}
