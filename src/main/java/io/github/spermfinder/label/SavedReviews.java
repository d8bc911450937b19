package io.github.spermfinder.label;

import ij.gui.Roi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reviews that are saved beside images: {@code IMAGE.review.zip} of an image alone, and of a
 * folder that was opened as a stack {@code FOLDER.review.zip}, or whatever the stack was called,
 * where each region says which file its slice is.
 */
public final class SavedReviews {

  /** What comes after the name of an image's file in that of its saved review. */
  public static final String EXTENSION = ".review.zip";

  /** Property of a saved region: the name of its slice's file, as a {@link #number}. */
  public static final String SLICE = "slice";

  private static final Pattern NOT_ALLOWED = Pattern.compile("[\\\\/:*?\"<>|\\p{Cntrl}]");

  private final ImageFolder folder;
  private final List<Path> ofStacks;

  /** Reviews by the numbers of the images that they have labels on, for each folder. */
  private final Map<Path, Map<String, Path>> byImage = new HashMap<>();

  SavedReviews(ImageFolder folder) {
    this.folder = folder;
    Set<Path> own =
        folder.images().stream()
            .map(image -> beside(folder.root().resolve(image)))
            .collect(Collectors.toSet());
    ofStacks =
        folder.files("zip").stream()
            .filter(file -> file.endsWith(EXTENSION))
            .map(file -> folder.root().resolve(file))
            .filter(review -> !own.contains(review))
            .toList();
  }

  private static Path beside(Path image) {
    return image.resolveSibling(fileName(image.getFileName().toString()));
  }

  /** What the review of an image is called, without what some system does not allow. */
  public static String fileName(String image) {
    return NOT_ALLOWED.matcher(image).replaceAll("_") + EXTENSION;
  }

  /** A number instead of a name, which could tell of a patient. */
  public static String number(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Whether the review of an image alone has labels. */
  boolean hasLabels(String image) throws IOException {
    Path review = beside(folder.root().resolve(image));
    return Files.isRegularFile(review) && RoiSet.load(review).stream().anyMatch(Rois::isLabel);
  }

  /** The review of a stack of images, beside them, that has labels on one of them. */
  Optional<Path> ofStackWithLabels(String image) throws IOException {
    Path file = folder.root().resolve(image);
    Path parent = file.getParent();
    if (!byImage.containsKey(parent)) { // each is read once, however many images there are
      byImage.put(parent, byImage(parent));
    }
    return Optional.ofNullable(byImage.get(parent).get(number(file.getFileName().toString())));
  }

  private Map<String, Path> byImage(Path parent) throws IOException {
    Map<String, Path> reviews = new HashMap<>();
    for (Path review : ofStacks) {
      if (review.getParent().equals(parent)) {
        for (Roi roi : RoiSet.load(review)) {
          String slice = roi.getProperty(SLICE);
          if (slice != null && Rois.isLabel(roi)) {
            reviews.putIfAbsent(slice, review);
          }
        }
      }
    }
    return reviews;
  }
}
