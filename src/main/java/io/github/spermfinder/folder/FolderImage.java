package io.github.spermfinder.folder;

import ij.ImagePlus;
import ij.plugin.AVI_Reader;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** Which planes of the image those here are: all but the frames that cannot be decoded. */
  private final List<Integer> decoded = new ArrayList<>();

  /** How many planes of the image were tried. */
  private int tried;

  /** The newest of those that could be decoded. */
  private Plane newest;

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
    if (image.getStack() instanceof AVI_Reader) {
      return hasDecoded(index);
    }
    boolean there = index < planes.size();
    if (image.getStack() instanceof VideoStack video) {
      there = there && video.has(index + 1);
      if (!there) {
        video.damage().ifPresent(notes);
      }
    }
    return there;
  }

  /** Of a video that ImageJ decodes, which finds out no earlier what it cannot decode. */
  private boolean hasDecoded(int index) throws SpermFinderException {
    while (decoded.size() <= index && tried < planes.size()) {
      try {
        newest = ImageFile.quietly(() -> planes.read(tried));
        decoded.add(tried);
      } catch (SpermFinderException e) {
        if (!Files.isReadable(file)) { // else the next frames most likely can be decoded
          throw e;
        }
      }
      tried++;
    }
    boolean there = index < decoded.size();
    if (!there && decoded.size() < tried) {
      notes.accept(
          String.format(
              "%s is damaged: %d of its %d frames could not be decoded.",
              file, tried - decoded.size(), tried));
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
    if (image.getStack() instanceof AVI_Reader && hasDecoded(index)) {
      boolean isNewest = index == decoded.size() - 1;
      return isNewest ? newest : ImageFile.quietly(() -> planes.read(decoded.get(index)));
    }
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
    return planes.positions().get(decoded.isEmpty() ? index : decoded.get(index));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (image != null && image.getStack() instanceof VideoStack video) {
      video.close();
    }
  }
}
