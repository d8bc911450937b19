package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.video.Video;
import io.github.spermfinder.video.Videos;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The frames of a video as a virtual stack: decoded one by one, in order; going back begins anew.
 * May have fewer frames than its size, since not all files tell it right.
 */
public final class VideoStack extends VirtualStack {

  private final Path file;
  private final int width;
  private final int height;
  private final int frames;
  private Video video;

  /** Number of the frame that was decoded last, from 1. */
  private int number;

  private Optional<int[]> frame = Optional.empty();
  private boolean closed;

  private VideoStack(Path file) throws SpermFinderException {
    this.file = file;
    video = Videos.open(Installation.tensorFlowJars(), file);
    width = video.width();
    height = video.height();
    frames = video.frames();
  }

  /**
   * Opens a video.
   *
   * @throws SpermFinderException if it cannot be decoded
   */
  static ImagePlus open(Path file) throws SpermFinderException {
    VideoStack stack = new VideoStack(file);
    boolean open = false;
    try {
      if (!stack.has(1)) {
        throw new SpermFinderException(file + " has no frame that can be decoded.");
      }
      open = true;
      return new ImagePlus(file.getFileName().toString(), stack);
    } finally {
      if (!open) {
        stack.close();
      }
    }
  }

  /**
   * Whether there is such a frame.
   *
   * @param n from 1
   * @throws SpermFinderException if the video is damaged before it
   */
  public synchronized boolean has(int n) throws SpermFinderException {
    if (closed) {
      return false;
    }
    if (n < number) {
      video.close();
      video = Videos.open(Installation.tensorFlowJars(), file);
      number = 0;
    }
    while (number < n && (number == 0 || frame.isPresent())) {
      frame = video.next();
      number++;
    }
    return number == n && frame.isPresent();
  }

  /** What could not be decoded on the way to the last frame asked for, in a sentence. */
  public synchronized Optional<String> damage() {
    return video.damage();
  }

  @Override
  public synchronized ImageProcessor getProcessor(int n) {
    try {
      return has(n) ? new ColorProcessor(width, height, frame.get()) : null;
    } catch (SpermFinderException e) {
      return null;
    }
  }

  @Override
  public Object getPixels(int n) {
    ImageProcessor processor = getProcessor(n);
    return processor == null ? null : processor.getPixels();
  }

  @Override
  public int getSize() {
    return frames;
  }

  @Override
  public int size() {
    return frames;
  }

  @Override
  public int getWidth() {
    return width;
  }

  @Override
  public int getHeight() {
    return height;
  }

  @Override
  public int getBitDepth() {
    return 24;
  }

  @Override
  public String getSliceLabel(int n) {
    return null;
  }

  /** Closes the file; there are no frames any more. */
  public synchronized void close() {
    closed = true;
    frame = Optional.empty();
    video.close();
  }
}
