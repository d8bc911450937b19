package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffEncoder;
import io.github.spermfinder.SpermFinderException;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening files where nobody is there to press OK. */
class ImageFileTest {

  /** One thread's end must not bring back the dialogs while another one is reading. */
  @Test
  void errorsAreRedirectedForAsLongAsATaskRuns() {
    boolean always =
        IntStream.range(0, 500)
            .parallel()
            .allMatch(
                i ->
                    ImageFile.quietly(
                        () -> {
                          Thread.yield();
                          return IJ.redirectingErrorMessages();
                        }));
    assertTrue(always);
    assertFalse(IJ.redirectingErrorMessages(), "and afterwards no more");
  }

  @Test
  void aStackThatWasCutOffIsNoShorterStack(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("stack.tif");
    IJ.saveAsTiff(IJ.createImage("stack", "8-bit ramp", 100, 80, 5), file.toString());
    assertEquals(5, ImageFile.open(file).getStackSize());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 100 * 80 * 2));
    String said = assertThrows(SpermFinderException.class, () -> ImageFile.open(file)).getMessage();
    assertTrue(said.contains("stack.tif is cut off: 3 of its 5 planes"), said);
  }

  /** Of a file whose planes are described one by one, at its end or between them. */
  @Test
  void pagesThatWereCutOffAreTold(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pages.tif");
    pages(file, 60, 60, 60, 60);
    assertEquals(4, ImageFile.open(file).getStackSize());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length * 6 / 10));
    String said = assertThrows(SpermFinderException.class, () -> ImageFile.open(file)).getMessage();
    assertTrue(said.contains("pages.tif is cut off: only "), said);
  }

  /** Levels of a pyramid, or thumbnails: results must not depend on the size of the file. */
  @Test
  void pagesOfOtherSizesAreNoPlanesOfALargeStack(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pyramid.tif");
    pages(file, 8300, 100);
    assertTrue(Files.size(file) > 1 << 26);
    ImagePlus image = ImageFile.open(file);
    assertEquals(1, image.getStackSize());
    assertEquals(8300, image.getWidth());
  }

  /** Squares, as a TIFF file with a page each. */
  private static void pages(Path file, int... sides) throws Exception {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int side : sides) {
        var page = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        writer.writeToSequence(new IIOImage(page, null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  @Test
  void aBrokenPgmOpensNoDialog(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.pgm");
    IJ.save(IJ.createImage("a", "8-bit ramp", 10, 8, 1), file.toString());
    assertEquals(10, ImageFile.open(file).getWidth());
    Files.writeString(file, "P5\n");
    assertThrows(SpermFinderException.class, () -> ImageFile.open(file));
  }

  @Test
  void aTiffThatDoesNotSayHowManyPlanesItHas(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("odd.tif");
    ImagePlus image = IJ.createImage("odd", "8-bit ramp", 100, 80, 1);
    FileInfo info = image.getFileInfo();
    info.description = "ImageJ=1.54p\nimages=many\n";
    try (OutputStream out = Files.newOutputStream(file)) {
      new TiffEncoder(info).write(out);
    }
    assertEquals(1, ImageFile.open(file).getStackSize());
  }

  @Test
  void readingAStackForgetsNoEscape(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("stack.tif");
    IJ.saveAsTiff(IJ.createImage("stack", "8-bit ramp", 100, 80, 5), file.toString());
    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    ImageFile.open(file);
    boolean escaped = IJ.escapePressed();
    IJ.resetEscape();
    assertTrue(escaped);
  }
}
