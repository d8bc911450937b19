package io.github.spermfinder.engine;

import io.github.spermfinder.image.Resampling;
import java.util.Optional;

/**
 * What a network's graph says about itself.
 *
 * @param anyBatch whether it takes several images in one call
 * @param anySize whether it takes images of any size, and resizes them itself
 * @param resize what it resizes images to, or takes at all; empty where the graph does not show it
 */
public record GraphTraits(boolean anyBatch, boolean anySize, Optional<Resize> resize) {

  /**
   * The first thing that a detection graph does: it brings images to one size, or below it.
   *
   * @param width in pixels
   * @param height in pixels
   * @param resampling with which bilinear interpolation
   * @param keepsAspect whether images keep their shape, and are left alone if they fit in this
   *     size; else all come out at this very size
   */
  public record Resize(int width, int height, Resampling resampling, boolean keepsAspect) {

    /** Pixels that the network sees for a pixel across an image of this size. */
    public double magnificationX(int imageWidth, int imageHeight) {
      return keepsAspect ? common(imageWidth, imageHeight) : (double) width / imageWidth;
    }

    /** Pixels that the network sees for a pixel down an image of this size. */
    public double magnificationY(int imageWidth, int imageHeight) {
      return keepsAspect ? common(imageWidth, imageHeight) : (double) height / imageHeight;
    }

    private double common(int imageWidth, int imageHeight) {
      return Math.min(1, Math.min((double) width / imageWidth, (double) height / imageHeight));
    }
  }
}
