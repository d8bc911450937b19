package io.github.spermfinder.review;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileInfo;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.PlaneNames;
import io.github.spermfinder.host.SliceFiles;
import io.github.spermfinder.label.RoiSet;
import io.github.spermfinder.label.SavedReviews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a review is kept: a zip of regions that ImageJ's ROI Manager opens too, with all regions,
 * the rejected ones among them, and what was said of each in its property "review". Only one review
 * at a time may write it, so what another ImageJ wrote meanwhile is never replaced.
 *
 * <p>Images of one name from several folders may have their reviews in one: each region in the file
 * says where its image lies, seen from the file, so that both may be moved together. Where slices
 * are files, each region also says which one it is on, as there may be more or fewer next time.
 */
final class ReviewFile {

  /** Property of a saved region: the folder of its image, as a number that names no patient. */
  private static final String FOLDER = "folder";

  private final Optional<Path> imageFolder;
  private final Optional<Path> passedOver;
  private final SliceFiles slices;
  private Path path;

  /** What was read or written last. */
  private Optional<UUID> known;

  /** Of an image from no file. */
  ReviewFile(Path path) throws IOException {
    this(path, Optional.empty(), Optional.empty(), new SliceFiles(List.of()));
  }

  private ReviewFile(
      Path path, Optional<Path> imageFolder, Optional<Path> passedOver, SliceFiles slices)
      throws IOException {
    this.path = path;
    this.imageFolder = imageFolder;
    this.passedOver = passedOver;
    this.slices = slices;
    known = checksum(path);
  }

  /**
   * The file of an image's review: the image file's name with ".review.zip", and with a number
   * where an image of this name from another folder has that.
   *
   * @param folder empty for the image's own
   * @throws SpermFinderException if the image is not from a file and no folder is given, or is a
   *     part of what is in its file
   */
  static ReviewFile of(ImagePlus image, String folder) throws SpermFinderException {
    FileInfo info = image.getOriginalFileInfo();
    boolean hasFolder = info != null && info.directory != null && !info.directory.isBlank();
    if (folder.isBlank() && (!hasFolder || isWeb(info))) {
      throw new SpermFinderException(
          image.getTitle()
              + " is not from a file: give the folder that the review is to be kept in, in a macro"
              + " with saveto=.");
    }
    try {
      Path inFolder = Path.of(folder.isBlank() ? info.directory : folder.trim()).toAbsolutePath();
      String name = hasFolder ? name(image, info) : image.getTitle(); // a copy may be of a part
      PlaneNames planes = new PlaneNames(image);
      planes.requireWhole(name);
      Path first = inFolder.resolve(SavedReviews.fileName(name));
      return of(
          first,
          hasFolder && !isWeb(info)
              ? Optional.of(Path.of(info.directory).toAbsolutePath().normalize())
              : Optional.empty(),
          new SliceFiles(planes.files()));
    } catch (InvalidPathException | IOException e) {
      throw new SpermFinderException(
          "saveto=" + folder + " is no folder that can be used: choose another one.", e);
    }
  }

  private static ReviewFile of(Path first, Optional<Path> imageFolder, SliceFiles slices)
      throws IOException {
    Optional<String> own = folderKey(imageFolder, first);
    Optional<String> said = savedKey(first);
    if (said.isEmpty() || said.equals(own)) { // earlier versions saved none
      return new ReviewFile(first, imageFolder, Optional.empty(), slices);
    }
    Path path = first;
    for (int i = 1; path.equals(first) || Files.exists(path) && !savedKey(path).equals(own); i++) {
      path = numbered(first, i);
    }
    return new ReviewFile(path, imageFolder, Optional.of(first), slices);
  }

  private static Optional<String> folderKey(Optional<Path> imageFolder, Path review) {
    return imageFolder
        .map(folder -> relative(review.toAbsolutePath().normalize().getParent(), folder))
        .map(SavedReviews::number);
  }

  private static String relative(Path from, Path to) {
    try {
      return from.relativize(to).toString().replace('\\', '/');
    } catch (IllegalArgumentException otherDisk) {
      return to.toString();
    }
  }

  private static Optional<String> savedKey(Path path) {
    try {
      return Files.exists(path)
          ? RoiSet.load(path).stream()
              .map(roi -> roi.getProperty(FOLDER))
              .filter(Objects::nonNull)
              .findFirst()
          : Optional.empty();
    } catch (IOException damaged) {
      return Optional.empty(); // is told when it is loaded
    }
  }

  /** Of what is in a file, if it is there: synchronised folders give files other times. */
  private static Optional<UUID> checksum(Path path) throws IOException {
    return Files.exists(path)
        ? Optional.of(UUID.nameUUIDFromBytes(Files.readAllBytes(path)))
        : Optional.empty();
  }

  private static boolean isWeb(FileInfo info) {
    return info.url != null && !info.url.isEmpty();
  }

  /** Of the file, but for one of several images in a file, and for a folder opened as a stack. */
  private static String name(ImagePlus image, FileInfo info) {
    String file = info == null || info.fileName == null ? "" : info.fileName;
    String title = image.getTitle();
    return file.isBlank() || title.startsWith(file + " - ") ? title : file;
  }

  Path path() {
    return path;
  }

  /** The file of another image of this name, because of which this one has a number. */
  Optional<Path> passedOver() {
    return passedOver;
  }

  boolean exists() {
    return known.isPresent();
  }

  /**
   * @throws IOException if it is damaged or not there, or of images that this stack has not; the
   *     message names it
   */
  Review load() throws IOException {
    known = checksum(path);
    List<Roi> rois = RoiSet.load(path);
    for (Roi roi : rois) {
      roi.setProperty(FOLDER, null); // is of this file alone
      putOnSlice(roi);
    }
    return new Review(rois.stream().map(ReviewItem::of).toList());
  }

  private void putOnSlice(Roi roi) throws IOException {
    if (!slices.has(roi)) {
      throw new IOException(path + " has regions on images that are not in this stack");
    }
    boolean moved = slices.putBack(roi);
    String detected = roi.getProperty(ReviewItem.DETECTED);
    if (moved && detected != null) {
      roi.setProperty(ReviewItem.DETECTED, Regions.placeOnSlice(detected, roi.getPosition()));
    }
  }

  /** Renames the file that is there, so that another review can begin. */
  void setAside() throws IOException {
    Files.move(path, unused());
    known = Optional.empty();
  }

  /**
   * Replaces the file, wholly or not at all. Where somebody else wrote it meanwhile, theirs stays,
   * and this review goes on in a file with a number.
   */
  synchronized void save(Review review) throws IOException {
    if (Files.exists(path) && !checksum(path).equals(known)) {
      path = unused();
    }
    List<Roi> rois = review.rois();
    String key = folderKey(imageFolder, path).orElse(null);
    for (Roi roi : rois) {
      roi.setProperty(FOLDER, key);
      slices.remember(roi);
    }
    RoiSet.save(rois, path);
    known = checksum(path);
  }

  /** Goes on in another folder, beside whatever is there. */
  synchronized void moveTo(Path folder) {
    path = folder.resolve(path.getFileName());
    if (Files.exists(path)) {
      path = unused();
    }
    known = Optional.empty();
  }

  private Path unused() {
    for (int i = 1; ; i++) {
      Path next = numbered(path, i);
      if (!Files.exists(next)) {
        return next;
      }
    }
  }

  private static Path numbered(Path path, int number) {
    String name = path.getFileName().toString();
    String stem = name.substring(0, name.length() - SavedReviews.EXTENSION.length());
    return path.resolveSibling(stem + "-" + number + SavedReviews.EXTENSION);
  }
}
