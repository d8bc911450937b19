package io.github.spermfinder.host;

import ij.gui.Roi;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Rois;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** ImageJ's names of groups of regions, which stand for the names of classes. */
public final class GroupNames {

  private GroupNames() {}

  /** The groups that have names, as classes. */
  public static LabelMap classes() {
    Map<Integer, String> names = new TreeMap<>();
    for (int group = 1; group <= Rois.MAX_GROUP; group++) {
      String name = Roi.getGroupName(group);
      if (name != null && !name.isBlank()) {
        names.put(group, name.strip());
      }
    }
    return LabelMap.of(names);
  }

  /**
   * Gives groups that have no names those that their regions say, until ImageJ quits.
   *
   * @param notes is told, for the user, which names are not given
   */
  public static void add(Collection<Roi> rois, Consumer<String> notes) {
    Set<LabelMap> said = new LinkedHashSet<>(); // regions of several models may disagree
    for (Roi roi : rois) {
      Rois.className(roi).ifPresent(name -> said.add(LabelMap.of(Map.of(roi.getGroup(), name))));
    }
    said.forEach(classes -> add(classes, notes));
  }

  /**
   * Gives the names of classes to groups that have none, until ImageJ quits.
   *
   * @param notes is told, for the user, which names are not given
   */
  public static void add(LabelMap classes, Consumer<String> notes) {
    LabelMap known = classes();
    classes
        .names()
        .forEach(
            (id, name) -> {
              String present = known.names().get(id);
              if (present != null && !present.equals(name)) {
                notes.accept(
                    String.format(
                        "ImageJ calls group %d \"%s\", which stays so; here it is \"%s\".",
                        id, present, name));
              } else if (name.contains(",")) {
                notes.accept("A name with a comma cannot be that of a group in ImageJ: " + name);
              } else if (present == null) {
                Roi.setGroupName(id, name);
              }
            });
  }
}
