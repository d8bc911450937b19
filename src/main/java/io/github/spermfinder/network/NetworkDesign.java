package io.github.spermfinder.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A detection network without its weights: MobileNetV2 (Sandler et al. 2018) with the predictors of
 * SSD (Liu et al. 2016).
 *
 * @param preset which feature maps it has
 * @param classes how many classes it tells apart, without the background
 * @param input what becomes of images before
 * @param anchors of each feature map, finest first
 * @param scores what makes scores of its logits
 */
public record NetworkDesign(
    Preset preset,
    int classes,
    InputSize input,
    List<AnchorLayer> anchors,
    ScoreConversion scores) {

  /** Detections that the exported network gives for an image, at most. */
  public static final int MAX_DETECTIONS = 100;

  /**
   * Stride of the backbone's last map, in pixels. On inputs that are no multiple of it, SAME
   * convolutions of stride 2 start half a place further left and up than on others.
   */
  public static final int COARSEST_STRIDE = 32;

  /** Larger anchors, in strides of a map, look at the next one. */
  private static final double MAX_STRIDES = 4;

  /** Arrangements of feature maps. */
  public enum Preset {
    /** Wu et al. 2021, as their published configuration has it: six maps of strides 16 to 320. */
    PAPER("paper", 6, 0.6f, false),
    /**
     * Three maps of strides 8, 16 and 32, each told by the coarser ones what is around (feature
     * pyramid, Lin et al. 2017, of separable convolutions); for objects of 10 to 80 pixels.
     */
    SMALL_OBJECTS("small-objects", 3, 0.45f, true);

    private final String label;
    private final int layers;
    private final float maxOverlap;
    private final boolean votes;

    Preset(String label, int layers, float maxOverlap, boolean votes) {
      this.label = label;
      this.layers = layers;
      this.maxOverlap = maxOverlap;
      this.votes = votes;
    }

    /** Of two detections of one class whose IoU is above, the exported network keeps one. */
    public float maxOverlap() {
      return maxOverlap;
    }

    /**
     * Whether the boxes that one is kept of all say where it is: heads of a small object's size are
     * seen by many anchors, each of which is off by some pixels.
     */
    public boolean votes() {
      return votes;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * @throws IllegalArgumentException if there is no class, or not a layer of anchors a feature map
   */
  public NetworkDesign {
    anchors = List.copyOf(anchors);
    if (classes < 1 || anchors.size() != preset.layers) {
      throw new IllegalArgumentException(
          preset + " with " + classes + " classes and " + anchors.size() + " layers of anchors");
    }
  }

  /**
   * The published configuration: anchors from a tenth of the image on.
   *
   * @param side of the input, in pixels; as published, 640
   */
  public static NetworkDesign paper(int classes, int side, ScoreConversion scores) {
    double[] scales = {0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1};
    List<AnchorLayer> layers = new ArrayList<>();
    int places = (side + 15) / 16;
    for (int i = 0; i < Preset.PAPER.layers; i++) {
      List<AnchorSize> sizes = new ArrayList<>();
      if (i == 0) {
        sizes.add(anchor(side, 0.1, 1));
        sizes.add(anchor(side, scales[0], 2));
        sizes.add(anchor(side, scales[0], 0.5));
      } else {
        for (double ratio : new double[] {1, 2, 0.5, 3, 0.3333}) { // 0.3333, not 1/3, as published
          sizes.add(anchor(side, scales[i], ratio));
        }
        sizes.add(anchor(side, Math.sqrt(scales[i] * scales[i + 1]), 1));
      }
      layers.add(new AnchorLayer((double) side / places, sizes));
      places = (places + 1) / 2;
    }
    return new NetworkDesign(
        Preset.PAPER, classes, new InputSize(side, InputSize.Aspect.SQUEEZED), layers, scores);
  }

  private static AnchorSize anchor(int side, double scale, double ratio) {
    return new AnchorSize(side * scale * Math.sqrt(ratio), side * scale / Math.sqrt(ratio));
  }

  /**
   * For small objects. Each anchor looks at the finest map whose places lie near enough to each
   * other for its size; a map without any gets a square one, so that larger objects than those
   * known are found too.
   *
   * @param anchors for instance of {@link AnchorFit}
   */
  public static NetworkDesign smallObjects(int classes, List<AnchorSize> anchors) {
    List<AnchorLayer> layers = new ArrayList<>();
    double from = 0;
    for (int i = 0; i < Preset.SMALL_OBJECTS.layers; i++) {
      int stride = 8 << i;
      double least = from;
      double most =
          i == Preset.SMALL_OBJECTS.layers - 1 ? Double.POSITIVE_INFINITY : MAX_STRIDES * stride;
      List<AnchorSize> sizes =
          anchors.stream()
              .filter(size -> side(size) >= least && side(size) < most)
              .sorted(Comparator.comparingDouble(NetworkDesign::side))
              .toList();
      double usual = MAX_STRIDES * stride / Math.sqrt(2);
      layers.add(
          new AnchorLayer(stride, sizes.isEmpty() ? List.of(new AnchorSize(usual, usual)) : sizes));
      from = most;
    }
    return new NetworkDesign(
        Preset.SMALL_OBJECTS,
        classes,
        new InputSize(640, InputSize.Aspect.KEPT),
        layers,
        ScoreConversion.SOFTMAX);
  }

  /** Of the square of the same area. */
  private static double side(AnchorSize size) {
    return Math.sqrt(size.width() * size.height());
  }
}
