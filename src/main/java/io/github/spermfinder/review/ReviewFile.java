package io.github.spermfinder.review;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileInfo;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.RoiSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * Where a review is kept: a zip of regions that ImageJ's ROI Manager opens too, with all regions,
 * the rejected ones among them, and what was said of each in its property "review". Only one review
 * at a time may write it, so what another ImageJ wrote meanwhile is never replaced.
 */
final class ReviewFile {

  private static final String ENDING = ".review.zip";

  private Path path;
  private Optional<Version> known;

  /** By which a file is known to be the one that was read or written last. */
  private record Version(long size, FileTime time, Object key) {

    static Optional<Version> of(Path path) throws IOException {
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(
          new Version(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
    }
  }

  ReviewFile(Path path) throws IOException {
    this.path = path;
    known = Version.of(path);
  }

  /**
   * The file of an image's review: the image file's name with ".review.zip".
   *
   * @param folder empty for the image's own
   * @throws SpermFinderException if the image is not from a file and no folder is given
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
      return new ReviewFile(inFolder.resolve(name(image, info) + ENDING));
    } catch (InvalidPathException | IOException e) {
      throw new SpermFinderException(
          "saveto=" + folder + " is no folder that can be used: choose another one.", e);
    }
  }

  private static boolean isWeb(FileInfo info) {
    return info.url != null && !info.url.isEmpty();
  }

  /** Of the file, but for one of several images in a file, and for a folder opened as a stack. */
  private static String name(ImagePlus image, FileInfo info) {
    String file = info == null || info.fileName == null ? "" : info.fileName;
    String title = image.getTitle();
    String name = file.isBlank() || title.startsWith(file + " - ") ? title : file;
    return name.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
  }

  Path path() {
    return path;
  }

  boolean exists() {
    return known.isPresent();
  }

  /**
   * @throws IOException if it is damaged or not there; the message names it
   */
  Review load() throws IOException {
    known = Version.of(path);
    return new Review(RoiSet.load(path).stream().map(ReviewItem::of).toList());
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
    if (!Version.of(path).equals(known) && Files.exists(path)) {
      path = unused();
    }
    List<Roi> rois = review.rois();
    RoiSet.save(rois, path);
    known = Version.of(path);
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
    String name = path.getFileName().toString();
    String stem = name.substring(0, name.length() - ENDING.length());
    for (int i = 1; ; i++) {
      Path next = path.resolveSibling(stem + "-" + i + ENDING);
      if (!Files.exists(next)) {
        return next;
      }
    }
  }
}
