package io.github.spermfinder.label;

import io.github.spermfinder.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of label files that there are. */
public final class LabelFormats {

  private static final List<LabelFormat> ALL =
      List.of(
          new Coco(),
          new CocoResults(),
          ViaJson.PROJECT,
          ViaJson.ANNOTATIONS,
          ViaJson.VERSION_1,
          new ViaCsv(),
          new YoloFolder(),
          new VocFolder(),
          new RoiSet());

  private LabelFormats() {}

  /** In the order in which a menu should show them. */
  public static List<LabelFormat> all() {
    return ALL;
  }

  /** The format with this title, in any case. */
  public static Optional<LabelFormat> titled(String title) {
    return ALL.stream()
        .filter(format -> format.title().equalsIgnoreCase(title.strip()))
        .findFirst();
  }

  /**
   * The format of a file or folder, judged by its content.
   *
   * @throws LabelException if it is none of those known here
   * @throws IOException if it cannot be looked at
   */
  public static LabelFormat of(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    for (LabelFormat format : ALL) {
      if (format.recognises(path)) {
        return format;
      }
    }
    throw new LabelException(
        path,
        "",
        "is none of " + ALL.stream().map(LabelFormat::title).collect(Collectors.joining(", ")));
  }

  /**
   * Reads labels in whatever format they are.
   *
   * @param known classes whose names keep their ids
   * @throws IOException as {@link #of} and {@link LabelFormat#read}
   */
  public static Imported read(Path path, LabelMap known) throws IOException {
    return of(path).read(path, known);
  }
}
