package io.github.spermfinder.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The twelve numbers by which COCO describes a detector, each 0 to 1, or -1 where there is nothing
 * to find. AP is average precision, the mean over IoU thresholds .5 to .95 (unless one is named),
 * classes, and 101 recalls; AR is average recall, the mean over thresholds and classes. Small
 * objects have an area up to 32 x 32 pixels, large ones from 96 x 96.
 *
 * @see <a href="https://cocodataset.org/#detection-eval">The definitions</a>
 * @param ap AP
 * @param ap50 AP at IoU .5, the mAP of Wu et al. 2021
 * @param ap75 AP at IoU .75
 * @param apSmall AP of small objects
 * @param apMedium AP of medium objects
 * @param apLarge AP of large objects
 * @param ar1 AR with at most 1 detection an image and class
 * @param ar10 AR with at most 10
 * @param ar100 AR with at most 100, the AR of Wu et al. 2021
 * @param arSmall AR of small objects, with at most 100
 * @param arMedium AR of medium objects, with at most 100
 * @param arLarge AR of large objects, with at most 100
 */
public record Metrics(
    double ap,
    double ap50,
    double ap75,
    double apSmall,
    double apMedium,
    double apLarge,
    double ar1,
    double ar10,
    double ar100,
    double arSmall,
    double arMedium,
    double arLarge) {

  /** F1 score of AP at IoU .5 and AR, as Wu et al. 2021 give it; -1 where there is nothing. */
  public double f1() {
    return f1(ap50, ar100);
  }

  /**
   * Harmonic mean of precision and recall.
   *
   * @param precision 0 to 1, or -1 for none
   * @param recall 0 to 1, or -1 for none
   * @return 0 to 1; 0 where both are 0, -1 where one of them is -1
   */
  public static double f1(double precision, double recall) {
    if (precision < 0 || recall < 0) {
      return -1;
    }
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
  }

  /** The twelve numbers in COCO's order, and F1, by the names that they have in tables. */
  public Map<String, Double> byName() {
    Map<String, Double> byName = new LinkedHashMap<>();
    byName.put("AP", ap);
    byName.put("AP50", ap50);
    byName.put("AP75", ap75);
    byName.put("APsmall", apSmall);
    byName.put("APmedium", apMedium);
    byName.put("APlarge", apLarge);
    byName.put("AR1", ar1);
    byName.put("AR10", ar10);
    byName.put("AR100", ar100);
    byName.put("ARsmall", arSmall);
    byName.put("ARmedium", arMedium);
    byName.put("ARlarge", arLarge);
    byName.put("F1", f1());
    return Collections.unmodifiableMap(byName);
  }
}
