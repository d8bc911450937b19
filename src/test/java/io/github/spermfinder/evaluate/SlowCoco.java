package io.github.spermfinder.evaluate;

import io.github.spermfinder.Detection;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** COCO's numbers written straight from their definition, as slowly as that is. */
final class SlowCoco {

  private final Dataset truth;
  private final Map<String, List<Detection>> detections;

  SlowCoco(Dataset truth, Map<String, List<Detection>> detections) {
    this.truth = truth;
    this.detections = detections;
  }

  /** Smallest and largest area that counts. */
  private record Range(double smallest, double largest) {
    boolean contains(double area) {
      return smallest <= area && area <= largest;
    }
  }

  private enum Verdict {
    RIGHT,
    WRONG,
    IGNORED
  }

  private record Judged(double score, Verdict verdict) {}

  Metrics metrics() {
    Range all = new Range(0, 1e10);
    Range small = new Range(0, 1024);
    Range medium = new Range(1024, 9216);
    Range large = new Range(9216, 1e10);
    return new Metrics(
        meanOverThresholds(iou -> averagePrecision(all, iou / 100.)),
        averagePrecision(all, .5),
        averagePrecision(all, .75),
        meanOverThresholds(iou -> averagePrecision(small, iou / 100.)),
        meanOverThresholds(iou -> averagePrecision(medium, iou / 100.)),
        meanOverThresholds(iou -> averagePrecision(large, iou / 100.)),
        meanOverThresholds(iou -> recall(all, 1, iou / 100.)),
        meanOverThresholds(iou -> recall(all, 10, iou / 100.)),
        meanOverThresholds(iou -> recall(all, 100, iou / 100.)),
        meanOverThresholds(iou -> recall(small, 100, iou / 100.)),
        meanOverThresholds(iou -> recall(medium, 100, iou / 100.)),
        meanOverThresholds(iou -> recall(large, 100, iou / 100.)));
  }

  private static double meanOverThresholds(IntToDoubleFunction ofPercent) {
    return IntStream.rangeClosed(10, 19)
        .mapToDouble(i -> ofPercent.applyAsDouble(5 * i))
        .average()
        .getAsDouble();
  }

  private double averagePrecision(Range range, double iou) {
    return meanOverClasses(
        range,
        classId -> {
          long positives = positives(classId, range);
          List<Judged> ranking = ranking(classId, range, 100, iou);
          // COCO's recalls are multiples of .01 in floating point: 35 * .01 is more than 7 / 20.
          return IntStream.rangeClosed(0, 100)
              .mapToDouble(r -> bestPrecision(ranking, positives, r * .01))
              .average()
              .getAsDouble();
        });
  }

  private static double bestPrecision(List<Judged> ranking, long positives, double leastRecall) {
    double best = 0;
    for (int kept = 1; kept <= ranking.size(); kept++) {
      double right = count(ranking.subList(0, kept), Verdict.RIGHT);
      double wrong = count(ranking.subList(0, kept), Verdict.WRONG);
      if (right > 0 && right / positives >= leastRecall) {
        best = Math.max(best, right / (right + wrong));
      }
    }
    return best;
  }

  private double recall(Range range, int maxDetections, double iou) {
    return meanOverClasses(
        range,
        classId ->
            (double) count(ranking(classId, range, maxDetections, iou), Verdict.RIGHT)
                / positives(classId, range));
  }

  private static long count(List<Judged> judged, Verdict verdict) {
    return judged.stream().filter(one -> one.verdict == verdict).count();
  }

  /** Mean over the classes that have something to find; -1 if there are none. */
  private double meanOverClasses(Range range, IntToDoubleFunction ofClass) {
    OptionalDouble mean =
        truth.images().stream()
            .flatMap(image -> image.annotations().stream())
            .mapToInt(Annotation::classId)
            .distinct()
            .filter(classId -> positives(classId, range) > 0)
            .mapToDouble(ofClass)
            .average();
    return mean.orElse(-1);
  }

  private long positives(int classId, Range range) {
    return truth.images().stream()
        .flatMap(image -> image.annotations().stream())
        .filter(one -> one.classId() == classId && toBeFound(one, range))
        .count();
  }

  private static boolean toBeFound(Annotation annotation, Range range) {
    return !annotation.crowd() && range.contains(annotation.area());
  }

  /** The judged detections of all images, best first. */
  private List<Judged> ranking(int classId, Range range, int maxDetections, double iou) {
    List<Judged> ranking = new ArrayList<>();
    for (LabelledImage image : truth.images()) {
      List<Annotation> objects =
          image.annotations().stream().filter(one -> one.classId() == classId).toList();
      List<Detection> best =
          detections.getOrDefault(image.fileName(), List.of()).stream()
              .filter(one -> one.classId() == classId)
              .sorted(Detection.BEST_FIRST)
              .limit(maxDetections)
              .toList();
      Set<Integer> taken = new HashSet<>();
      for (Detection detection : best) {
        ranking.add(new Judged(detection.score(), judge(detection, objects, taken, range, iou)));
      }
    }
    ranking.sort(Comparator.comparingDouble(Judged::score).reversed());
    return ranking;
  }

  private static Verdict judge(
      Detection detection, List<Annotation> objects, Set<Integer> taken, Range range, double iou) {
    Comparator<Integer> preference =
        Comparator.<Integer, Boolean>comparing(i -> toBeFound(objects.get(i), range))
            .thenComparing(i -> overlap(detection, objects.get(i)))
            .thenComparing(i -> i);
    Integer match =
        IntStream.range(0, objects.size())
            .boxed()
            .filter(i -> overlap(detection, objects.get(i)) >= iou)
            .filter(i -> objects.get(i).crowd() || !taken.contains(i))
            .max(preference)
            .orElse(null);
    if (match == null) {
      return range.contains(detection.box().area()) ? Verdict.WRONG : Verdict.IGNORED;
    }
    taken.add(match);
    return toBeFound(objects.get(match), range) ? Verdict.RIGHT : Verdict.IGNORED;
  }

  private static double overlap(Detection detection, Annotation object) {
    double both = detection.box().intersection(object.box());
    double either = detection.box().area() + object.box().area() - both;
    double whole = object.crowd() ? detection.box().area() : either;
    return whole > 0 ? both / whole : 0;
  }
}
