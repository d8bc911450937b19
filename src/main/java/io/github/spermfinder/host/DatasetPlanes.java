package io.github.spermfinder.host;

import ij.ImagePlus;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.PixelSize;
import io.github.spermfinder.detect.PlaneSource;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.label.ImageFiles;
import io.github.spermfinder.label.LabelledImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The images of a dataset, opened from their files one at a time and never shown. The last file
 * stays open, for the other planes of a stack.
 */
final class DatasetPlanes implements PlaneSource, AutoCloseable {

  private final List<LabelledImage> images;
  private final List<ImageFiles.Location> locations = new ArrayList<>();
  private final Consumer<String> notes;
  private Path openFile;
  private ImagePlus open;

  /**
   * @param cure what to do where images are absent
   * @param notes is told, for the user, what is done to the pixels
   * @throws SpermFinderException if an image is absent
   */
  DatasetPlanes(List<LabelledImage> images, ImageFiles files, String cure, Consumer<String> notes)
      throws SpermFinderException {
    this.images = images;
    this.notes = notes;
    Map<ImageFiles.Location, Long> uses =
        images.stream()
            .flatMap(image -> files.find(image.fileName()).stream())
            .collect(Collectors.groupingBy(location -> location, Collectors.counting()));
    List<String> absent = new ArrayList<>();
    for (LabelledImage image : images) {
      String name = image.fileName();
      files
          .find(name) // or one of the same name in another folder, but not for two of them
          .filter(location -> uses.get(location) == 1 || files.has(name))
          .ifPresentOrElse(locations::add, () -> absent.add(name));
    }
    if (!absent.isEmpty()) {
      throw new SpermFinderException(
          String.format(
              "%d of the %d labelled images are not in %s, such as %s: %s.",
              absent.size(), images.size(), files.folder(), absent.get(0), cure));
    }
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public Plane read(int index) throws SpermFinderException {
    LabelledImage image = images.get(index);
    ImageFiles.Location location = locations.get(index);
    open(location.file());
    if (image.width() > 0
        && image.height() > 0
        && (image.width() != open.getWidth() || image.height() != open.getHeight())) {
      throw new SpermFinderException(
          String.format(
              "%s has %d x %d pixels, but %d x %d in its labels, so its boxes would not fit.",
              location.file(), open.getWidth(), open.getHeight(), image.width(), image.height()));
    }
    List<Integer> position = location.position();
    int channel = position.size() == 3 ? position.get(0) : 0;
    ImagePlanes planes = ImagePlanes.of(open, channel, PlaneChoice.ALL, notes);
    for (int i = 0; i < planes.size(); i++) {
      if (isAt(planes.positions().get(i), position)) {
        return planes.read(i);
      }
    }
    throw new SpermFinderException(location.file() + " has no plane " + image.fileName() + ".");
  }

  private static boolean isAt(PlanePosition plane, List<Integer> position) {
    return switch (position.size()) {
      case 0 -> true;
      case 1 -> plane.stackIndex() == position.get(0);
      default -> plane.slice() == position.get(1) && plane.frame() == position.get(2);
    };
  }

  /** Of the image that was read last: what else would have to be opened again. */
  @Override
  public Optional<PixelSize> pixelSize(int index) {
    return ImageGeometry.pixelSize(open, notes);
  }

  private void open(Path file) throws SpermFinderException {
    if (file.equals(openFile)) {
      return;
    }
    close();
    open = ImageFile.open(file);
    openFile = file;
  }

  /** Closes the file that is open; others can still be read. */
  @Override
  public void close() {
    if (open != null && open.getStack() instanceof VideoStack video) {
      video.close();
    }
    open = null;
    openFile = null;
  }
}
