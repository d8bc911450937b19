package io.github.spermfinder.live;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.spermfinder.detect.Region;
import io.github.spermfinder.host.ImageGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A copy of what an image shows at one moment, so that a camera may go on writing into the image
 * while the copy is looked at.
 *
 * <p>It is made of the pixels that ImageJ displays, not of the image's stack: that may have to read
 * a file, and asking for the stack of a single image makes it one, which then hides what a camera
 * puts into the image's processor.
 */
final class Frame {

  private final List<ImageProcessor> channels;

  /** Colours and ranges of channels that are shown merged; empty for one channel. */
  private final List<LUT> luts;

  private final boolean[] active;
  private final ImagePlus copy;
  private final Roi selection;

  private Frame(ImagePlus image, List<ImageProcessor> channels, List<LUT> luts, boolean[] active) {
    this.channels = channels.stream().map(ImageProcessor::duplicate).toList();
    this.luts = luts;
    this.active = active.clone();
    copy = copy(image.getTitle());
    copy.setCalibration(image.getCalibration().copy());
    Roi roi = image.getRoi();
    selection = roi == null ? null : (Roi) roi.clone();
  }

  private ImagePlus copy(String title) {
    ImageProcessor first = channels.get(0);
    if (luts.isEmpty()) {
      return new ImagePlus(title, first);
    }
    ImageStack stack = new ImageStack(first.getWidth(), first.getHeight());
    channels.forEach(channel -> stack.addSlice("", channel));
    ImagePlus plain = new ImagePlus(title, stack);
    plain.setDimensions(channels.size(), 1, 1);
    CompositeImage merged = new CompositeImage(plain, IJ.COMPOSITE);
    merged.setLuts(luts.toArray(LUT[]::new));
    System.arraycopy(active, 0, merged.getActiveChannels(), 0, active.length);
    return merged;
  }

  /**
   * What an image shows now.
   *
   * @param last what was looked at before, or null
   * @return empty where there is nothing new, where all channels are switched off, as for a moment
   *     while others are chosen, or where a command is at work on the image, which locks it
   */
  static Optional<Frame> next(ImagePlus image, Frame last) {
    if (image.isLocked()) {
      return Optional.empty();
    }
    List<ImageProcessor> channels = new ArrayList<>();
    List<LUT> luts = new ArrayList<>();
    boolean[] active = {};
    if (image instanceof CompositeImage composite
        && composite.getMode() == IJ.COMPOSITE
        && composite.getNChannels() > 1) {
      active = composite.getActiveChannels();
      for (int c = 1; c <= composite.getNChannels(); c++) {
        ImageProcessor channel = composite.getProcessor(c);
        channels.add(channel);
        luts.add(channel == null ? null : channel.getLut());
      }
      if (!anyOf(active, channels.size())) {
        return Optional.empty();
      }
    } else {
      channels.add(image.getProcessor());
    }
    boolean painted = channels.stream().allMatch(c -> c != null && c.getPixels() != null);
    return !painted || (last != null && last.shows(image, channels, luts, active))
        ? Optional.empty()
        : Optional.of(new Frame(image, channels, luts, active));
  }

  private static boolean anyOf(boolean[] active, int channels) {
    return IntStream.range(0, channels).anyMatch(c -> active[c]);
  }

  private boolean shows(
      ImagePlus image, List<ImageProcessor> now, List<LUT> lutsNow, boolean[] activeNow) {
    if (now.size() != channels.size()
        || !Arrays.equals(activeNow, active)
        || !Objects.equals(image.getRoi(), selection)
        || !image.getCalibration().equals(copy.getCalibration())) {
      return false;
    }
    for (int i = 0; i < channels.size(); i++) {
      ImageProcessor a = channels.get(i);
      ImageProcessor b = now.get(i);
      if (a.getWidth() != b.getWidth()
          || a.getHeight() != b.getHeight()
          || !Objects.deepEquals(a.getPixels(), b.getPixels())
          || !(luts.isEmpty() || same(luts.get(i), lutsNow.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(LUT a, LUT b) {
    return a.min == b.min && a.max == b.max && Arrays.equals(a.getBytes(), b.getBytes());
  }

  /** As an image that is not shown. */
  ImagePlus image() {
    return copy;
  }

  /** The image's selection; empty also where it has no area, as while something is measured. */
  Optional<Region> selection() {
    return ImageGeometry.region(selection, copy.getWidth(), copy.getHeight());
  }
}
