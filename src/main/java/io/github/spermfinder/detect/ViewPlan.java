package io.github.spermfinder.detect;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.GraphTraits;
import io.github.spermfinder.engine.GraphTraits.Resize;
import io.github.spermfinder.image.Crops;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.image.Resampling;
import io.github.spermfinder.model.Model;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a plane of one size is cut into what a network is given.
 *
 * @param tiles parts of the plane; one where it is looked at whole
 * @param inputWidth of what the network is given, in pixels
 * @param inputHeight of what the network is given, in pixels
 * @param resampling how tiles of another size are brought to this one
 * @param unitX what a pixel of the network's own input size is in the plane, in pixels
 * @param unitY what a pixel of the network's own input size is in the plane, in pixels
 */
record ViewPlan(
    List<Tile> tiles,
    int inputWidth,
    int inputHeight,
    Resampling resampling,
    double unitX,
    double unitY) {

  /** What neighbouring tiles share, as a share of the network's input size. */
  private static final double OVERLAP = 0.2;

  /** Planes up to this size are left to the network to resize, which is exact; in pixels. */
  private static final long MAX_WHOLE = 1L << 24;

  /** By this factor objects may come out too small or large before tiles are better. */
  private static final double TOLERANCE = 1.25;

  /** By more than this factor nothing can be told from resampled pixels; a pixel size is wrong. */
  private static final double MAX_SCALE = 12;

  /**
   * Plans.
   *
   * @param width of the plane, in pixels
   * @param height of the plane, in pixels
   * @param pixelSize of the plane; where it is unknown, it is taken to be the model's
   * @throws SpermFinderException if the view is tiles and the model has no fixed input size
   */
  static ViewPlan of(int width, int height, Optional<PixelSize> pixelSize, View view, Model model)
      throws SpermFinderException {
    GraphTraits traits = model.network().traits();
    OptionalDouble trained = model.folder().card().micronsPerPixel();
    boolean scaled = trained.isPresent() && pixelSize.isPresent();
    double scaleX = scaled ? pixelSize.get().width() / trained.getAsDouble() : 1;
    double scaleY = scaled ? pixelSize.get().height() / trained.getAsDouble() : 1;
    if (traits.resize().isEmpty()) {
      if (view == View.TILES) {
        throw new SpermFinderException(
            "view=Tiles needs a model with a fixed input size, which "
                + model.folder().name()
                + " has not: use view=[Whole image].");
      }
      return whole(width, height, traits);
    }
    Resize input = traits.resize().get();
    boolean tiles =
        switch (view) {
          case WHOLE_IMAGE -> false;
          case TILES -> true;
          case AUTOMATIC ->
              (trained.isPresent() || input.keepsAspect()) // knows a scale, or is used to its own
                  && !(near(input.magnificationX(width, height) / scaleX)
                      && near(input.magnificationY(width, height) / scaleY));
        };
    if (tiles && (isFarOff(scaleX) || isFarOff(scaleY))) {
      throw new SpermFinderException(
          String.format(
              Locale.ROOT,
              "A pixel of the image is %.3g um wide, but the model was trained at %.3g um: give the"
                  + " true size as pixelsize=, or use view=[Whole image].",
              pixelSize.get().width(),
              trained.getAsDouble()));
    }
    return tiles ? tiles(width, height, scaleX, scaleY, input) : whole(width, height, traits);
  }

  private static boolean isFarOff(double scale) {
    return scale > MAX_SCALE || scale < 1 / MAX_SCALE;
  }

  private static boolean near(double magnification) {
    return magnification <= TOLERANCE && magnification >= 1 / TOLERANCE;
  }

  private static ViewPlan whole(int width, int height, GraphTraits traits) {
    List<Tile> tile = List.of(new Tile(0, 0, width, height));
    if (traits.resize().isEmpty()) {
      return new ViewPlan(tile, width, height, Resampling.LEGACY, 1, 1);
    }
    Resize input = traits.resize().get();
    boolean asItIs = traits.anySize() && (long) width * height <= MAX_WHOLE;
    double magnificationX = input.magnificationX(width, height);
    double magnificationY = input.magnificationY(width, height);
    return new ViewPlan(
        tile,
        asItIs ? width : length(width, magnificationX),
        asItIs ? height : length(height, magnificationY),
        input.resampling(),
        1 / magnificationX,
        1 / magnificationY);
  }

  private static int length(int pixels, double magnification) {
    return Math.max(1, (int) Math.round(pixels * magnification));
  }

  /**
   * @param scaleX pixels of the network for a pixel of the plane
   * @param scaleY pixels of the network for a pixel of the plane
   */
  private static ViewPlan tiles(int width, int height, double scaleX, double scaleY, Resize input) {
    int tileWidth = Math.max(2, (int) Math.round(input.width() / scaleX));
    int tileHeight = Math.max(2, (int) Math.round(input.height() / scaleY));
    int inputWidth = input.width();
    int inputHeight = input.height();
    if (input.keepsAspect()) { // what fits is not put into a larger square
      tileWidth = Math.min(tileWidth, width);
      tileHeight = Math.min(tileHeight, height);
      inputWidth = Math.min(inputWidth, length(tileWidth, scaleX));
      inputHeight = Math.min(inputHeight, length(tileHeight, scaleY));
    }
    return new ViewPlan(
        Tiling.cover(
            width,
            height,
            tileWidth,
            tileHeight,
            (int) Math.ceil(OVERLAP * tileWidth),
            (int) Math.ceil(OVERLAP * tileHeight)),
        inputWidth,
        inputHeight,
        input.resampling(),
        (double) tileWidth / inputWidth,
        (double) tileHeight / inputHeight);
  }

  /** Writes what a tile shows, from the buffer's position on. */
  void write(Plane plane, Tile tile, ByteBuffer rgb) {
    if (tile.width() == inputWidth && tile.height() == inputHeight) {
      Crops.copy(plane, tile.interval(), rgb);
    } else {
      Crops.resize(plane, tile.interval(), inputWidth, inputHeight, resampling, rgb);
    }
  }
}
