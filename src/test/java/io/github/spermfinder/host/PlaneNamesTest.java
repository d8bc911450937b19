package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import io.github.spermfinder.label.LabelledImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaneNamesTest {

  /** Images of one name are told apart by their folders, with the separators of any system. */
  @ParameterizedTest
  @ValueSource(strings = {"/data/p1/", "/data/p1", "C:\\data\\p1\\"})
  void findsTheOneInItsFolder(String directory) {
    ImagePlus image = IJ.createImage("001.png", "8-bit", 4, 3, 1);
    FileInfo file = new FileInfo();
    file.directory = directory;
    file.fileName = "001.png";
    image.setFileInfo(file);
    List<LabelledImage> images =
        List.of(
            new LabelledImage("p1/001.png", 4, 3, List.of()),
            new LabelledImage("p2/001.png", 4, 3, List.of()));
    assertEquals(Map.of("p1/001.png", 0), new PlaneNames(image).find(images));
  }
}
