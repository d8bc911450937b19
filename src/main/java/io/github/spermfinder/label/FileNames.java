package io.github.spermfinder.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of image files, which may have more or fewer folders in front. */
public final class FileNames {

  /**
   * How well a name fits a place.
   *
   * @param rank grows with the number of folders that agree, and is higher if no folder disagrees
   */
  private record Fit(String name, int place, int rank) {}

  private FileNames() {}

  /** Whether a name is that of an image, judged by its extension. */
  public static boolean isImage(String name) {
    return ImageFolder.isImage(name);
  }

  /**
   * Finds the files that names mean. The files' own names have to be the same; of several files of
   * one name, that is meant whose folders agree furthest upwards.
   *
   * @param names as in a dataset
   * @param places for each place the paths that it is known by, with either kind of slash
   * @return indices of places, by names; without names that fit nowhere, or less well than another
   * @throws IllegalArgumentException if two names fit one place equally well, or the other way
   *     round
   */
  public static Map<String, Integer> match(Collection<String> names, List<List<String>> places) {
    List<Fit> fits = fits(names, places);
    Map<String, Fit> byName = new LinkedHashMap<>();
    Map<Integer, Fit> byPlace = new HashMap<>();
    for (Fit fit : fits) {
      byName.merge(fit.name(), fit, FileNames::better);
      byPlace.merge(fit.place(), fit, FileNames::better);
    }
    Map<String, Integer> found = new LinkedHashMap<>();
    for (Fit fit : fits) {
      if (byName.get(fit.name()).rank() > fit.rank()
          || byPlace.get(fit.place()).rank() > fit.rank()) {
        continue;
      }
      if (byPlace.get(fit.place()) != fit) {
        throw new IllegalArgumentException(
            places.get(fit.place()).get(0)
                + " may be "
                + byPlace.get(fit.place()).name()
                + " or "
                + fit.name());
      }
      if (byName.get(fit.name()) != fit) {
        throw new IllegalArgumentException(
            fit.name()
                + " may be "
                + places.get(byName.get(fit.name()).place()).get(0)
                + " or "
                + places.get(fit.place()).get(0));
      }
      found.put(fit.name(), fit.place());
    }
    return found;
  }

  private static Fit better(Fit one, Fit other) {
    return other.rank() > one.rank() ? other : one;
  }

  private static List<Fit> fits(Collection<String> names, List<List<String>> places) {
    Map<String, List<Integer>> placesByFile = new HashMap<>();
    for (int place = 0; place < places.size(); place++) {
      for (String path : places.get(place)) {
        List<Integer> same =
            placesByFile.computeIfAbsent(last(parts(path)), key -> new ArrayList<>());
        if (!same.contains(place)) {
          same.add(place);
        }
      }
    }
    List<Fit> fits = new ArrayList<>();
    for (String name : names) {
      String[] parts = parts(name);
      for (int place : placesByFile.getOrDefault(last(parts), List.of())) {
        int rank =
            places.get(place).stream().mapToInt(path -> rank(parts, parts(path))).max().orElse(0);
        fits.add(new Fit(name, place, rank));
      }
    }
    return fits;
  }

  private static String[] parts(String path) {
    return path.replace('\\', '/').split("/");
  }

  private static String last(String[] parts) {
    return parts.length == 0 ? "" : parts[parts.length - 1];
  }

  private static int rank(String[] name, String[] path) {
    int most = Math.min(name.length, path.length);
    int same = 0;
    while (same < most && name[name.length - 1 - same].equals(path[path.length - 1 - same])) {
      same++;
    }
    return same == 0 ? 0 : 2 * same + (same == most ? 1 : 0);
  }
}
