package io.github.spermfinder.host;

import ij.gui.Roi;
import io.github.spermfinder.CsvFile;
import io.github.spermfinder.KeptFiles;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.CocoResults;
import io.github.spermfinder.label.RoiSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
    return new DetectionFiles(OutputFolder.of("saveto", folder));
  }

  /**
   * Writes all three.
   *
   * @throws SpermFinderException if one cannot be written; what was there before is still there
   */
  public void write(ImageDetections detections) throws SpermFinderException {
    List<Roi> rois = detections.rois();
    rois.forEach(SliceFiles.ofStack(detections.image())::remember);
    try {
      KeptFiles.write(folder.resolve(ROIS), path -> RoiSet.save(rois, path));
      KeptFiles.write(folder.resolve(TABLE), path -> CsvFile.write(path, detections::print));
      KeptFiles.write(
          folder.resolve(COCO), path -> new CocoResults().write(detections.dataset(), path));
    } catch (IOException e) {
      throw new SpermFinderException(
          "The detections cannot be written to saveto=" + folder + ": " + UserFiles.message(e), e);
    }
  }
}
