package io.github.spermfinder.host;

import com.google.gson.stream.JsonWriter;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import io.github.spermfinder.AtomicFile;
import io.github.spermfinder.Box;
import io.github.spermfinder.SpermFinderException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Detections as files in a folder: {@code RoiSet.zip} for the ROI Manager, {@code detections.csv}
 * with the rows of the table, and {@code detections.json} in COCO's format for results. A file of
 * the same name that is there already, which may hold somebody's corrections, is kept under a
 * number.
 */
public final class DetectionFiles {

  private static final String ROIS = "RoiSet.zip";
  private static final String TABLE = "detections.csv";
  private static final String COCO = "detections.json";

  private final Path folder;

  private DetectionFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Files in a folder, which is made if it is not there.
   *
   * @throws SpermFinderException if nothing can be written there
   */
  public static DetectionFiles in(String folder) throws SpermFinderException {
    try {
      Path path = Path.of(folder.trim()).toAbsolutePath();
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, "try", null)); // the only answer to be trusted
      return new DetectionFiles(path);
    } catch (IOException | InvalidPathException e) {
      throw new SpermFinderException(
          "saveto=" + folder + " is no folder that can be written to: choose another one.", e);
    }
  }

  /**
   * Writes all three.
   *
   * @throws SpermFinderException if one cannot be written; what was there before is still there
   */
  public void write(ImageDetections detections) throws SpermFinderException {
    try {
      replace(ROIS, out -> writeRois(detections, out));
      replace(TABLE, out -> writeText(out, detections::writeCsv));
      replace(COCO, out -> writeText(out, writer -> writeCoco(detections, writer)));
    } catch (IOException e) {
      throw new SpermFinderException(
          "The detections cannot be written to saveto=" + folder + ": " + e.getMessage() + ".", e);
    }
  }

  private void replace(String name, AtomicFile.Content content) throws IOException {
    Path beside = folder.resolve(name + ".new");
    AtomicFile.write(beside, content);
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      if (Files.mismatch(file, beside) < 0) {
        Files.delete(beside);
        return;
      }
      Files.move(file, unused(name));
    }
    Files.move(beside, file);
  }

  private Path unused(String name) {
    int dot = name.lastIndexOf('.');
    for (int i = 1; ; i++) {
      Path path = folder.resolve(name.substring(0, dot) + "-" + i + name.substring(dot));
      if (!Files.exists(path)) {
        return path;
      }
    }
  }

  private static void writeRois(ImageDetections detections, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    Set<String> used = new HashSet<>();
    for (Roi roi : detections.rois()) {
      String name = roi.getName().replace('/', '-').replace('\\', '-');
      String unique = name;
      for (int i = 1; !used.add(unique); i++) {
        unique = name + "-" + i;
      }
      zip.putNextEntry(new ZipEntry(unique + ".roi"));
      zip.write(RoiEncoder.saveAsByteArray(roi));
      zip.closeEntry();
    }
    zip.finish();
  }

  /** Writes text. */
  private interface Text {
    void writeTo(Writer out) throws IOException;
  }

  private static void writeText(OutputStream out, Text text) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    text.writeTo(writer);
    writer.flush();
  }

  private static void writeCoco(ImageDetections detections, Writer out) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.beginArray();
    for (ImageDetections.Found found : detections.all()) {
      Box box = found.detection().box();
      json.beginObject();
      json.name("image_id").value(found.position().stackIndex());
      json.name("file_name").value(detections.planeName(found.position()));
      json.name("category_id").value(found.detection().classId());
      json.name("bbox").beginArray();
      json.value(box.x()).value(box.y()).value(box.width()).value(box.height());
      json.endArray();
      json.name("score").value(found.detection().score());
      json.endObject();
    }
    json.endArray();
    json.flush();
  }
}
