package io.github.spermfinder.image;

/**
 * Which pixel of the source a pixel of a resized image looks at: the two attributes of TensorFlow's
 * {@code ResizeBilinear}. A model must be given pixels of the convention that it was trained with.
 *
 * @param alignCorners the centres of the corner pixels of both images coincide
 * @param halfPixelCenters pixel centres lie at half coordinates; TensorFlow 2 resizes this way
 */
public record Resampling(boolean alignCorners, boolean halfPixelCenters) {

  /** TensorFlow 1: the upper left corners of the upper left pixels coincide. */
  public static final Resampling LEGACY = new Resampling(false, false);

  /**
   * @throws IllegalArgumentException if both are true, which TensorFlow does not allow either
   */
  public Resampling {
    if (alignCorners && halfPixelCenters) {
      throw new IllegalArgumentException("Either align_corners or half_pixel_centers, not both");
    }
  }

  /**
   * The position in the source that a pixel of the target is interpolated at, as in TensorFlow's
   * {@code compute_interpolation_weights} (core/kernels/image/resize_bilinear_op.cc).
   *
   * @param target index of a pixel of the resized image
   * @param sourceLength pixels of the source along this axis
   * @param targetLength pixels of the resized image along this axis
   * @return a coordinate that is an integer at the source's pixels; it can lie outside of them
   */
  float sourcePosition(int target, int sourceLength, int targetLength) {
    if (alignCorners && targetLength > 1) {
      return target * ((sourceLength - 1) / (float) (targetLength - 1));
    }
    float scale = sourceLength / (float) targetLength;
    return halfPixelCenters ? (target + 0.5f) * scale - 0.5f : target * scale;
  }
}
