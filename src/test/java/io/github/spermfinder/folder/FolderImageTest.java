package io.github.spermfinder.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.filter.AVI_Writer;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.image.Crops;
import io.github.spermfinder.image.Plane;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.FinalInterval;
import org.junit.jupiter.api.Assertions;
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

  /** So that regions lie on the frames that ImageJ shows. */
  @Test
  void framesThatArePassedOverAreCounted() throws Exception {
    Path avi = folder.resolve("video.avi");
    ImageStack frames = new ImageStack(40, 30);
    for (int i = 1; i <= 5; i++) {
      frames.addSlice(IJ.createImage("", "8-bit", 40, 30, 1).getProcessor());
      frames.getProcessor(i).set(10 * i);
    }
    new AVI_Writer()
        .writeImage(new ImagePlus("", frames), avi.toString(), AVI_Writer.PNG_COMPRESSION, 0);
    byte[] bytes = Files.readAllBytes(avi);
    List<Integer> starts = new ArrayList<>();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf("movi"); starts.size() < 5; ) {
      at = text.indexOf("00dc", at) + 8;
      starts.add(at);
    }
    for (int broken : List.of(2, 3, 5)) {
      bytes[starts.get(broken - 1)] = 0;
    }
    Files.write(avi, bytes);
    List<String> notes = new ArrayList<>();
    try (FolderImage image = new FolderImage(avi, 0, notes::add)) {
      assertTrue(image.has(0));
      assertTrue(image.has(1), "as the contact sheet goes to the plane it wants");
      assertEquals(40, value(image.read(1)));
      assertEquals(10, value(image.read(0)));
      assertEquals(List.of(), notes);
      assertFalse(image.has(2));
      assertEquals(List.of(avi + " is damaged: 3 of its 5 frames could not be decoded."), notes);
      assertEquals(1, image.position(0).stackIndex());
      assertEquals(4, image.position(1).stackIndex());
    }
  }

  @Test
  void aVideoThatIsGoneIsNotDamaged() throws Exception {
    Path avi = folder.resolve("video.avi");
    ImagePlus image = IJ.createImage("", "8-bit", 40, 30, 3);
    new AVI_Writer().writeImage(image, avi.toString(), AVI_Writer.PNG_COMPRESSION, 0);
    try (FolderImage video = new FolderImage(avi, 0, Assertions::fail)) {
      assertTrue(video.has(0));
      Files.delete(avi);
      assertThrows(SpermFinderException.class, () -> video.has(1));
    }
  }

  private static int value(Plane plane) {
    ByteBuffer rgb = ByteBuffer.allocate(3);
    Crops.copy(plane, new FinalInterval(1, 1), rgb);
    return rgb.get(0);
  }
}
