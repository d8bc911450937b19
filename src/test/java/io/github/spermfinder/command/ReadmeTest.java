package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    Set<String> keys = new TreeSet<>();
    for (Class<?> type = command; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean plain = field.getType().isPrimitive() || field.getType() == String.class;
        if (plain && field.isAnnotationPresent(Parameter.class)) {
          keys.add(field.getName().toLowerCase(Locale.ROOT));
        }
      }
    }
    return keys;
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

  /** In tables that start with a column of keys, or of commands and keys. */
  @ParameterizedTest
  @MethodSource("commands")
  void namesNoOtherKey(Entry entry) throws Exception {
    Set<String> named = new TreeSet<>();
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
          KEY.matcher(cells[column]).results().forEach(key -> named.add(key.group(1)));
        }
      }
    }
    if (!named.isEmpty()) {
      assertEquals(keys(entry.command()), named, entry.label());
    }
  }

  @Test
  void hasAllCommands() throws Exception {
    assertTrue(commands().size() >= 12, commands().toString());
  }
}
