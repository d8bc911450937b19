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
   * The first thing that a detection graph does: it brings every image to one size.
   *
   * @param width in pixels
   * @param height in pixels
   * @param resampling with which bilinear interpolation
   */
  public record Resize(int width, int height, Resampling resampling) {}
}
