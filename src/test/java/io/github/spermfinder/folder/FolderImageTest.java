package io.github.spermfinder.folder;

import static org.junit.jupiter.api.Assertions.assertFalse;

import ij.IJ;
import ij.plugin.filter.AVI_Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of a folder, read plane by plane. */
class FolderImageTest {

  @TempDir private Path folder;

  /** Else any later error of ImageJ would be in the log alone. */
  @Test
  void imageJsErrorsAreShownAgainWhenAPlaneIsRead() throws Exception {
    Path avi = folder.resolve("video.avi");
    new AVI_Writer()
        .writeImage(
            IJ.openImage("samples/images/sparse_phase.png"),
            avi.toString(),
            AVI_Writer.NO_COMPRESSION,
            0);
    try (FolderImage image = new FolderImage(avi, 0, note -> {})) {
      image.read(0);
      assertFalse(IJ.redirectingErrorMessages());
    } finally {
      IJ.redirectErrorMessages(false);
    }
  }
}
