package io.github.spermfinder.label;

import io.github.spermfinder.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Copies of a dataset's images. */
public final class ImageCopies {

  private ImageCopies() {}

  /**
   * Copies images as they are, with all that they say about patients; {@link Deidentification}
   * copies them without.
   *
   * @param from the folder that the dataset's file names count from
   * @param to the folder that they count from in the copy
   * @param before is run before each file; what it throws ends the copying
   * @throws LabelException if an image is absent
   */
  public static void copy(Dataset dataset, Path from, Path to, Runnable before) throws IOException {
    for (String name : files(dataset, from)) {
      before.run();
      Path source = ImageFolder.resolve(from, name);
      AtomicFile.write(ImageFolder.resolve(to, name), out -> Files.copy(source, out));
    }
  }

  /**
   * The files of a dataset's images, where planes of a stack have one file together.
   *
   * @throws LabelException if one is absent
   */
  static Set<String> files(Dataset dataset, Path folder) throws LabelException {
    Set<String> files = new LinkedHashSet<>();
    for (LabelledImage image : dataset.images()) {
      files.add(file(image.fileName(), folder));
    }
    return files;
  }

  /** The file of an image, which for a plane of a stack is the stack's. */
  static String file(String imageName, Path folder) throws LabelException {
    if (Files.isRegularFile(ImageFolder.resolve(folder, imageName))) {
      return imageName;
    }
    String stack = ImageFolder.withoutSlice(imageName);
    if (Files.isRegularFile(ImageFolder.resolve(folder, stack))) {
      return stack;
    }
    throw new LabelException(folder, imageName, "the image is absent");
  }
}
