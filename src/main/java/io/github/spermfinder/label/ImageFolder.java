package io.github.spermfinder.label;

import io.github.spermfinder.VisibleFiles;
import io.github.spermfinder.video.Videos;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A folder with images and a label file for each. The label file has the image's name with another
 * extension and lies beside it, or in a folder {@code labels} where the image lies in {@code
 * images} (Ultralytics), or in {@code Annotations} where the image lies in {@code JPEGImages}
 * (Pascal VOC).
 */
final class ImageFolder {

  private static final Pattern IMAGE =
      Pattern.compile(".*\\.(png|jpe?g|tiff?|bmp|gif|pgm|dcm|webp)", Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> LABEL_FOLDERS =
      Map.of("images", "labels", "JPEGImages", "Annotations");

  private static final Pattern SLICE = Pattern.compile("#\\d+(-\\d+-\\d+)?$");

  /** What lies in folders of results, and of datasets of their own. */
  private static final Set<String> OTHERS =
      Set.of("progress.jsonl", "evaluation.json", Coco.DATASET_FILE);

  private final Path root;
  private final List<String> files;

  /** By the paths of their label files without extension. Several may differ in theirs alone. */
  private final Map<String, Set<String>> imagesByStem = new HashMap<>();

  /**
   * @param folder the one above images and labels, at any depth, or the one of the labels
   * @throws IOException if it cannot be read; folders in it that cannot are passed over
   */
  ImageFolder(Path folder) throws IOException {
    root = root(folder);
    List<String> found = new ArrayList<>();
    VisibleFiles.walk(
        root, below -> false, (file, attributes) -> found.add(slashes(root.relativize(file))));
    files = found.stream().sorted().toList();
    for (String file : files) {
      if (isImage(file)) {
        addImage(labelStem(file), file);
      }
    }
    for (String file : images()) {
      addImage(withoutExtension(file), file); // labels beside images in "images"
    }
  }

  private void addImage(String stem, String image) {
    imagesByStem.computeIfAbsent(stem, key -> new LinkedHashSet<>()).add(image);
  }

  /** Where file names count from. */
  Path root() {
    return root;
  }

  static Path root(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      return absolute;
    }
    String name = absolute.getFileName().toString();
    boolean imagesBeside =
        LABEL_FOLDERS.entrySet().stream()
            .anyMatch(
                pair ->
                    pair.getValue().equals(name)
                        && Files.isDirectory(parent.resolve(pair.getKey())));
    return imagesBeside ? parent : absolute;
  }

  /** Files with this extension. */
  List<String> files(String extension) {
    return files.stream().filter(file -> file.endsWith("." + extension)).toList();
  }

  /** Images, in the order of their names. */
  List<String> images() {
    return files.stream().filter(ImageFolder::isImage).toList();
  }

  /**
   * Whether an image lies in a folder below that has results of detection or evaluation, or another
   * dataset: without a label file it is none of this one's.
   */
  boolean isAnothers(String image) {
    for (int end = image.lastIndexOf('/'); end > 0; end = image.lastIndexOf('/', end - 1)) {
      String folder = image.substring(0, end + 1);
      if (OTHERS.stream().anyMatch(name -> Collections.binarySearch(files, folder + name) >= 0)) {
        return true;
      }
    }
    return false;
  }

  /** Images and videos, in the order of their names. */
  List<String> imagesAndVideos() {
    return files.stream().filter(file -> isImage(file) || Videos.isVideo(file)).toList();
  }

  /** The image that a label file belongs to, also a stack for a label file of one of its slices. */
  Optional<String> image(String labelFile) {
    return image(labelFile, "");
  }

  /**
   * The same where the label file says what its image is called, which tells one of several that
   * differ in their extensions.
   */
  Optional<String> image(String labelFile, String name) {
    List<String> images = images(labelFile);
    return images.stream()
        .filter(image -> image.equals(name) || image.endsWith("/" + name))
        .findFirst()
        .or(() -> images.stream().findFirst());
  }

  private List<String> images(String labelFile) {
    String stem = labelFile.substring(0, labelFile.lastIndexOf('.'));
    Set<String> images = imagesByStem.getOrDefault(stem, Set.of());
    String slice = slice(stem);
    if (!images.isEmpty() || slice.isEmpty()) {
      return List.copyOf(images);
    }
    return imagesByStem.getOrDefault(withoutExtension(withoutSlice(stem)), Set.of()).stream()
        .map(stack -> stack + slice)
        .toList();
  }

  /**
   * The label file of an image that there is; where there is none, the one that there ought to be.
   */
  String presentLabelFile(String image, String extension) {
    String beside = withoutExtension(image) + "." + extension;
    String file = labelFile(image, extension);
    return Collections.binarySearch(files, file) < 0 && Collections.binarySearch(files, beside) >= 0
        ? beside
        : file;
  }

  /** The label file of an image, with this extension, in the folder where it ought to be. */
  static String labelFile(String image, String extension) {
    return labelStem(image) + "." + extension;
  }

  private static String labelStem(String image) {
    String stem = withoutExtension(image);
    for (int end = stem.lastIndexOf('/'); end > 0; end = stem.lastIndexOf('/', end - 1)) {
      int start = stem.lastIndexOf('/', end - 1) + 1;
      String labels = LABEL_FOLDERS.get(stem.substring(start, end));
      if (labels != null) {
        return stem.substring(0, start) + labels + stem.substring(end);
      }
    }
    return stem;
  }

  static boolean isImage(String file) {
    return IMAGE.matcher(file).matches();
  }

  /** The file of an image, which for a slice of a stack is the stack's. */
  static String withoutSlice(String image) {
    return SLICE.matcher(image).replaceFirst("");
  }

  /** What names the slice in the name of an image, such as "#0007"; empty if nothing does. */
  static String slice(String image) {
    return image.substring(withoutSlice(image).length());
  }

  /**
   * Width and height from an image's header, in pixels; empty where the file is absent or of a kind
   * that Java cannot read.
   */
  static Optional<Dimension> size(Path folder, String image) {
    Optional<Path> file = file(folder, image);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.get().toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return Optional.of(new Dimension(reader.getWidth(0), reader.getHeight(0)));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException brokenImage) {
      // Readers throw all sorts of unchecked exceptions at broken headers.
      return Optional.empty();
    }
  }

  /** The file of an image, which for a slice of a stack is the stack's, if it is there. */
  static Optional<Path> file(Path folder, String image) {
    return existing(folder, image).or(() -> existing(folder, withoutSlice(image)));
  }

  /** An image that is there; empty where its name leads out of the folder, as labels' names may. */
  static Optional<Path> existing(Path folder, String image) {
    try {
      return Optional.of(resolve(folder, image)).filter(Files::isRegularFile);
    } catch (LabelException notInTheFolder) {
      return Optional.empty();
    }
  }

  /**
   * A file by its name in a dataset.
   *
   * @throws LabelException if the name leads out of the folder
   */
  static Path resolve(Path folder, String name) throws LabelException {
    try {
      Path file = folder.resolve(name).normalize();
      if (file.startsWith(folder.normalize()) && !file.equals(folder.normalize())) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new LabelException(folder, name, "is not a file name here", e);
    }
    throw new LabelException(folder, name, "leads out of the folder");
  }

  /**
   * @throws LabelException if two images have the same label file
   */
  static void requireOwnLabelFiles(Dataset dataset, Path folder) throws LabelException {
    Map<String, String> imageByLabel = new HashMap<>();
    for (LabelledImage image : dataset.images()) {
      String label = labelStem(image.fileName()).toLowerCase(Locale.ROOT);
      String other = imageByLabel.put(label, image.fileName());
      if (other != null) {
        throw new LabelException(
            folder, image.fileName(), "would have the same label file as " + other);
      }
    }
  }

  /** Only what is an image's extension goes: "frame.001" and "frame.002" are two names. */
  private static String withoutExtension(String image) {
    return isImage(image) ? image.substring(0, image.lastIndexOf('.')) : image;
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
