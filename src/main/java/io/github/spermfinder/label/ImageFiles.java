package io.github.spermfinder.label;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The images and videos in a folder and the folders below it, by the names that datasets give them;
 * see {@link ImageNames} for what counts as the same name.
 */
public final class ImageFiles {

  private final Path folder;
  private final List<String> files;
  private final ImageNames names;

  private ImageFiles(Path folder, List<String> files) {
    this.folder = folder;
    this.files = files;
    names = new ImageNames(files);
  }

  /**
   * Where the pixels of a dataset's image are.
   *
   * @param file the image's, or that of the stack or video it is a plane of
   * @param position empty for an image of its own; one number for a plane by its place in the
   *     stack, three for one by channel, slice and frame; all count from 1
   */
  public record Location(Path file, List<Integer> position) {

    public Location {
      position = List.copyOf(position);
    }
  }

  /**
   * Looks for images.
   *
   * @throws IOException if the folder cannot be listed
   */
  public static ImageFiles in(Path folder) throws IOException {
    ImageFolder images = new ImageFolder(folder);
    return new ImageFiles(images.root(), images.imagesAndVideos());
  }

  /** Looks where images usually are: beside their label file, or in their labels' folder. */
  public static ImageFiles beside(Path labels) throws IOException {
    Path absolute = labels.toAbsolutePath();
    return in(Files.isDirectory(absolute) ? absolute : absolute.getParent());
  }

  /** The one above all the files. */
  public Path folder() {
    return folder;
  }

  /** Paths of all these files relative to the folder, in their order. */
  public List<String> files() {
    return files;
  }

  /** Whether the file of an image is where its name in a dataset says. */
  public boolean has(String imageName) {
    return names.has(imageName) || names.has(ImageFolder.withoutSlice(imageName));
  }

  /** The place of an image by its name in a dataset; empty where its file is absent. */
  public Optional<Location> find(String imageName) {
    Optional<String> file = names.find(imageName);
    if (file.isPresent()) {
      return Optional.of(new Location(folder.resolve(file.get()), List.of()));
    }
    String plane = ImageFolder.slice(imageName);
    if (plane.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> position =
        Arrays.stream(plane.substring(1).split("-")).map(Integer::valueOf).toList();
    return names
        .find(ImageFolder.withoutSlice(imageName))
        .map(stack -> new Location(folder.resolve(stack), position));
  }
}
