package io.github.spermfinder.host;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.Opener;
import ij.macro.Interpreter;
import ij.plugin.AVI_Reader;
import ij.plugin.PGM_Reader;
import ij.process.ColorProcessor;
import ij.util.Tools;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.label.ImageHeader;
import io.github.spermfinder.video.Videos;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import javax.imageio.ImageIO;

/** Opens whatever ImageJ can open, and videos, without showing it. */
public final class ImageFile {

  /** Larger TIFF files are read plane by plane, in bytes. */
  private static final long MAX_WHOLE = 1L << 26;

  private ImageFile() {}

  /**
   * Opens a file. Frames of videos and planes of large TIFF stacks are read when they are asked
   * for.
   *
   * @throws SpermFinderException if ImageJ cannot open it
   */
  public static ImagePlus open(Path file) throws SpermFinderException {
    String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
    ImagePlus image = null;
    Exception cause = null;
    requireWhole(file);
    try {
      image = lower.endsWith(".png") ? openPng(file) : null;
      image = image == null ? openWithImageJ(file, lower) : image;
      if (image == null && Videos.isVideo(lower)) {
        image = VideoStack.open(file);
      }
    } catch (IOException | RuntimeException e) { // from broken files, and as ImageJ ends a macro
      cause = e;
    }
    if (image == null || image.getStackSize() == 0) {
      throw new SpermFinderException(file + " is not an image that ImageJ can open.", cause);
    }
    requirePlanes(file, image);
    return image;
  }

  /**
   * Makes sure that a TIFF file has all that it tells of; of other files nothing is known.
   *
   * @throws SpermFinderException if it was cut off
   */
  static void requireWhole(Path file) throws SpermFinderException {
    try {
      if (isTiff(file.toString()) && TiffFile.isCutOff(file)) {
        throw cutOff(file, "it ends before its last plane does");
      }
    } catch (IOException e) {
      // whoever reads its pixels tells it
    }
  }

  /** ImageJ's own stacks may have a single page, and say how many planes follow. */
  private static void requirePlanes(Path file, ImagePlus image) throws SpermFinderException {
    FileInfo info = image.getOriginalFileInfo();
    Properties said = info == null ? null : new FileOpener(info).decodeDescriptionString(info);
    double planes = said == null ? 1 : Tools.parseDouble(said.getProperty("images"), 1);
    if (image.getStackSize() < planes) {
      throw cutOff(
          file, String.format("%d of its %.0f planes are there", image.getStackSize(), planes));
    }
  }

  private static SpermFinderException cutOff(Path file, String how) {
    return new SpermFinderException(file + " is cut off: " + how + ". Copy it again.");
  }

  private static boolean isTiff(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.tiff?");
  }

  /**
   * Does for plain grey and RGB images what ImageJ does, without a detour; null for others.
   *
   * @throws IOException if it is broken
   */
  private static ImagePlus openPng(Path file) throws IOException {
    String name = file.getFileName().toString();
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null || image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      return image == null ? null : new ImagePlus(name, image);
    }
    if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
      return null;
    }
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int[] pixels = new int[bgr.length / 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          0xff000000
              | (bgr[3 * i + 2] & 0xff) << 16
              | (bgr[3 * i + 1] & 0xff) << 8
              | bgr[3 * i] & 0xff;
    }
    return new ImagePlus(name, new ColorProcessor(image.getWidth(), image.getHeight(), pixels));
  }

  /** Null where it is none that ImageJ opens. */
  private static ImagePlus openWithImageJ(Path file, String name) throws IOException {
    if (name.endsWith(".avi")) {
      return openAvi(file);
    }
    if (name.endsWith(".pgm")) {
      return openPgm(file);
    }
    if (Videos.isVideo(name)) {
      return null;
    }
    String path = file.toString();
    FileInfo[] planes = isTiff(name) ? quietly(() -> planesAlike(path)) : new FileInfo[0];
    ImagePlus image = null;
    if (planes.length > 0 && file.toFile().length() > MAX_WHOLE) {
      image = quietly(() -> IJ.openVirtual(path));
    }
    if (image == null) {
      Opener opener = new Opener();
      opener.setSilentMode(true);
      image = quietly(() -> opener.openImage(path));
    }
    if (image != null && image.getStackSize() < planes.length) {
      image = quietly(() -> IJ.openVirtual(path)); // it went by the order of their pixels
    }
    return image;
  }

  /**
   * What a TIFF file that has several planes, all of one kind, tells of them, if ImageJ reads it
   * itself; else nothing. Of others it opens the first alone, or leaves them to Bio-Formats; as a
   * virtual stack it would not.
   */
  private static FileInfo[] planesAlike(String path) {
    FileInfo[] planes =
        new Opener().getFileType(path) == Opener.TIFF ? Opener.getTiffFileInfo(path) : null;
    boolean alike =
        planes != null
            && !(planes.length == 1 && planes[0].nImages == 1)
            && ImageHeader.areAlike(planes);
    return alike ? planes : new FileInfo[0];
  }

  /** Reads something with ImageJ. */
  @FunctionalInterface
  public interface Reading<T, E extends Exception> {
    /** What was read. */
    T read() throws E;
  }

  /**
   * Has ImageJ read something with its error told in the log: else it would open a dialog, and end
   * the macro that has called us, over a single broken image. One reading at a time, since ImageJ
   * has a single switch for that, which the first error and the end of any reading turn back.
   */
  public static synchronized <T, E extends Exception> T quietly(Reading<T, E> reading) throws E {
    ImagePlus current = WindowManager.getTempCurrentImage();
    WindowManager.setTempCurrentImage(new ImagePlus());
    IJ.getImage((Interpreter) null); // ImageJ forgets which macro to end; there is no other way
    WindowManager.setTempCurrentImage(current);
    IJ.redirectErrorMessages(true);
    boolean escaped = IJ.escapePressed();
    try {
      return reading.read();
    } finally {
      IJ.redirectErrorMessages(false);
      if (escaped) {
        IJ.setKeyDown(KeyEvent.VK_ESCAPE); // which readers of stacks forget
      }
    }
  }

  /** With ImageJ's own reader, which only so opens no dialog over a broken one. */
  private static ImagePlus openPgm(Path file) throws IOException {
    return new ImagePlus(file.getFileName().toString(), new PGM_Reader().openFile(file.toString()));
  }

  /** With ImageJ's own reader; null where it is cut off, or ImageJ cannot decode how it begins. */
  private static ImagePlus openAvi(Path file) {
    AVI_Reader reader = new AVI_Reader();
    ImageStack stack = quietly(() -> reader.makeStack(file.toString(), 1, 0, true, false, false));
    boolean opens =
        stack != null
            && stack.getSize() > 0
            && reader.getErrorText() == null
            && quietly(() -> stack.getProcessor(1)) != null;
    return opens ? new ImagePlus(file.getFileName().toString(), stack) : null;
  }
}
