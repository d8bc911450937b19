package io.github.spermfinder.host;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.PlaneSource;
import io.github.spermfinder.image.Composite;
import io.github.spermfinder.image.Intensity;
import io.github.spermfinder.image.Plane;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;

/**
 * The planes of an image in ImageJ, one after the other, on the pixel arrays that ImageJ holds.
 *
 * <p>8-bit and RGB values stay as they are, whatever lookup table they are displayed with; 16-bit
 * and 32-bit values are scaled plane by plane, since they have no natural black and white. A photo
 * with a palette cannot be told from intensities in false colours: the user is told.
 */
public final class ImagePlanes implements PlaneSource {

  private final ImagePlus image;
  private final List<PlanePosition> positions;

  /** Channels that are merged where a position's channel is 0. */
  private final List<Integer> merged;

  private final Consumer<String> notes;

  private ImagePlanes(
      ImagePlus image,
      List<PlanePosition> positions,
      List<Integer> merged,
      Consumer<String> notes) {
    this.image = image;
    this.positions = List.copyOf(positions);
    this.merged = List.copyOf(merged);
    this.notes = notes;
  }

  /**
   * Planes of an image.
   *
   * @param channel from 1, or 0 for what is displayed: the channels merged where the image shows
   *     them so, else the current one
   * @param which slices and frames
   * @param notes is told, for the user, what is done to the pixels
   * @throws SpermFinderException if there is no such channel
   */
  public static ImagePlanes of(
      ImagePlus image, int channel, PlaneChoice which, Consumer<String> notes)
      throws SpermFinderException {
    if (channel < 0 || channel > image.getNChannels()) {
      throw new SpermFinderException(
          "channel="
              + channel
              + " does not exist: "
              + image.getTitle()
              + " has "
              + image.getNChannels()
              + "; give 0 for what is displayed.");
    }
    List<Integer> merged = channel == 0 ? activeChannels(image) : List.of();
    if (channel == 0 && isMerged(image) && merged.isEmpty()) {
      throw new SpermFinderException(
          "All channels of "
              + image.getTitle()
              + " are switched off: switch one on, or give its number as channel=.");
    }
    int c = !merged.isEmpty() ? 0 : channel > 0 ? channel : image.getC();
    List<PlanePosition> positions = new ArrayList<>();
    for (int t = 1; t <= image.getNFrames(); t++) {
      for (int z = 1; z <= image.getNSlices(); z++) {
        if (which == PlaneChoice.ALL || (z == image.getZ() && t == image.getT())) {
          int stackIndex = image.getStackIndex(Math.max(c, 1), z, t);
          positions.add(new PlanePosition(c, z, t, stackIndex));
        }
      }
    }
    return new ImagePlanes(image, positions, merged, notes);
  }

  /** Channels that a composite image shows merged; none where it shows one at a time. */
  private static List<Integer> activeChannels(ImagePlus image) {
    List<Integer> active = new ArrayList<>();
    for (int c = 1; isMerged(image) && c <= image.getNChannels(); c++) {
      if (((CompositeImage) image).getActiveChannels()[c - 1]) {
        active.add(c);
      }
    }
    return active;
  }

  private static boolean isMerged(ImagePlus image) {
    return image instanceof CompositeImage composite && composite.getMode() == IJ.COMPOSITE;
  }

  /** Where the planes lie, in their order. */
  public List<PlanePosition> positions() {
    return positions;
  }

  @Override
  public int size() {
    return positions.size();
  }

  @Override
  public Plane read(int index) throws SpermFinderException {
    PlanePosition position = positions.get(index);
    if (position.channel() > 0) {
      return plane(processor(position.stackIndex()));
    }
    List<RandomAccessibleInterval<ARGBType>> channels = new ArrayList<>();
    for (int c : merged) {
      LUT lut = ((CompositeImage) image).getChannelLut(c);
      ImageProcessor pixels = processor(image.getStackIndex(c, position.slice(), position.frame()));
      channels.add(coloured(pixels, lut));
    }
    return Plane.colour(Composite.merge(channels));
  }

  private ImageProcessor processor(int stackIndex) throws SpermFinderException {
    boolean virtual = image.hasImageStack() && image.getStack().isVirtual();
    if (image.getStackSize() == 1 && !virtual) {
      // A stack made of it would stay, and show the pixels of now whatever a camera gives it later
      return image.getProcessor();
    }
    ImageProcessor processor = null;
    Exception cause = null;
    try {
      processor = SliceReader.read(image.getStack(), stackIndex);
    } catch (SpermFinderException | RuntimeException e) {
      cause = e;
    }
    if (processor == null) {
      throw new SpermFinderException(
          String.format(
              "Slice %d of %s cannot be read: %s",
              stackIndex,
              image.getTitle(),
              cause instanceof SpermFinderException ? cause.getMessage() : "is its file there?"),
          cause);
    }
    return processor;
  }

  private Plane plane(ImageProcessor pixels) {
    int w = pixels.getWidth();
    int h = pixels.getHeight();
    return switch (pixels.getBitDepth()) {
      case 8 -> intensities(pixels);
      case 16 -> scaled(ArrayImgs.unsignedShorts((short[]) pixels.getPixels(), w, h));
      case 24 -> Plane.colour(ArrayImgs.argbs((int[]) pixels.getPixels(), w, h));
      default -> scaled(ArrayImgs.floats((float[]) pixels.getPixels(), w, h));
    };
  }

  private Plane intensities(ImageProcessor pixels) {
    if (pixels.isColorLut() && image.getNChannels() == 1) {
      notes.accept(
          "The colours of an 8-bit image are taken for false ones: its values are shown to the"
              + " model. If they are those of a photo, use Image > Type > RGB Color before.");
    }
    return Plane.grey(
        ArrayImgs.unsignedBytes(
            (byte[]) pixels.getPixels(), pixels.getWidth(), pixels.getHeight()));
  }

  private <T extends RealType<T>> Plane scaled(RandomAccessibleInterval<T> pixels) {
    notes.accept(
        "16-bit and 32-bit values are shown to the model as 0 to 255, from the 0.1 to the 99.9"
            + " percentile of each plane.");
    return Plane.grey(Intensity.scale(pixels, Intensity.robustRange(pixels)));
  }

  private static RandomAccessibleInterval<ARGBType> coloured(ImageProcessor pixels, LUT lut) {
    byte[][] table = new byte[3][256];
    lut.getReds(table[0]);
    lut.getGreens(table[1]);
    lut.getBlues(table[2]);
    boolean ranged = lut.max > lut.min; // else nobody has set a display range
    double min = ranged ? lut.min : pixels.getMin();
    double max = ranged ? lut.max : pixels.getMax();
    int w = pixels.getWidth();
    int h = pixels.getHeight();
    return switch (pixels.getBitDepth()) {
      case 8 ->
          Composite.colours(
              ArrayImgs.unsignedBytes((byte[]) pixels.getPixels(), w, h), min, max, table);
      case 16 ->
          Composite.colours(
              ArrayImgs.unsignedShorts((short[]) pixels.getPixels(), w, h), min, max, table);
      default ->
          Composite.colours(ArrayImgs.floats((float[]) pixels.getPixels(), w, h), min, max, table);
    };
  }
}
