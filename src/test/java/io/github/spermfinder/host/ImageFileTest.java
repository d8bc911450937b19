package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffDecoder;
import ij.io.TiffEncoder;
import ij.plugin.filter.AVI_Writer;
import io.github.spermfinder.SpermFinderException;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening files where nobody is there to press OK. */
class ImageFileTest {

  private static final String NONE = "None";

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
    assertTrue(said.contains("stack.tif is cut off: "), said);
  }

  /** As ImageJ writes them beyond 4 GB, and some others always. */
  @Test
  void aStackOfASinglePageThatWasCutOff(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("stack.tif");
    IJ.saveAsTiff(IJ.createImage("stack", "8-bit ramp", 100, 80, 5), file.toString());
    ByteBuffer bytes = tiff(file);
    bytes.putInt(link(bytes, bytes.getInt(4)), 0); // there is no next page
    Files.write(file, bytes.array());
    assertCutOff(
        file, 100 * 80 * 2, "stack.tif is cut off: 3 of its 5 planes are there. Copy it again");
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
    assertTrue(said.contains("pages.tif is cut off: "), said);
  }

  /**
   * As an interrupted copy leaves it, where the header comes first: what is missing reads black.
   */
  @Test
  void aSinglePlaneThatWasCutOffIsNoHalfBlackImage(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("plane.tif");
    IJ.saveAsTiff(IJ.createImage("plane", "8-bit ramp", 100, 80, 1), file.toString());
    assertCutOff(file, 100 * 80 / 2, "plane.tif is cut off: ");
    pages(file, "Deflate", 60);
    assertCutOff(file, 20, "plane.tif is cut off: ");
    IJ.saveAsTiff(IJ.createImage("plane", "8-bit ramp", 100, 80, 1), file.toString());
    assertCutOff(file, 100 * 80 + 20, "plane.tif is cut off: ");
  }

  @Test
  void pagesWhoseLastWasCutOffAreNoShorterStack(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pages.tif");
    for (String compression : List.of(NONE, "LZW", "Deflate")) {
      pages(file, compression, 60, 60, 60, 60);
      assertCutOff(file, 20, "pages.tif is cut off: ");
    }
  }

  private static void assertCutOff(Path file, int bytes, String message) throws Exception {
    ImageFile.open(file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
    String said = assertThrows(SpermFinderException.class, () -> ImageFile.open(file)).getMessage();
    assertTrue(said.contains(message), said);
  }

  /** Not every writer says it right, or at all. */
  @Test
  void howManyBytesAStripIsSaidToHaveNeedNotBeTrue(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("odd.tif");
    IJ.saveAsTiff(IJ.createImage("odd", "8-bit ramp", 100, 80, 1), file.toString());
    ByteBuffer bytes = tiff(file);
    int entry = entry(bytes, TiffDecoder.STRIP_BYTE_COUNT);
    for (int count : List.of(0, 1, 100 * 80 + 1, -1)) {
      bytes.putInt(entry + 8, count);
      Files.write(file, bytes.array());
      assertEquals(100, ImageFile.open(file).getWidth());
    }
    bytes.putShort(entry, (short) TiffDecoder.ARTIST);
    Files.write(file, bytes.array());
    assertEquals(100, ImageFile.open(file).getWidth());
  }

  private static ByteBuffer tiff(Path file) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    return bytes.order(bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** Where the first page of a TIFF file has a tag. */
  private static int entry(ByteBuffer tiff, int tag) {
    int first = tiff.getInt(4) + 2;
    return IntStream.range(0, tiff.getShort(first - 2))
        .map(i -> first + 12 * i)
        .filter(at -> tiff.getShort(at) == tag)
        .findFirst()
        .orElseThrow();
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

  /** As editors leave it: ImageJ reads a file's pixels from the first on, and never goes back. */
  @Test
  void pagesInAnotherOrderThanTheirPixels(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pages.tif");
    pages(file, 60, 60, 60);
    ByteBuffer bytes = tiff(file);
    int first = bytes.getInt(4);
    int second = bytes.getInt(link(bytes, first));
    int third = bytes.getInt(link(bytes, second));
    bytes.putInt(4, third);
    bytes.putInt(link(bytes, third), second);
    bytes.putInt(link(bytes, second), first);
    bytes.putInt(link(bytes, first), 0);
    Files.write(file, bytes.array());
    ImagePlus image = ImageFile.open(file);
    assertEquals(3, image.getStackSize());
    assertEquals(1, image.getStack().getProcessor(3).get(0, 0));
  }

  /** Where a page of a TIFF file says where the next one is. */
  private static int link(ByteBuffer tiff, int page) {
    return page + 2 + 12 * tiff.getShort(page);
  }

  /** Squares, as a TIFF file with a page each; their pixels are the page's number. */
  private static void pages(Path file, int... sides) throws Exception {
    pages(file, NONE, sides);
  }

  private static void pages(Path file, String compression, int... sides) throws Exception {
    Files.deleteIfExists(file); // else it stays as long as it was
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (!compression.equals(NONE)) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
    }
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      int number = 0;
      for (int side : sides) {
        var page = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = ((DataBufferByte) page.getRaster().getDataBuffer()).getData();
        Arrays.fill(pixels, (byte) ++number);
        writer.writeToSequence(new IIOImage(page, null, null), param);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** Else its disk could not be unmounted, nor, on Windows, the file be replaced. */
  @Test
  void aVideoThatCannotBeDecodedIsClosed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("video.avi");
    ImagePlus image = IJ.createImage("", "rgb ramp", 64, 32, 2);
    new AVI_Writer().writeImage(image, file.toString(), AVI_Writer.JPEG_COMPRESSION, 90);
    byte[] bytes = Files.readAllBytes(file);
    String start = "\u00ff\u00c0\0\21\10"; // of what tells how a JPEG is coded
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
      bytes[at + 11] = 0x44; // in a way that nobody has written a decoder for
    }
    Files.write(file, bytes);
    String said = assertThrows(SpermFinderException.class, () -> ImageFile.open(file)).getMessage();
    assertTrue(said.contains("video.avi is damaged"), said);
    assertFalse(openFiles().contains(file.toRealPath()));
  }

  private static List<Path> openFiles() throws Exception {
    Path all = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(all), "skipped, as only Linux tells");
    List<Path> open = new ArrayList<>();
    try (Stream<Path> links = Files.list(all)) {
      for (Path link : links.toList()) {
        if (Files.exists(link)) { // the list itself is closed meanwhile
          open.add(Files.readSymbolicLink(link));
        }
      }
    }
    return open;
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
