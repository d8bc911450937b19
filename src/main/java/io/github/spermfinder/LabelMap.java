package io.github.spermfinder;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The classes a detector tells apart: names by class id, in the order of the ids. Ids count from 1,
 * since 0 is the background in the TensorFlow Object Detection API.
 */
public final class LabelMap {

  private final SortedMap<Integer, String> names;

  private LabelMap(Map<Integer, String> names) {
    this.names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
  }

  /**
   * @param names by class id
   * @throws IllegalArgumentException if an id is below 1 or a name is blank
   */
  public static LabelMap of(Map<Integer, String> names) {
    names.forEach(
        (id, name) -> {
          if (id < 1 || name == null || name.isBlank()) {
            throw new IllegalArgumentException(
                "A class needs an id from 1 and a name, not " + id + " and \"" + name + "\"");
          }
        });
    return new LabelMap(names);
  }

  /** The label map of a model that came without one: every class is called by its id. */
  public static LabelMap empty() {
    return new LabelMap(Map.of());
  }

  /** Names by class id, in the order of the ids; not to be changed. */
  public SortedMap<Integer, String> names() {
    return names;
  }

  /** The name of a class, or "class 7" where the map does not know it. */
  public String name(int classId) {
    return names.getOrDefault(classId, "class " + classId);
  }

  /** The id of the class with this name, the smallest if several have it. */
  public Optional<Integer> id(String name) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
