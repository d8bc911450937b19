package io.github.spermfinder.label;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which image another program or person meant: the one of the same path or, failing that, the
 * only one with the same name in whatever folder, since few programs keep the folders.
 */
public final class ImageNames {

  private final Set<String> paths;
  private final Map<String, String> pathByName = new HashMap<>();

  /**
   * @param paths of images relative to some folder, with forward slashes
   */
  public ImageNames(Collection<String> paths) {
    this.paths = Set.copyOf(paths);
    Set<String> ambiguous = new HashSet<>();
    for (String path : paths) {
      if (pathByName.put(name(path), path) != null) {
        ambiguous.add(name(path));
      }
    }
    pathByName.keySet().removeAll(ambiguous);
  }

  /** The image that is meant; empty if there is none, or several might be. */
  public Optional<String> find(String path) {
    return paths.contains(path)
        ? Optional.of(path)
        : Optional.ofNullable(pathByName.get(name(path)));
  }

  /** Whether this is the very path of an image. */
  boolean has(String path) {
    return paths.contains(path);
  }

  private static String name(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
