package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.plugin.Parameter;

/** What the README says of the commands' keys is so. */
class ReadmeTest {

  private static final Pattern ENTRY =
      Pattern.compile("(?m)^Plugins>Sperm Finder, \"(.+)\", .+\\(\"(.+)\"\\)$");

  private static final Pattern KEY = Pattern.compile("`([a-z0-9]+)`");
  private static final Pattern RANGE = Pattern.compile("(-?[0-9.]+) to ([0-9.]*[0-9])");

  record Entry(String label, Class<?> command) {}

  static List<Entry> commands() throws Exception {
    Matcher entries = ENTRY.matcher(Files.readString(Path.of("plugins.config")));
    return entries.results().map(ReadmeTest::entry).toList();
  }

  private static Entry entry(MatchResult match) {
    try {
      return new Entry(match.group(1), Class.forName(match.group(2)));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> keys(Class<?> command) {
    return inputs(command).keySet();
  }

  private static SortedMap<String, Field> inputs(Class<?> command) {
    SortedMap<String, Field> inputs = new TreeMap<>();
    for (Class<?> type = command; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean plain =
            field.getType().isPrimitive()
                || field.getType() == String.class
                || field.getType() == File.class;
        if (plain && field.isAnnotationPresent(Parameter.class)) {
          inputs.put(field.getName().toLowerCase(Locale.ROOT), field);
        }
      }
    }
    return inputs;
  }

  /** The part below a heading. */
  private static String section(String heading) throws Exception {
    for (String section : Files.readString(Path.of("README.md")).split("(?m)^## ")) {
      if (section.startsWith(heading + "\n")) {
        return section;
      }
    }
    return section("Labels");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void namesEveryKey(Entry entry) throws Exception {
    String section = section(entry.label());
    for (String key : keys(entry.command())) {
      assertTrue(section.contains("`" + key + "`"), entry.label() + ": " + key);
    }
  }

  /**
   * A row of a table of keys.
   *
   * @param text all of it
   * @param defaults its last cell
   */
  record Row(List<String> keys, String text, String defaults) {}

  /** Of tables that start with a column of keys, or of commands and keys. */
  private static List<Row> rows(Entry entry) throws Exception {
    List<Row> rows = new ArrayList<>();
    int column = -1;
    boolean ours = true;
    for (String line : section(entry.label()).split("\n")) {
      if (!line.startsWith("|")) {
        column = -1;
        ours = true;
        continue;
      }
      String[] cells = line.split("(?<!\\\\)\\|");
      if (column < 0) {
        column = cells[1].strip().equals("key") ? 1 : cells[2].strip().equals("key") ? 2 : 0;
      } else if (column > 0) {
        if (column == 2 && !cells[1].isBlank()) {
          ours = cells[1].contains("`" + entry.label() + "`");
        }
        if (ours) {
          List<String> keys =
              KEY.matcher(cells[column]).results().map(key -> key.group(1)).toList();
          rows.add(new Row(keys, line, cells[cells.length - 1].strip()));
        }
      }
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void namesNoOtherKey(Entry entry) throws Exception {
    Set<String> named = new TreeSet<>();
    rows(entry).forEach(row -> named.addAll(row.keys()));
    if (!named.isEmpty()) {
      assertEquals(keys(entry.command()), named, entry.label());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void tellsRangesChoicesAndDefaults(Entry entry) throws Exception {
    Object command = entry.command().getDeclaredConstructor().newInstance();
    SortedMap<String, Field> inputs = inputs(entry.command());
    for (Row row : rows(entry)) {
      if (row.text().contains("as in Detect Sperm")) {
        continue; // the same fields, or told there
      }
      String[] defaults = row.defaults().split(" ");
      for (int i = 0; i < row.keys().size(); i++) {
        Field field = inputs.get(row.keys().get(i));
        String what = entry.label() + ": " + row.keys().get(i) + " in " + row.text();
        field.setAccessible(true);
        Object value = field.get(command);
        String told = defaults.length == row.keys().size() ? defaults[i] : row.defaults();
        Parameter parameter = field.getAnnotation(Parameter.class);
        if (field.getType().isPrimitive()) {
          assertEquals(((Number) value).doubleValue(), Double.parseDouble(told), what);
          List<MatchResult> ranges = RANGE.matcher(row.text()).results().toList();
          if (!ranges.isEmpty()) {
            MatchResult range = ranges.get(ranges.size() - 1);
            assertEquals(
                Double.parseDouble(parameter.min()), Double.parseDouble(range.group(1)), what);
            assertEquals(
                Double.parseDouble(parameter.max()), Double.parseDouble(range.group(2)), what);
          } else {
            assertTrue(row.text().contains(" to ") || parameter.max().isEmpty(), what);
          }
        } else if (value != null && !value.equals("")) {
          assertTrue(told.contains("`" + value + "`"), what);
        }
        for (String choice : parameter.choices()) {
          assertTrue(row.text().contains("`" + choice + "`"), what + ": " + choice);
        }
      }
    }
  }

  @Test
  void hasAllCommands() throws Exception {
    assertTrue(commands().size() >= 12, commands().toString());
  }
}
