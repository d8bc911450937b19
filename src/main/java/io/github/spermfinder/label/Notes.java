package io.github.spermfinder.label;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects remarks while labels are read or written, one for all entries of the same kind. */
final class Notes {

  private final Map<String, List<String>> entriesByRemark = new LinkedHashMap<>();

  /** A remark on the whole file. */
  void add(String remark) {
    entriesByRemark.computeIfAbsent(remark, key -> new ArrayList<>());
  }

  /**
   * @param remark the same for all entries that it is true of
   * @param entry the place in the file
   */
  void add(String remark, String entry) {
    entriesByRemark.computeIfAbsent(remark, key -> new ArrayList<>()).add(entry);
  }

  /** One sentence for each remark: what, how often, where first. */
  List<String> sentences() {
    return entriesByRemark.entrySet().stream()
        .map(entry -> sentence(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String sentence(String remark, List<String> entries) {
    return switch (entries.size()) {
      case 0 -> remark + ".";
      case 1 -> remark + " (" + entries.get(0) + ").";
      default -> remark + " (" + entries.size() + " times, first " + entries.get(0) + ").";
    };
  }
}
