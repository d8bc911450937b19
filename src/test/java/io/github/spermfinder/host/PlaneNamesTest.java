package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import io.github.spermfinder.label.LabelledImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** ImageJ counts on from the title's own number where a window has that title already. */
  @ParameterizedTest
  @CsvSource({
    "frame-1.png, frame-2.png, frame-1.png",
    "x.png, x-1.png, x.png",
    "x.png, x.png, x.png",
    "x.png, cut.png, cut.png",
    "x.png, x-cut.png, x-cut.png",
    "patient-10, patient-11, patient-10"
  })
  void anImageIsCalledAsItsFileWhereItsTitleIsCountedOn(String file, String title, String name) {
    ImagePlus image = IJ.createImage(title, "8-bit", 4, 3, 1);
    FileInfo info = new FileInfo();
    info.directory = "/data/";
    info.fileName = file;
    image.setFileInfo(info);
    assertEquals(name, new PlaneNames(image).name(1));
    List<LabelledImage> images =
        List.of(
            new LabelledImage("frame-1.png", 4, 3, List.of()),
            new LabelledImage("frame-2.png", 4, 3, List.of()));
    assertEquals(
        title.startsWith("frame") ? Map.of("frame-1.png", 0) : Map.of(),
        new PlaneNames(image).find(images));
  }

  /** A copy may be of a part of the image, whose labels it would replace. */
  @Test
  void aCopyIsNotCalledAsItsFile() {
    ImagePlus image = IJ.createImage("x.png", "8-bit", 4, 3, 1);
    FileInfo info = new FileInfo();
    info.directory = "/data/";
    info.fileName = "x.png";
    image.setFileInfo(info);
    ImagePlus copy = image.crop();
    copy.setTitle("x-1.png");
    assertEquals("x-1.png", new PlaneNames(copy).name(1));
  }
}
