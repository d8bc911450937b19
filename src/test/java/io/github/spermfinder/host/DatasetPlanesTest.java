package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.ImageFiles;
import io.github.spermfinder.label.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetPlanesTest {

  @TempDir private Path folder;

  private DatasetPlanes planes(String... names) throws Exception {
    List<LabelledImage> images =
        Arrays.stream(names).map(name -> new LabelledImage(name, 4, 3, List.of())).toList();
    return new DatasetPlanes(images, ImageFiles.in(folder), "copy them there", note -> {});
  }

  private void save(String name, int planes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    IJ.save(IJ.createImage("", "8-bit", 4, 3, planes), file.toString());
  }

  @Test
  void anImageMayLieInAnotherFolder() throws Exception {
    save("images/1.png", 1);
    assertEquals(4, planes("1.png").read(0).width());
  }

  /** Else one patient's labels would be learned on another patient's pixels. */
  @Test
  void twoImagesAreNotOneFile() throws Exception {
    save("p1/1.png", 1);
    save("p1/s.tif", 2);
    for (String[] names :
        List.of(
            new String[] {"p1/1.png", "p2/1.png"},
            new String[] {"p2/1.png", "p1/1.png"},
            new String[] {"p1/s.tif#0001", "p1/s.tif#0002", "p2/s.tif#0002"})) {
      String said = assertThrows(SpermFinderException.class, () -> planes(names)).getMessage();
      assertTrue(said.startsWith("1 of the " + names.length), said);
      assertTrue(said.contains("such as p2/"), said);
    }
    assertThrows(SpermFinderException.class, () -> planes("p2/1.png", "p3/1.png"));
    assertEquals(2, planes("p1/s.tif#0001", "p1/s.tif#0002").size());
  }
}
