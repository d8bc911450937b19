package io.github.spermfinder.label;

import ij.io.Opener;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.awt.Dimension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * YOLO's text files: one an image, one line an object, {@code class cx cy width height}, relative
 * to the image's size, classes from 0 (<a
 * href="https://docs.ultralytics.com/datasets/detect/">format</a>). A label file lies beside its
 * image or in {@code labels/} for an image in {@code images/}. Class names come from {@code
 * classes.txt} or a {@code .names} file, a line each. A line may also have a sixth number, the
 * score, or be the outline of a polygon. Images without label file are empty, but for those that
 * have labels in a saved review, of them alone or of a stack, which are left out. Labels that come
 * to others keep the names that are there, and add theirs.
 */
public final class YoloFolder implements LabelFormat {

  private static final String CLASSES = "classes.txt";

  private static final Pattern LINE = Pattern.compile("\\d+(\\.0*)?(\\s+[-+.\\deE]+){4,}");

  @Override
  public String title() {
    return "YOLO folder";
  }

  @Override
  public boolean isFolder() {
    return true;
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    ImageFolder folder = new ImageFolder(path);
    boolean labelled = false;
    for (String file : folder.files("txt")) {
      if (looksLikeLabels(folder.root().resolve(file))) {
        return true;
      }
      labelled |= folder.image(file).isPresent() && Files.size(folder.root().resolve(file)) == 0;
    }
    return labelled;
  }

  private static boolean looksLikeLabels(Path file) throws IOException {
    try {
      return TextFile.lines(file, new Notes()).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst()
          .filter(line -> LINE.matcher(line).matches())
          .isPresent();
    } catch (LabelException noText) {
      return false;
    }
  }

  // -- Reading --

  @Override
  public Imported read(Path path, LabelMap known) throws IOException {
    Notes notes = new Notes();
    ImageFolder folder = new ImageFolder(path);
    Path root = folder.root();
    ClassIds classes = new ClassIds(known);
    List<Integer> classIds = classIds(folder, classes, notes);
    Set<String> slices = new LinkedHashSet<>();
    Set<String> stacks = new HashSet<>();
    Map<String, String> fileOf = new HashMap<>();
    for (String file : folder.files("txt")) {
      Optional<String> image = folder.image(file);
      if (image.isEmpty() && looksLikeLabels(root.resolve(file))) {
        throw new LabelException(
            root.resolve(file), "", "has no image, and YOLO's boxes are relative to its size");
      }
      if (image.isPresent()) {
        String other = fileOf.put(image.get(), file);
        if (other != null) {
          requireSame(root.resolve(other), root.resolve(file));
        }
        if (!ImageFolder.slice(image.get()).isEmpty()) {
          slices.add(image.get());
          stacks.add(ImageFolder.withoutSlice(image.get()));
        }
      }
    }
    List<String> names = new ArrayList<>(folder.images());
    names.removeAll(stacks);
    names.addAll(slices);
    SavedReviews reviews = new SavedReviews(folder);
    List<LabelledImage> images = new ArrayList<>();
    for (String name : names) {
      Path labels = root.resolve(folder.presentLabelFile(name, "txt"));
      boolean labelled = Files.isRegularFile(labels);
      if (!labelled && folder.isAnothers(name)) {
        notes.add("An image of results or of another dataset was left out", name);
        continue;
      }
      if (!labelled && reviews.hasLabels(name)) {
        notes.add(
            "An image was left out, since its review is not exported: open it, load its review and"
                + " export its labels",
            name);
        continue;
      }
      Optional<Path> ofStack = labelled ? Optional.empty() : reviews.ofStackWithLabels(name);
      if (ofStack.isPresent()) {
        notes.add(
            String.format(
                "An image was left out, since %s, the review of a stack that it was in, is not"
                    + " exported: open the image, import that review and export its labels",
                ofStack.get().getFileName()),
            name);
        continue;
      }
      Dimension size =
          ImageFolder.size(root, name)
              .or(() -> sizeInImageJ(root.resolve(ImageFolder.withoutSlice(name))))
              .orElseThrow(
                  () ->
                      new LabelException(
                          root.resolve(name), "", "is not an image that can be read"));
      List<Annotation> annotations = new ArrayList<>();
      if (labelled) {
        List<String> lines = TextFile.lines(labels, notes);
        for (int i = 0; i < lines.size(); i++) {
          if (!lines.get(i).isBlank()) {
            readLine(labels, "line " + (i + 1), lines.get(i), size, classIds, notes)
                .ifPresent(annotations::add);
          }
        }
      } else {
        notes.add("An image has no label file and was taken as empty", name);
      }
      images.add(new LabelledImage(name, size.width, size.height, annotations));
    }
    return new Imported(new Dataset(classes.toLabelMap(), images), notes.sentences());
  }

  /** Two files of one image: which would count would be nobody's choice. */
  private static void requireSame(Path one, Path other) throws IOException {
    if (Files.mismatch(one, other) >= 0 && looksLikeLabels(one) && looksLikeLabels(other)) {
      throw new LabelException(
          other, "", "and " + one + " are of the same image and differ: remove one of them");
    }
  }

  /** Of a kind that Java does not read, such as DICOM. */
  private static Optional<Dimension> sizeInImageJ(Path file) {
    Opener opener = new Opener();
    opener.setSilentMode(true);
    return Optional.ofNullable(opener.openImage(file.toString()))
        .map(image -> new Dimension(image.getWidth(), image.getHeight()));
  }

  /** The files with the names of the classes. */
  private static List<String> namesFiles(ImageFolder folder) {
    return Stream.concat(
            folder.files("txt").stream()
                .filter(file -> Path.of(file).getFileName().toString().equals(CLASSES)),
            folder.files("names").stream())
        .toList();
  }

  /**
   * The names that all files have; one may go on where another ends.
   *
   * @throws LabelException if they give a place different names
   */
  private static List<String> names(Path root, List<String> files, Notes notes) throws IOException {
    List<String> names = List.of();
    for (String file : files) {
      List<String> own =
          TextFile.lines(root.resolve(file), notes).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      int both = Math.min(own.size(), names.size());
      if (!own.subList(0, both).equals(names.subList(0, both))) {
        throw new LabelException(
            root.resolve(file),
            "",
            "names other classes, or in another order, than "
                + root.resolve(files.get(0))
                + ": take the folders one by one, or give them one list");
      }
      if (own.size() > names.size()) {
        names = own;
      }
    }
    return names;
  }

  /** The ids of the classes that a folder gives names, by their places. */
  private static List<Integer> classIds(ImageFolder folder, ClassIds classes, Notes notes)
      throws IOException {
    List<String> files = namesFiles(folder);
    if (files.isEmpty()) {
      boolean yaml = !folder.files("yaml").isEmpty() || !folder.files("yml").isEmpty();
      notes.add(
          yaml
              ? "Class names in YAML are not read; write them to classes.txt, a line each"
              : "There is no classes.txt, so that classes have no names");
    }
    List<Integer> ids = new ArrayList<>();
    for (String name : names(folder.root(), files, notes)) {
      ids.add(classes.id(name, ids.size() + 1));
    }
    return ids;
  }

  private static Optional<Annotation> readLine(
      Path file, String place, String line, Dimension size, List<Integer> classIds, Notes notes)
      throws LabelException {
    double[] numbers = numbers(file, place, line);
    double category = numbers[0];
    if (category < 0 || category != Math.rint(category) || category >= Integer.MAX_VALUE) {
      throw new LabelException(file, place, "the class should count from 0, not " + category);
    }
    int index = (int) category;
    int classId = index < classIds.size() ? classIds.get(index) : index + 1;
    Box box;
    double area;
    OptionalDouble score = OptionalDouble.empty();
    String entry = file.getFileName() + ", " + place;
    if (numbers.length == 5 || numbers.length == 6) {
      double width = numbers[3] * size.width;
      double height = numbers[4] * size.height;
      if (width < 0 || height < 0) {
        throw new LabelException(file, place, "the box has a negative size");
      }
      box =
          new Box(
              numbers[1] * size.width - width / 2,
              numbers[2] * size.height - height / 2,
              width,
              height);
      area = box.area();
      if (numbers.length == 6) {
        score = OptionalDouble.of(numbers[5]);
      }
    } else if (numbers.length >= 7 && numbers.length % 2 == 1) {
      double[] x = new double[numbers.length / 2];
      double[] y = new double[numbers.length / 2];
      for (int i = 0; i < x.length; i++) {
        x[i] = numbers[1 + 2 * i] * size.width;
        y[i] = numbers[2 + 2 * i] * size.height;
      }
      box = Boxes.bounds(x, y);
      area = Boxes.polygonArea(x, y);
      Boxes.noteConverted("polygon", notes, entry);
    } else {
      throw new LabelException(
          file, place, "should be \"class cx cy width height\", not \"" + line.strip() + "\"");
    }
    if (!Boxes.check(box, size.width, size.height, notes, entry)) {
      return Optional.empty();
    }
    return Optional.of(new Annotation(box, classId, area, false, score, Extras.NONE));
  }

  private static double[] numbers(Path file, String place, String line) throws LabelException {
    String[] words = line.strip().split("\\s+");
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i]);
      } catch (NumberFormatException e) {
        throw new LabelException(file, place, "\"" + words[i] + "\" should be a number", e);
      }
      if (!Double.isFinite(numbers[i])) {
        throw new LabelException(file, place, "\"" + words[i] + "\" should be a finite number");
      }
    }
    return numbers;
  }

  // -- Writing --

  @Override
  public List<String> write(Dataset dataset, Path path) throws IOException {
    return write(dataset, path, path);
  }

  @Override
  public List<String> write(Dataset dataset, Path path, Path present) throws IOException {
    Notes notes = new Notes();
    Boxes.noteLost(dataset, "The score", annotation -> annotation.score().isPresent(), notes);
    Boxes.noteLost(dataset, "That it is a crowd", Annotation::crowd, notes);
    ImageFolder.requireOwnLabelFiles(dataset, path);
    for (LabelledImage image : dataset.images()) {
      if (image.width() <= 0 || image.height() <= 0) {
        throw new LabelException(
            path, image.fileName(), "its size is unknown, and YOLO's boxes are relative to it");
      }
    }
    Path root = ImageFolder.root(path);
    List<String> files =
        Files.isDirectory(present) ? namesFiles(new ImageFolder(present)) : List.of();
    List<String> known = names(ImageFolder.root(present), files, notes);
    Classes classes = Classes.of(dataset, known, path);
    if (files.isEmpty() || !classes.names().equals(known)) {
      String file = files.isEmpty() ? CLASSES : files.get(0);
      write(ImageFolder.resolve(root, file), classes.names().stream());
    }
    for (LabelledImage image : dataset.images()) {
      write(
          ImageFolder.resolve(root, ImageFolder.labelFile(image.fileName(), "txt")),
          image.annotations().stream()
              .map(one -> line(classes.places().get(one.classId()), one.box(), image)));
    }
    return notes.sentences();
  }

  /** What a class is called by its place, and the places of a dataset's classes by their ids. */
  private record Classes(List<String> names, Map<Integer, Integer> places) {

    /**
     * The known names stay where they are; others are where the dataset's ids say, or come last.
     */
    static Classes of(Dataset dataset, List<String> known, Path path) throws LabelException {
      SortedMap<Integer, String> named = dataset.classes().names();
      TreeMap<Integer, String> names = new TreeMap<>();
      known.forEach(name -> names.put(names.size(), name));
      Map<Integer, Integer> places = new HashMap<>();
      for (Annotation annotation : Boxes.annotations(dataset)) {
        int id = annotation.classId();
        String name = dataset.classes().name(id);
        if (!named.containsKey(id) && !name.equals(names.computeIfAbsent(id - 1, key -> name))) {
          throw new LabelException(
              path,
              name,
              String.format(
                  "has no name, but is called %s there: give it its name, in ImageJ as that of"
                      + " group %d (Edit > Options > Roi Defaults...)",
                  names.get(id - 1), id));
        }
        places.put(id, id - 1);
      }
      named.forEach(
          (id, name) -> {
            String there = names.get(id - 1);
            boolean free = there == null || there.equals(LabelMap.empty().name(id)); // yet
            int next = free ? id - 1 : names.lastKey() + 1;
            int place =
                names.keySet().stream()
                    .filter(key -> names.get(key).equals(name.strip()))
                    .findFirst()
                    .orElse(next);
            names.put(place, name.strip());
            places.put(id, place);
          });
      int count = names.isEmpty() ? 0 : names.lastKey() + 1;
      return new Classes(
          IntStream.range(0, count)
              .mapToObj(place -> names.getOrDefault(place, "class " + (place + 1)))
              .toList(),
          Map.copyOf(places));
    }
  }

  private static void write(Path file, Stream<String> lines) throws IOException {
    String text = lines.map(line -> line + "\n").collect(Collectors.joining());
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** All digits of a double, so that boxes come back to within a billionth of a pixel. */
  private static String line(int place, Box box, LabelledImage image) {
    return place
        + " "
        + decimal(box.centerX() / image.width())
        + " "
        + decimal(box.centerY() / image.height())
        + " "
        + decimal(box.width() / image.width())
        + " "
        + decimal(box.height() / image.height());
  }

  /** Without exponent, which some readers do not know. */
  private static String decimal(double number) {
    return BigDecimal.valueOf(number).toPlainString();
  }
}
