package io.github.spermfinder.folder;

import ij.ImagePlus;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.detect.PlaneSource;
import io.github.spermfinder.host.ImageFile;
import io.github.spermfinder.host.ImageGeometry;
import io.github.spermfinder.host.ImagePlanes;
import io.github.spermfinder.host.PlaneChoice;
import io.github.spermfinder.host.PlanePosition;
import io.github.spermfinder.host.VideoStack;
import io.github.spermfinder.image.Plane;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The planes of a file, which is opened when the first of them is asked for. */
final class FolderImage implements PlaneSource, AutoCloseable {

  private final Path file;
  private final int channel;
  private final Consumer<String> notes;
  private ImagePlus image;
  private ImagePlanes planes;
  private boolean closed;

  /**
   * @param channel from 1, or 0 for what is displayed
   * @param notes is told, for the user, what is done to the pixels
   */
  FolderImage(Path file, int channel, Consumer<String> notes) {
    this.file = file;
    this.channel = channel;
    this.notes = notes;
  }

  private synchronized void open() throws SpermFinderException {
    if (image == null) {
      if (closed) {
        throw new SpermFinderException(file + " is not needed any more.");
      }
      image = ImageFile.open(file);
      planes = ImagePlanes.of(image, channel, PlaneChoice.ALL, notes);
    }
  }

  @Override
  public boolean has(int index) throws SpermFinderException {
    open();
    boolean there = index < planes.size();
    if (image.getStack() instanceof VideoStack video) {
      there = there && video.has(index + 1);
      if (!there) {
        video.damage().ifPresent(notes);
      }
    }
    return there;
  }

  @Override
  public synchronized int size() {
    return planes.size();
  }

  @Override
  public Plane read(int index) throws SpermFinderException {
    open();
    boolean byImageJ = image.getStack().isVirtual() && !(image.getStack() instanceof VideoStack);
    return byImageJ ? ImageFile.quietly(() -> planes.read(index)) : planes.read(index);
  }

  @Override
  public Optional<PixelSize> pixelSize(int index) {
    return ImageGeometry.pixelSize(image, notes);
  }

  /** The image; to be asked for when a plane has been read. */
  synchronized ImagePlus image() {
    return image;
  }

  /**
   * @param index from 0
   */
  synchronized PlanePosition position(int index) {
    return planes.positions().get(index);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (image != null && image.getStack() instanceof VideoStack video) {
      video.close();
    }
  }
}
