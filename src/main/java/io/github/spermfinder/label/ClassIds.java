package io.github.spermfinder.label;

import io.github.spermfinder.LabelMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the classes of a file their ids: the known id where the name is known, else the file's own
 * id where it has one that is free, else the next free one.
 */
final class ClassIds {

  /** What {@link LabelMap#name} calls a class without a name. */
  private static final Pattern NAMELESS = Pattern.compile("class ([1-9]\\d{0,8})");

  private final TreeMap<Integer, String> names;

  ClassIds(LabelMap known) {
    names = new TreeMap<>(known.names());
  }

  /** The id of the class with this name. */
  int id(String name) {
    Matcher nameless = NAMELESS.matcher(name);
    return nameless.matches() ? Integer.parseInt(nameless.group(1)) : id(name, next());
  }

  /** The id of the class with this name, which the file calls {@code wanted}. */
  int id(String name, int wanted) {
    if (NAMELESS.matcher(name).matches()) {
      return wanted;
    }
    for (var entry : names.entrySet()) {
      if (entry.getValue().equals(name)) {
        return entry.getKey();
      }
    }
    int id = names.containsKey(wanted) ? next() : wanted;
    names.put(id, name);
    return id;
  }

  private int next() {
    return names.isEmpty() ? 1 : names.lastKey() + 1;
  }

  LabelMap toLabelMap() {
    return LabelMap.of(names);
  }
}
