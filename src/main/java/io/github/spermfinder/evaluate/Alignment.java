package io.github.spermfinder.evaluate;

import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.ImageNames;
import io.github.spermfinder.label.LabelledImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Brings what a detector or an annotator found to the truth's terms: its names of images (see
 * {@link ImageNames}) and its ids of classes, which are the same where their names are, but for
 * upper and lower case. Where one of them has no names of classes, ids are the same; where both
 * have a single class, it is the same, whatever it is called.
 */
public final class Alignment {

  private final Dataset truth;
  private final ImageNames images;
  private final Map<String, LabelledImage> imageByName = new LinkedHashMap<>();

  public Alignment(Dataset truth) {
    this.truth = truth;
    truth.images().forEach(image -> imageByName.put(image.fileName(), image));
    images = new ImageNames(imageByName.keySet());
  }

  /**
   * What could be brought to the truth's terms.
   *
   * @param dataset images and classes are the truth's
   * @param notes what was left out and why, one sentence each
   */
  public record Aligned(Dataset dataset, List<String> notes) {

    public Aligned {
      notes = List.copyOf(notes);
    }

    /** As detections by image; a box without a score, drawn by hand, gets the score 1. */
    public Map<String, List<Detection>> detections() {
      return dataset.images().stream()
          .collect(
              Collectors.toMap(
                  LabelledImage::fileName,
                  image ->
                      image.annotations().stream()
                          .map(a -> new Detection(a.box(), a.classId(), a.score().orElse(1)))
                          .toList()));
    }
  }

  /** Whether some image of a dataset is one of the truth's. */
  public boolean knowsImages(Dataset found) {
    return found.images().stream().anyMatch(image -> images.find(image.fileName()).isPresent());
  }

  /**
   * Images and classes that the truth lacks are left out.
   *
   * @throws SpermFinderException if that leaves nothing of something, or two images are one in the
   *     truth; the message is the rest of a sentence that says whose
   */
  public Aligned align(Dataset found) throws SpermFinderException {
    List<String> notes = new ArrayList<>();
    Map<String, LabelledImage> known = knownImages(found, notes);
    Map<Integer, Integer> classIds = classIds(found.classes(), known, notes);
    List<LabelledImage> aligned = new ArrayList<>();
    for (Map.Entry<String, LabelledImage> entry : known.entrySet()) {
      LabelledImage original = imageByName.get(entry.getKey());
      aligned.add(
          new LabelledImage(
              entry.getKey(),
              original.width(),
              original.height(),
              entry.getValue().annotations().stream()
                  .filter(annotation -> classIds.containsKey(annotation.classId()))
                  .map(a -> withClass(a, classIds.get(a.classId())))
                  .toList(),
              original.extras()));
    }
    return new Aligned(new Dataset(truth.classes(), aligned, truth.extras()), notes);
  }

  // -- Images --

  private Map<String, LabelledImage> knownImages(Dataset found, List<String> notes)
      throws SpermFinderException {
    Map<String, LabelledImage> known = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (LabelledImage image : found.images()) {
      Optional<String> name = images.find(image.fileName());
      if (name.isEmpty()) {
        unknown.add(image.fileName());
        continue;
      }
      LabelledImage other = known.put(name.get(), image);
      if (other != null) {
        throw new SpermFinderException(
            String.format(
                "has both %s and %s, but the truth has only %s",
                other.fileName(), image.fileName(), name.get()));
      }
    }
    if (!unknown.isEmpty() && known.isEmpty()) {
      throw new SpermFinderException(
          String.format(
              "has no image in common with the truth: %s is there, %s in the truth",
              unknown.get(0), truth.images().get(0).fileName()));
    }
    if (!unknown.isEmpty()) {
      notes.add(
          String.format(
              "%d image(s) that the truth lacks, such as %s, were left out",
              unknown.size(), unknown.get(0)));
    }
    return known;
  }

  // -- Classes --

  /** The truth's ids by the ids of what was found. */
  private Map<Integer, Integer> classIds(
      LabelMap classes, Map<String, LabelledImage> known, List<String> notes)
      throws SpermFinderException {
    SortedSet<Integer> used = new TreeSet<>();
    known
        .values()
        .forEach(image -> image.annotations().forEach(found -> used.add(found.classId())));
    Map<Integer, Integer> ids = new LinkedHashMap<>();
    Map<Integer, String> trueClasses = truth.classes().names();
    if (trueClasses.size() == 1
        && classes.names().size() == 1
        && classes.names().keySet().containsAll(used)) {
      int trueId = trueClasses.keySet().iterator().next();
      used.forEach(id -> ids.put(id, trueId));
      String trueName = truth.classes().name(trueId);
      used.stream()
          .map(classes::name)
          .filter(name -> !name.equalsIgnoreCase(trueName))
          .forEach(
              name ->
                  notes.add(
                      String.format(
                          "its class %s counts as the truth's %s, since both have only one",
                          name, trueName)));
      return ids;
    }
    List<String> unknown = new ArrayList<>();
    for (int id : used) {
      Optional<Integer> inTruth = classId(classes, id);
      inTruth.ifPresent(other -> ids.put(id, other));
      if (inTruth.isEmpty()) {
        unknown.add(classes.name(id));
      }
    }
    String trueNames = String.join(", ", truth.classes().names().values());
    if (!unknown.isEmpty() && ids.isEmpty()) {
      throw new SpermFinderException(
          String.format(
              "has no class in common with the truth, %s there and %s in the truth: call what is to be"
                  + " compared the same in both",
              String.join(", ", unknown), trueNames));
    }
    if (!unknown.isEmpty()) {
      notes.add(
          String.format(
              "boxes of %s were left out, since the truth only has %s",
              String.join(", ", unknown), trueNames));
    }
    return ids;
  }

  private Optional<Integer> classId(LabelMap classes, int id) {
    Map<Integer, String> trueNames = truth.classes().names();
    String name = classes.names().get(id);
    if (trueNames.isEmpty() || (name == null && trueNames.containsKey(id))) {
      return Optional.of(id);
    }
    if (name == null) {
      return Optional.empty();
    }
    return truth
        .classes()
        .id(name)
        .or(
            () ->
                trueNames.entrySet().stream()
                    .filter(entry -> entry.getValue().equalsIgnoreCase(name))
                    .map(Map.Entry::getKey)
                    .findFirst());
  }

  private static Annotation withClass(Annotation found, int classId) {
    return new Annotation(
        found.box(), classId, found.area(), found.crowd(), found.score(), found.extras());
  }
}
