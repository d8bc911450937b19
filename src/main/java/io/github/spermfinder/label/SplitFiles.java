package io.github.spermfinder.label;

import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.Folders;
import io.github.spermfinder.KeptFiles;
import io.github.spermfinder.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A split dataset as files: lists of names beside COCO files of the labels, or a folder for each
 * side with copies of its images.
 */
public final class SplitFiles {

  private final Dataset dataset;
  private final Map<String, List<String>> sides = new LinkedHashMap<>();

  /**
   * @param dataset all of it
   * @param split of its images
   */
  public SplitFiles(Dataset dataset, Split split) {
    this.dataset = dataset;
    sides.put("train", split.train());
    sides.put("validation", split.validation());
    sides.put("test", split.test());
  }

  /**
   * Makes sure that all planes of a stack are of one patient, since they have one file together.
   *
   * @throws IllegalArgumentException if they are not
   */
  public static void requireWholeStacks(Map<String, String> patientByImage) {
    Map<String, String> patientByFile = new HashMap<>();
    patientByImage.forEach(
        (image, patient) -> {
          String file = ImageFolder.withoutSlice(image);
          String other = patientByFile.put(file, patient);
          if (other != null && !other.equals(patient)) {
            throw new IllegalArgumentException(
                "Planes of the stack "
                    + file
                    + " have different patients, "
                    + other
                    + " and "
                    + patient);
          }
        });
  }

  /**
   * Writes {@code train.txt} with a file name a line, {@code train.json} with the labels in COCO's
   * format, and so on for the other sides. Older files are kept under a number.
   *
   * @param folder made if need be
   * @return which older files are kept, one sentence each
   */
  public List<String> writeLists(Path folder) throws IOException {
    List<String> notes = new ArrayList<>();
    for (var side : sides.entrySet()) {
      Path list = folder.resolve(side.getKey() + ".txt");
      KeptFiles.write(list, file -> writeList(side.getValue(), file))
          .ifPresent(kept -> notes.add(LabelFiles.keptNote(list, kept)));
      Path labels = folder.resolve(side.getKey() + ".json");
      notes.addAll(LabelFiles.write(dataset.only(side.getValue()), new Coco(), labels));
    }
    return notes;
  }

  private static void writeList(List<String> names, Path file) throws IOException {
    String text = String.join("\n", names) + (names.isEmpty() ? "" : "\n");
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Copies each side's images into a folder, {@code train} and so on, with their labels in COCO's
   * format as {@code annotations.json}. All is there or nothing.
   *
   * @param from the folder that the dataset's file names count from
   * @param folder made; must not be there, or be empty
   * @throws LabelException if there are files in the folder, or an image is absent
   * @throws CancellationException if the user canceled it
   */
  public void writeCopies(Path from, Path folder, Progress progress) throws IOException {
    Runnable count = counting(from, progress);
    write(
        folder,
        (side, to) -> {
          ImageCopies.copy(side, from, to, count);
          return side;
        },
        () -> {});
  }

  /**
   * As {@link #writeCopies}, but copies say nothing about patients.
   *
   * @param names new ones for all images
   * @param key file for the {@linkplain Deidentification#writeKey key}, not in the folder; an older
   *     one is kept under a number
   * @return which older file is kept
   * @throws CancellationException if the user canceled it
   */
  public Optional<Path> writeDeidentified(
      Path from, Path folder, Deidentification names, Path key, Progress progress)
      throws IOException {
    List<Path> kept = new ArrayList<>();
    Runnable count = counting(from, progress);
    write(
        folder,
        (side, to) -> names.copy(side, from, to, count),
        // Before the copies are in place: without a key they could never be traced back.
        () -> KeptFiles.write(key, file -> names.writeKey(file, folder)).ifPresent(kept::add));
    return kept.stream().findFirst();
  }

  /** Shows how many files are copied each time it is run, and throws if no more are wanted. */
  private Runnable counting(Path from, Progress progress) throws LabelException {
    int all = ImageCopies.files(dataset, from).size();
    AtomicInteger copied = new AtomicInteger();
    return () -> {
      if (progress.isCanceled()) {
        throw new CancellationException();
      }
      int number = copied.getAndIncrement();
      progress.show(
          (double) number / all, String.format("Copying image %d of %d", number + 1, all));
    };
  }

  /** Copies the images of one side. */
  private interface Copying {
    /** The dataset as it is in the copy. */
    Dataset copy(Dataset side, Path to) throws IOException;
  }

  /** Something to do at the end. */
  private interface LastStep {
    void run() throws IOException;
  }

  private void write(Path folder, Copying copying, LastStep last) throws IOException {
    requireEmpty(folder);
    Path target = folder.toAbsolutePath().normalize();
    Files.createDirectories(target.getParent());
    Path fresh = Files.createDirectory(KeptFiles.beside(target));
    try {
      for (var side : sides.entrySet()) {
        Path to = Files.createDirectory(fresh.resolve(side.getKey()));
        Dataset copy = copying.copy(dataset.only(side.getValue()), to);
        new Coco().write(copy, to.resolve(Coco.DATASET_FILE));
      }
      last.run();
      Files.deleteIfExists(target); // it is empty
      Files.move(fresh, target);
    } finally {
      Folders.delete(fresh);
    }
  }

  /**
   * @throws LabelException if there is anything at this path but an empty folder
   */
  public static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new LabelException(folder, "", "is there already: give a new or an empty folder");
  }
}
