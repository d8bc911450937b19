package io.github.spermfinder.evaluate;

import io.github.spermfinder.Detection;
import io.github.spermfinder.label.Annotation;
import java.util.List;

/**
 * What a detector did wrong in an image, at IoU .5.
 *
 * @param fileName of the image, as in the truth
 * @param falsePositives detections of nothing, or of an object that a better one had found already;
 *     class by class, best score first
 * @param misses objects that were not found; class by class, in the order of the truth
 */
public record ImageErrors(
    String fileName, List<Detection> falsePositives, List<Annotation> misses) {

  public ImageErrors {
    falsePositives = List.copyOf(falsePositives);
    misses = List.copyOf(misses);
  }

  static ImageErrors of(String fileName, List<ImageMatch> matches, double minScore) {
    long bit = Outcome.bit(AreaRange.ALL, Overlaps.HALF);
    return new ImageErrors(
        fileName,
        matches.stream()
            .flatMap(match -> match.outcomes().stream())
            .filter(outcome -> outcome.score() >= minScore && outcome.isFalsePositive(bit))
            .map(Outcome::detection)
            .toList(),
        // Detections below the score cannot take an object from those above, which choose first
        matches.stream()
            .flatMap(match -> match.targets().stream())
            .filter(target -> target.score() < minScore)
            .map(ImageMatch.Target::annotation)
            .toList());
  }
}
