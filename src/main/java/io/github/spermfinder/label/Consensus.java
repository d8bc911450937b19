package io.github.spermfinder.label;

import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The truth that several annotators agree on, as in Wu et al. 2021 (Asian J Androl 23:135-139),
 * where it is what at least two of three embryologists drew.
 *
 * <p>Boxes of one class in one image agree as a <em>group</em>: at most one box an annotator, and
 * each two with an intersection over union of at least a threshold. The largest group becomes a box
 * of the truth with the mean of its coordinates, and of several groups of the same size the one
 * whose boxes overlap best (by the sum of their IoUs), then the one whose coordinates come first in
 * numerical order; its boxes are used up; and so on until no group is large enough. Who drew which
 * box and in what order doesn't come into it.
 *
 * @param truth the images that enough annotators saw, in the order of their names, and what they
 *     agree on, each as a box without score
 * @param agreements one for each annotator, in the order of their names
 * @param notes images that not all annotators saw, one sentence each
 */
public record Consensus(Dataset truth, List<Agreement> agreements, List<String> notes) {

  /**
   * How one annotator's boxes compare with the consensus, over the images that it covers.
   *
   * @param annotator name
   * @param drawn boxes that the annotator drew
   * @param agreed those of them that went into the consensus
   * @param missed boxes of the consensus that the annotator did not draw, though seeing the image
   */
  public record Agreement(String annotator, int drawn, int agreed, int missed) {

    /** The share of the annotator's boxes that are in the consensus, 0 to 1; NaN without boxes. */
    public double precision() {
      return (double) agreed / drawn;
    }

    /** The share of the consensus that the annotator drew, 0 to 1; NaN without consensus. */
    public double recall() {
      return (double) agreed / (agreed + missed);
    }
  }

  public Consensus {
    Objects.requireNonNull(truth);
    agreements = List.copyOf(agreements);
    notes = List.copyOf(notes);
  }

  /**
   * @param annotators their datasets by their names; images are the same where file names are, and
   *     classes where class names are
   * @param atLeast how many have to agree, from 1 to the number of annotators
   * @param iou the least intersection over union of two boxes that agree, above 0, at most 1
   * @throws IllegalArgumentException if a number is out of its range, an image has several sizes,
   *     or none was seen by enough annotators
   */
  public static Consensus of(Map<String, Dataset> annotators, int atLeast, double iou) {
    if (atLeast < 1 || atLeast > annotators.size()) {
      throw new IllegalArgumentException(
          "At least " + atLeast + " of " + annotators.size() + " annotators cannot agree");
    }
    if (!(iou > 0 && iou <= 1)) {
      throw new IllegalArgumentException("IoU has to be above 0 and at most 1, not " + iou);
    }
    return new Building(new TreeMap<>(annotators), atLeast, iou).consensus();
  }

  /** A box that an annotator drew. */
  private record Mark(String annotator, Box box) {

    static final Comparator<Mark> BY_COORDINATES =
        Comparator.comparing(
            Mark::box,
            Comparator.comparingDouble(Box::y)
                .thenComparingDouble(Box::x)
                .thenComparingDouble(Box::height)
                .thenComparingDouble(Box::width));
  }

  /** What must be the same for boxes to agree, besides their place. */
  private record Kind(String className, boolean crowd) {

    static final Comparator<Kind> ORDER =
        Comparator.comparing(Kind::className).thenComparing(Kind::crowd);
  }

  private static final class Building {

    private final SortedMap<String, Dataset> annotators;
    private final int atLeast;
    private final double iou;
    private final Map<String, Integer> idByName;
    private final Map<String, Map<String, LabelledImage>> images = new TreeMap<>();
    private final Map<String, Integer> drawn = new TreeMap<>();
    private final Map<String, Integer> agreed = new TreeMap<>();
    private final Map<String, Integer> missed = new TreeMap<>();
    private final Notes notes = new Notes();

    Building(SortedMap<String, Dataset> annotators, int atLeast, double iou) {
      this.annotators = annotators;
      this.atLeast = atLeast;
      this.iou = iou;
      idByName = idByName(annotators.values());
      annotators.forEach(
          (annotator, dataset) ->
              dataset
                  .images()
                  .forEach(
                      image ->
                          images
                              .computeIfAbsent(image.fileName(), key -> new TreeMap<>())
                              .put(annotator, image)));
    }

    Consensus consensus() {
      List<LabelledImage> truth = new ArrayList<>();
      images.forEach(
          (fileName, seen) -> {
            if (seen.size() < annotators.size()) {
              notes.add(
                  seen.size() < atLeast
                      ? "Too few annotators saw an image, which was left out"
                      : "Not all annotators saw an image",
                  fileName);
            }
            if (seen.size() >= atLeast) {
              truth.add(agree(fileName, seen));
            }
          });
      if (truth.isEmpty() && !images.isEmpty()) {
        throw new IllegalArgumentException(
            "No image was seen by "
                + atLeast
                + " annotators: they have to call images by the same names, not by such as "
                + images.keySet().stream().limit(3).collect(Collectors.joining(", ")));
      }
      noteLonelyClasses();
      Map<Integer, String> names = new TreeMap<>();
      idByName.forEach((name, id) -> names.put(id, name));
      names.entrySet().removeIf(e -> LabelMap.empty().name(e.getKey()).equals(e.getValue()));
      List<Agreement> agreements =
          annotators.keySet().stream()
              .map(
                  name ->
                      new Agreement(
                          name,
                          drawn.getOrDefault(name, 0),
                          agreed.getOrDefault(name, 0),
                          missed.getOrDefault(name, 0)))
              .toList();
      return new Consensus(new Dataset(LabelMap.of(names), truth), agreements, notes.sentences());
    }

    private LabelledImage agree(String fileName, Map<String, LabelledImage> seen) {
      Map<Kind, List<Mark>> marks = new TreeMap<>(Kind.ORDER);
      seen.forEach(
          (annotator, image) -> {
            drawn.merge(annotator, image.annotations().size(), Integer::sum);
            for (Annotation annotation : image.annotations()) {
              String name = annotators.get(annotator).classes().name(annotation.classId());
              marks
                  .computeIfAbsent(new Kind(name, annotation.crowd()), key -> new ArrayList<>())
                  .add(new Mark(annotator, annotation.box()));
            }
          });
      List<Annotation> truth = new ArrayList<>();
      marks.forEach(
          (kind, list) -> {
            for (List<Mark> group : groups(list)) {
              Box mean = mean(group);
              int classId = idByName.get(kind.className());
              truth.add(new Annotation(mean, classId, mean.area(), kind.crowd()));
              List<String> who = group.stream().map(Mark::annotator).toList();
              seen.keySet()
                  .forEach(
                      name -> (who.contains(name) ? agreed : missed).merge(name, 1, Integer::sum));
            }
          });
      int width = size(fileName, seen.values().stream().map(LabelledImage::width).toList());
      int height = size(fileName, seen.values().stream().map(LabelledImage::height).toList());
      return new LabelledImage(fileName, width, height, truth);
    }

    private static int size(String fileName, Collection<Integer> sizes) {
      SortedSet<Integer> known = new TreeSet<>(sizes);
      known.remove(0);
      if (known.size() > 1) {
        throw new IllegalArgumentException(
            fileName + " has several sizes: " + known.first() + " and " + known.last() + " pixels");
      }
      return known.isEmpty() ? 0 : known.first();
    }

    // -- Groups --

    private List<List<Mark>> groups(List<Mark> marks) {
      List<Mark> left = new ArrayList<>(marks);
      // The order makes sums of IoUs and means the same to the last bit, whoever comes first.
      left.sort(Mark.BY_COORDINATES);
      List<List<Mark>> groups = new ArrayList<>();
      while (!left.isEmpty()) {
        List<Mark> cluster = cluster(left);
        removeIdentical(left, cluster);
        for (Search best = search(cluster); best.size() >= atLeast; best = search(cluster)) {
          groups.add(best.group);
          removeIdentical(cluster, best.group);
        }
      }
      groups.sort(Comparator.comparing(group -> group.get(0), Mark.BY_COORDINATES));
      return groups;
    }

    private Search search(List<Mark> cluster) {
      Search search = new Search();
      search.extend(List.of(), 0, cluster);
      return search;
    }

    /** Removes the very marks: an annotator may have drawn the same box twice. */
    private static void removeIdentical(List<Mark> marks, List<Mark> used) {
      marks.removeIf(mark -> used.stream().anyMatch(other -> other == mark));
    }

    /** All marks that hang together with the first one by overlaps. */
    private List<Mark> cluster(List<Mark> marks) {
      List<Mark> cluster = new ArrayList<>(List.of(marks.get(0)));
      List<Mark> others = new ArrayList<>(marks.subList(1, marks.size()));
      for (int i = 0; i < cluster.size(); i++) {
        Box box = cluster.get(i).box();
        for (Mark other : List.copyOf(others)) {
          if (box.iou(other.box()) >= iou) {
            cluster.add(other);
            removeIdentical(others, List.of(other));
          }
        }
      }
      cluster.sort(Mark.BY_COORDINATES);
      return cluster;
    }

    /** Finds the best group in a cluster by going through all, in numerical order. */
    private final class Search {

      private List<Mark> group = List.of();
      private double overlap;

      int size() {
        return group.size();
      }

      /**
       * @param sum of the IoUs within the group
       * @param candidates those that agree with all of the group and come after it
       */
      void extend(List<Mark> current, double sum, List<Mark> candidates) {
        if (current.size() > group.size() || current.size() == group.size() && sum > overlap) {
          group = current;
          overlap = sum;
        }
        for (int i = 0; i < candidates.size(); i++) {
          List<Mark> rest = candidates.subList(i, candidates.size());
          if (current.size() + rest.stream().map(Mark::annotator).distinct().count()
              < group.size()) {
            return;
          }
          Mark mark = candidates.get(i);
          List<Mark> larger = new ArrayList<>(current);
          larger.add(mark);
          double largerSum = sum;
          for (Mark member : current) {
            largerSum += member.box().iou(mark.box());
          }
          List<Mark> agreeing =
              rest.stream()
                  .filter(other -> !other.annotator().equals(mark.annotator()))
                  .filter(other -> other.box().iou(mark.box()) >= iou)
                  .toList();
          extend(larger, largerSum, agreeing);
        }
      }
    }

    private static Box mean(List<Mark> group) {
      double x = 0;
      double y = 0;
      double width = 0;
      double height = 0;
      for (Mark mark : group) {
        x += mark.box().x();
        y += mark.box().y();
        width += mark.box().width();
        height += mark.box().height();
      }
      int n = group.size();
      return new Box(x / n, y / n, width / n, height / n);
    }

    // -- Classes --

    private void noteLonelyClasses() {
      Map<String, SortedSet<String>> annotatorsByClass = new TreeMap<>();
      annotators.forEach(
          (annotator, dataset) ->
              Boxes.annotations(dataset).stream()
                  .map(annotation -> dataset.classes().name(annotation.classId()))
                  .forEach(
                      name ->
                          annotatorsByClass
                              .computeIfAbsent(name, key -> new TreeSet<>())
                              .add(annotator)));
      annotatorsByClass.forEach(
          (name, who) -> {
            if (who.size() < atLeast) {
              notes.add(
                  "Too few annotators have a class, which is the same where its name is",
                  name + " of " + String.join(", ", who));
            }
          });
    }

    /**
     * The annotators' own ids where they mean the same by them, else the places of the names in
     * alphabetical order.
     */
    private static Map<String, Integer> idByName(Collection<Dataset> datasets) {
      SortedMap<String, SortedSet<Integer>> idsByName = new TreeMap<>();
      for (Dataset dataset : datasets) {
        SortedSet<Integer> ids = new TreeSet<>(dataset.classes().names().keySet());
        Boxes.annotations(dataset).forEach(annotation -> ids.add(annotation.classId()));
        for (int id : ids) {
          idsByName.computeIfAbsent(dataset.classes().name(id), key -> new TreeSet<>()).add(id);
        }
      }
      SortedSet<Integer> all = new TreeSet<>();
      idsByName.values().forEach(all::addAll);
      boolean same =
          all.size() == idsByName.size()
              && idsByName.values().stream().allMatch(ids -> ids.size() == 1);
      Map<String, Integer> idByName = new TreeMap<>();
      idsByName.forEach(
          (name, ids) -> idByName.put(name, same ? ids.first() : idByName.size() + 1));
      return idByName;
    }
  }
}
