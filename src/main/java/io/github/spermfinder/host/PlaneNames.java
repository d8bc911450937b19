package io.github.spermfinder.host;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Roi;
import ij.io.FileInfo;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.FileNames;
import io.github.spermfinder.label.ImageHeader;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.label.Rois;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the planes of an image are called as images of a dataset: an image of one plane by its
 * title, without the number that ImageJ gives to titles that are there already; a plane of a stack
 * by its file, where a folder of images was opened as a stack, so that each slice has a file's name
 * as its label; else by its place, as {@link Rois} has it. A stack that was saved has those labels
 * still, but its pixels are its own.
 */
public final class PlaneNames {

  /** As {@link ij.WindowManager#getUniqueName} puts it before the extension. */
  private static final Pattern NUMBER = Pattern.compile("-[1-9]\\d?(?=(\\.[^.]{1,4})?$)");

  private static final Pattern PHOTO = Pattern.compile("(?i).*\\.jpe?g");

  private final ImagePlus image;
  private final List<String> labels;

  /** Whether each slice is or was a file. */
  private final boolean sequence;

  /** Whether each slice is a file still. */
  private final boolean files;

  public PlaneNames(ImagePlus image) {
    this.image = image;
    labels = labels(image);
    sequence =
        image.getStackSize() > 1
            && labels.stream().allMatch(FileNames::isImage)
            && labels.stream().distinct().count() == labels.size();
    files = sequence && !isFromOneFile(image.getOriginalFileInfo());
  }

  private static boolean isFromOneFile(FileInfo file) {
    return file != null && file.fileName != null && !file.fileName.isBlank();
  }

  private static List<String> labels(ImagePlus image) {
    if (!image.hasImageStack()) {
      return List.of(""); // a stack made of it would stay
    }
    ImageStack stack = image.getStack();
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= stack.getSize(); i++) {
      String label = stack.getSliceLabel(i);
      labels.add(label == null ? "" : label.lines().findFirst().orElse("").strip());
    }
    return labels;
  }

  /**
   * @param stackIndex from 1
   */
  String name(int stackIndex) {
    return files ? labels.get(stackIndex - 1) : placeName(stackIndex);
  }

  /** The names of the files that the slices are or were; none where they are from none. */
  public List<String> files() {
    if (image.getStackSize() == 1) {
      return List.of(FileNames.isImage(labels.get(0)) ? labels.get(0) : title());
    }
    return sequence ? List.copyOf(labels) : List.of();
  }

  private String placeName(int stackIndex) {
    return placeName(title(), stackIndex);
  }

  /**
   * The file's name where the title is the same but for its number. A copy, which may be of a part,
   * has no file: ImageJ takes the folder from it.
   */
  private String title() {
    FileInfo file = image.getOriginalFileInfo();
    String title = image.getTitle();
    return hasFile(file) && withoutNumber(file.fileName).equals(withoutNumber(title))
        ? file.fileName
        : title;
  }

  private static boolean hasFile(FileInfo file) {
    return file != null
        && file.fileName != null
        && file.directory != null
        && !file.directory.isBlank();
  }

  private static String withoutNumber(String title) {
    return NUMBER.matcher(title).replaceFirst("");
  }

  /**
   * The name of a plane by its place.
   *
   * @param title instead of the image's own
   * @param stackIndex from 1
   */
  String placeName(String title, int stackIndex) {
    Roi roi = new Roi(0, 0, 1, 1);
    setPosition(roi, stackIndex);
    return Rois.imageName(title, roi);
  }

  /**
   * Puts a region on a plane.
   *
   * @param stackIndex from 1, or 0 for all planes
   */
  void setPosition(Roi roi, int stackIndex) {
    if (stackIndex == 0 || image.getStackSize() == 1) {
      roi.setPosition(0);
    } else if (image.isHyperStack()) {
      int[] czt = image.convertIndexToPosition(stackIndex);
      roi.setPosition(czt[0], czt[1], czt[2]);
    } else {
      roi.setPosition(stackIndex);
    }
  }

  /**
   * Finds the planes that images of a dataset are.
   *
   * @return stack indices from 1, or 0 for the whole stack, by file names; images that are not here
   *     are left out
   * @throws IllegalArgumentException if it is unclear which is which
   */
  Map<String, Integer> find(Collection<LabelledImage> images) {
    FileInfo file = image.getOriginalFileInfo();
    String folder = folder();
    List<List<String>> planes = new ArrayList<>();
    List<String> whole = new ArrayList<>(List.of(folder + title()));
    if (file != null && file.fileName != null) {
      whole.add(folder + file.fileName); // the title may have been changed
    }
    planes.add(whole);
    for (int i = 1; i <= labels.size(); i++) {
      List<String> names = new ArrayList<>(List.of(folder + placeName(i)));
      if (!labels.get(i - 1).isEmpty()) {
        names.add(folder + labels.get(i - 1));
      }
      if (image.getStackSize() > 1) {
        planes.add(names);
      } else {
        whole.addAll(names);
      }
    }
    return FileNames.match(images.stream().map(LabelledImage::fileName).toList(), planes);
  }

  /** What files that the image or a slice of it is may be called. */
  Set<String> fileNames() {
    FileInfo file = image.getOriginalFileInfo();
    Set<String> names = new HashSet<>(labels);
    names.add(title());
    if (file != null && file.fileName != null) {
      names.add(file.fileName);
    }
    labels.forEach(label -> names.add(Rois.title(label))); // of a stack's plane
    return names;
  }

  /**
   * Whether a file is another one than that of its name in this image's folder, and no copy of it.
   *
   * @throws IOException if they cannot be compared
   */
  boolean isElsewhere(Path file) throws IOException {
    try {
      Path own = Path.of(folder(), file.getFileName().toString());
      return !folder().isEmpty() && Files.isRegularFile(own) && Files.mismatch(own, file) >= 0;
    } catch (InvalidPathException notOfThisSystem) {
      return false;
    }
  }

  /**
   * What names have in front where they count from a folder: "images/" of an image that lies in
   * that folder of it; nothing where it does not lie below.
   */
  String folderIn(Path root) {
    String folder = folder();
    try {
      Path absolute = Path.of(folder).toAbsolutePath().normalize();
      return !folder.isEmpty() && absolute.startsWith(root) && !absolute.equals(root)
          ? root.relativize(absolute).toString().replace('\\', '/') + "/"
          : "";
    } catch (InvalidPathException notOfThisSystem) {
      return "";
    }
  }

  /**
   * Makes sure that the image is no part of the one whose name it has.
   *
   * @throws SpermFinderException if it is
   */
  void requireWhole() throws SpermFinderException {
    requireWhole(title());
  }

  /**
   * The same where it goes by another name, or would. Only where that is its file's, that is there
   * and ImageJ or Java can tell its size: Bio-Formats opens parts of files under other names.
   *
   * @throws SpermFinderException if it is a part of it
   */
  public void requireWhole(String name) throws SpermFinderException {
    FileInfo file = image.getOriginalFileInfo();
    Path folder;
    try {
      folder = Path.of(folder());
    } catch (InvalidPathException notOfThisSystem) {
      return;
    }
    if (files) {
      for (String slice : labels) {
        Optional<ImagePlus> whole = ImageHeader.read(folder, slice);
        if (whole.isPresent()) {
          requireSize(slice, whole.get());
        }
      }
    } else if (hasFile(file) && name.equals(file.fileName)) {
      Optional<ImagePlus> whole = ImageHeader.read(folder, name);
      if (whole.isPresent()) {
        requireSize(name, whole.get());
        requirePlanes(name, whole.get());
      }
    }
  }

  private void requireSize(String name, ImagePlus whole) throws SpermFinderException {
    int width = whole.getWidth();
    int height = whole.getHeight();
    boolean same = width == image.getWidth() && height == image.getHeight();
    boolean turned = // as ImageJ does with photos, where the camera was held upright
        PHOTO.matcher(name).matches() && height == image.getWidth() && width == image.getHeight();
    if (!same && !turned) {
      throw part(
          name, width + " x " + height + " pixels", image.getWidth() + " x " + image.getHeight());
    }
  }

  /** There may be more than the file tells of, where its colours were split. */
  private void requirePlanes(String name, ImagePlus whole) throws SpermFinderException {
    boolean merged =
        image.getType() == ImagePlus.COLOR_RGB
            && image.getNSlices() * image.getNFrames() == whole.getNSlices() * whole.getNFrames();
    if (image.getStackSize() < whole.getStackSize() && !merged) {
      throw part(name, whole.getStackSize() + " planes", String.valueOf(image.getStackSize()));
    }
  }

  private static SpermFinderException part(String name, String whole, String here) {
    return new SpermFinderException(
        String.format(
            "%s has %s, but %s here: save this one under a name of its own first.",
            name, whole, here));
  }

  /** Where the image's file is, or was; empty where it is from none. Ends with a separator. */
  String folder() {
    FileInfo file = image.getOriginalFileInfo();
    String folder = file != null && file.directory != null ? file.directory : "";
    if (folder.isEmpty()
        && image.hasImageStack()
        && image.getStack() instanceof VirtualStack stack) {
      folder = stack.getDirectory() == null ? "" : stack.getDirectory();
    }
    return folder.isEmpty() || folder.endsWith("/") || folder.endsWith("\\")
        ? folder
        : folder + "/";
  }
}
