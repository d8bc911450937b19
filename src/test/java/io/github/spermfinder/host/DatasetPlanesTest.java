package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import io.github.spermfinder.ChildJvm;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.ImageFiles;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.video.VideoMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  /** Else a training on frames of two videos would open them again and again. */
  @Test
  void oneVideoIsOpenAtATime() throws Exception {
    Path open = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(open), "needs Linux");
    Path frame = folder.resolve("frame.png");
    IJ.save(IJ.createImage("", "8-bit ramp", 64, 48, 1), frame.toString());
    for (String video : List.of("a.mkv", "b.mkv")) {
      ChildJvm.run(
          ChildJvm.classPath(),
          List.of("-Djava.awt.headless=true"),
          VideoMaker.class,
          folder.resolve(video).toString(),
          "3",
          frame.toString());
    }
    String[] frames = {"a.mkv#0001", "b.mkv#0002", "a.mkv#0003", "b.mkv#0001"};
    List<LabelledImage> images =
        Arrays.stream(frames).map(name -> new LabelledImage(name, 64, 48, List.of())).toList();
    try (DatasetPlanes planes =
        new DatasetPlanes(images, ImageFiles.in(folder), "copy them there", note -> {})) {
      for (int i = 0; i < images.size(); i++) {
        assertEquals(64, planes.read(i).width());
        assertEquals(1, openVideos(open));
      }
    }
    assertEquals(0, openVideos(open));
  }

  private static long openVideos(Path open) throws IOException {
    long videos = 0;
    try (var files = Files.newDirectoryStream(open)) {
      for (Path file : files) {
        try {
          videos += Files.readSymbolicLink(file).toString().endsWith(".mkv") ? 1 : 0;
        } catch (NoSuchFileException closed) {
          // the list of them was one
        }
      }
    }
    return videos;
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
