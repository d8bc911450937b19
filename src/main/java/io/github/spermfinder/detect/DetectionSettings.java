package io.github.spermfinder.detect;

/**
 * What counts as a detection, and how to look for it.
 *
 * @param minScore detections below it are left out, 0 to 1
 * @param maxOverlap of two detections of one class whose IoU is above it, the better one stays; 0
 *     to 1. At 1 the model's own suppression, usually above 0.6, is all there is
 * @param maxDetections the best so many in a plane stay, at least 1
 * @param view how the plane is brought before the network
 */
public record DetectionSettings(double minScore, double maxOverlap, int maxDetections, View view) {

  public DetectionSettings {
    if (!(minScore >= 0 && minScore <= 1 && maxOverlap >= 0 && maxOverlap <= 1)) {
      throw new IllegalArgumentException("Score and overlap go from 0 to 1");
    }
    if (maxDetections < 1) {
      throw new IllegalArgumentException("At least 1 detection, not " + maxDetections);
    }
  }
}
