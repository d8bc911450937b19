package io.github.spermfinder.evaluate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.spermfinder.Detection;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Detections held against the truth, as COCO does it for bounding boxes (pycocotools' COCOeval):
 *
 * <pre>{@code
 * Evaluation evaluation = Evaluation.of(truth, detections);
 * double map = evaluation.metrics().ap50();
 * evaluation.curve().forRecall(.95).ifPresent(point -> use(point.threshold()));
 * }</pre>
 *
 * An annotation of a crowd is neither to be found nor wrong to be found. Where scores are equal,
 * the images count in the order of the dataset (pycocotools: in that of their ids).
 */
public final class Evaluation {

  private final LabelMap classes;
  private final List<Pair> pairs;
  private final SortedMap<Integer, ClassEvaluation> byClass;

  /** What is in an image, and what was found there. */
  private record Pair(String fileName, List<Annotation> truth, List<Detection> detections) {}

  private Evaluation(LabelMap classes, List<Pair> pairs) {
    this.classes = classes;
    this.pairs = pairs;
    SortedMap<Integer, List<ImageMatch>> matches = new TreeMap<>();
    classes.names().keySet().forEach(id -> matches.put(id, new ArrayList<>()));
    for (int i = 0; i < pairs.size(); i++) {
      Map<Integer, List<Annotation>> truth =
          pairs.get(i).truth.stream().collect(groupingBy(Annotation::classId));
      Map<Integer, List<Detection>> detections =
          pairs.get(i).detections.stream().collect(groupingBy(Detection::classId));
      SortedSet<Integer> ids = new TreeSet<>(truth.keySet());
      ids.addAll(detections.keySet());
      for (int id : ids) {
        matches
            .computeIfAbsent(id, unknown -> new ArrayList<>())
            .add(
                ImageMatch.of(
                    i, truth.getOrDefault(id, List.of()), detections.getOrDefault(id, List.of())));
      }
    }
    byClass = new TreeMap<>();
    matches.forEach((id, ofClass) -> byClass.put(id, new ClassEvaluation(ofClass)));
  }

  /**
   * Evaluates a detector.
   *
   * @param truth what is in the images
   * @param detections by the file name of their image; an image may be absent, which means that
   *     nothing was found there
   * @throws IllegalArgumentException if there are detections of an image that is not in the truth
   */
  public static Evaluation of(Dataset truth, Map<String, List<Detection>> detections) {
    SortedSet<String> unknown = new TreeSet<>(detections.keySet());
    unknown.removeAll(byFileName(truth).keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "The truth lacks "
              + unknown.size()
              + " of the images with detections, such as "
              + unknown.first());
    }
    return new Evaluation(
        truth.classes(),
        truth.images().stream()
            .map(
                image ->
                    new Pair(
                        image.fileName(),
                        image.annotations(),
                        detections.getOrDefault(image.fileName(), List.of())))
            .toList());
  }

  /**
   * Evaluates an annotator as though a detector that gives every box the score 1, on the images
   * that both have. A crowd that the annotator marked is no claim of an object and left out.
   *
   * @throws IllegalArgumentException if they have no image in common, or a class that the annotator
   *     used has another name in the truth
   */
  public static Evaluation ofAnnotator(Dataset truth, Dataset annotator) {
    Map<String, LabelledImage> labelled = byFileName(annotator);
    List<Pair> pairs =
        byFileName(truth).values().stream()
            .filter(image -> labelled.containsKey(image.fileName()))
            .map(
                image ->
                    new Pair(
                        image.fileName(),
                        image.annotations(),
                        claims(labelled.get(image.fileName()), annotator, truth)))
            .toList();
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("The annotator and the truth have no image in common");
    }
    return new Evaluation(truth.classes(), pairs);
  }

  private static List<Detection> claims(LabelledImage image, Dataset annotator, Dataset truth) {
    List<Detection> claims = new ArrayList<>();
    for (Annotation annotation : image.annotations()) {
      String name = annotator.classes().name(annotation.classId());
      String trueName = truth.classes().name(annotation.classId());
      if (!name.equals(trueName)) {
        throw new IllegalArgumentException(
            "Class "
                + annotation.classId()
                + " is \""
                + name
                + "\" to the annotator, but \""
                + trueName
                + "\" in the truth");
      }
      if (!annotation.crowd()) {
        claims.add(new Detection(annotation.box(), annotation.classId(), 1));
      }
    }
    return claims;
  }

  private static Map<String, LabelledImage> byFileName(Dataset dataset) {
    Map<String, LabelledImage> byFileName = new LinkedHashMap<>();
    for (LabelledImage image : dataset.images()) {
      byFileName.put(image.fileName(), image);
    }
    return byFileName;
  }

  /**
   * Several evaluations as one, as though each were of other images.
   *
   * @param evaluations at least one, all with the same classes
   */
  static Evaluation pooled(Collection<Evaluation> evaluations) {
    LabelMap classes = evaluations.iterator().next().classes;
    return new Evaluation(
        classes, evaluations.stream().flatMap(evaluation -> evaluation.pairs.stream()).toList());
  }

  /** File names of the images, in the order in which they count. */
  List<String> fileNames() {
    return pairs.stream().map(Pair::fileName).toList();
  }

  /** Ids of the classes in the label map, the truth and the detections. */
  public SortedSet<Integer> classIds() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(byClass.keySet()));
  }

  /** What the class ids mean. */
  public LabelMap classes() {
    return classes;
  }

  // -- COCO's numbers --

  /** The twelve numbers, means over all classes that are in the truth. */
  public Metrics metrics() {
    return metrics(once());
  }

  /**
   * The twelve numbers of a class.
   *
   * @throws IllegalArgumentException if the class is not among {@link #classIds()}
   */
  public Metrics metrics(int classId) {
    return metrics(List.of(ofClass(classId)), once());
  }

  /**
   * The twelve numbers, with images counted several times or not at all.
   *
   * @param weights how often each of the images counts
   */
  Metrics metrics(int[] weights) {
    return metrics(byClass.values(), weights);
  }

  private int[] once() {
    int[] weights = new int[pairs.size()];
    Arrays.fill(weights, 1);
    return weights;
  }

  private ClassEvaluation ofClass(int classId) {
    ClassEvaluation ofClass = byClass.get(classId);
    if (ofClass == null) {
      throw new IllegalArgumentException(
          "There is no class " + classId + ", only " + byClass.keySet());
    }
    return ofClass;
  }

  private static Metrics metrics(Collection<ClassEvaluation> classes, int[] weights) {
    List<double[][]> precision = precision(classes, AreaRange.ALL, weights);
    return new Metrics(
        averagePrecision(precision, 0, Overlaps.THRESHOLDS),
        averagePrecision(precision, Overlaps.HALF, Overlaps.HALF + 1),
        averagePrecision(precision, Overlaps.THREE_QUARTERS, Overlaps.THREE_QUARTERS + 1),
        averagePrecision(classes, AreaRange.SMALL, weights),
        averagePrecision(classes, AreaRange.MEDIUM, weights),
        averagePrecision(classes, AreaRange.LARGE, weights),
        averageRecall(classes, AreaRange.ALL, 1, weights),
        averageRecall(classes, AreaRange.ALL, 10, weights),
        averageRecall(classes, AreaRange.ALL, ClassEvaluation.MAX_DETECTIONS, weights),
        averageRecall(classes, AreaRange.SMALL, ClassEvaluation.MAX_DETECTIONS, weights),
        averageRecall(classes, AreaRange.MEDIUM, ClassEvaluation.MAX_DETECTIONS, weights),
        averageRecall(classes, AreaRange.LARGE, ClassEvaluation.MAX_DETECTIONS, weights));
  }

  private static List<double[][]> precision(
      Collection<ClassEvaluation> classes, AreaRange area, int[] weights) {
    return classes.stream()
        .filter(ofClass -> ofClass.positives(area, weights) > 0)
        .map(ofClass -> ofClass.precision(area, weights))
        .toList();
  }

  private static double averagePrecision(
      Collection<ClassEvaluation> classes, AreaRange area, int[] weights) {
    return averagePrecision(precision(classes, area, weights), 0, Overlaps.THRESHOLDS);
  }

  /** Mean over thresholds, recalls and classes, in this order of loops as numpy has it. */
  private static double averagePrecision(List<double[][]> precision, int from, int to) {
    if (precision.isEmpty()) {
      return -1;
    }
    int recalls = precision.get(0)[0].length;
    double[] values = new double[(to - from) * recalls * precision.size()];
    int i = 0;
    for (int t = from; t < to; t++) {
      for (int r = 0; r < recalls; r++) {
        for (double[][] ofClass : precision) {
          values[i++] = ofClass[t][r];
        }
      }
    }
    return PairwiseMean.of(values);
  }

  /** Mean over thresholds and classes, in this order of loops as numpy has it. */
  private static double averageRecall(
      Collection<ClassEvaluation> classes, AreaRange area, int maxDetections, int[] weights) {
    List<double[]> recall =
        classes.stream()
            .filter(ofClass -> ofClass.positives(area, weights) > 0)
            .map(ofClass -> ofClass.recall(area, maxDetections, weights))
            .toList();
    if (recall.isEmpty()) {
      return -1;
    }
    double[] values = new double[Overlaps.THRESHOLDS * recall.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = recall.get(i % recall.size())[i / recall.size()];
    }
    return PairwiseMean.of(values);
  }

  // -- Precision and recall at IoU .5, with all detections, not just COCO's 100 an image --

  /** Precision and recall of all classes together. */
  public PrecisionRecallCurve curve() {
    return PrecisionRecallCurve.of(byClass.values());
  }

  /**
   * Precision and recall of a class.
   *
   * @throws IllegalArgumentException if the class is not among {@link #classIds()}
   */
  public PrecisionRecallCurve curve(int classId) {
    return PrecisionRecallCurve.of(List.of(ofClass(classId)));
  }

  /**
   * What is wrong in the images, in their order; images where all is right are left out.
   *
   * @param minScore detections below this score do not count
   */
  public List<ImageErrors> errors(double minScore) {
    Map<Integer, List<ImageMatch>> byImage =
        byClass.values().stream()
            .flatMap(ofClass -> ofClass.matches().stream())
            .collect(groupingBy(ImageMatch::image, TreeMap::new, toList()));
    return byImage.entrySet().stream()
        .map(
            entry -> ImageErrors.of(pairs.get(entry.getKey()).fileName, entry.getValue(), minScore))
        .filter(errors -> !errors.falsePositives().isEmpty() || !errors.misses().isEmpty())
        .toList();
  }
}
