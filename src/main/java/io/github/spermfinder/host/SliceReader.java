package io.github.spermfinder.host;

import ij.ImageStack;
import ij.VirtualStack;
import ij.io.Opener;
import ij.plugin.FileInfoVirtualStack;
import ij.process.ImageProcessor;
import io.github.spermfinder.SpermFinderException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads slices of stacks. Where a file of ImageJ's own virtual stacks is gone or broken, they have
 * a plane that is empty, or has words on it, which must not pass for an image. Others' virtual
 * stacks mean something else by the names of files.
 */
final class SliceReader {

  private static final int WHITE = 255;
  private static final int RGB = 0xffffff;

  private SliceReader() {}

  /**
   * Reads a slice.
   *
   * @param n from 1
   * @return null where ImageJ cannot read it
   * @throws SpermFinderException if its file is broken, saying how
   */
  static ImageProcessor read(ImageStack stack, int n) throws SpermFinderException {
    if (stack instanceof VirtualStack files && files.getDirectory() != null) {
      if (stack.getClass() == VirtualStack.class) {
        return ImageFile.quietly(() -> readImage(files, n));
      }
      if (stack.getClass() == FileInfoVirtualStack.class) {
        return ImageFile.quietly(() -> readPage(files, n));
      }
    }
    return stack.getProcessor(n);
  }

  /** Of a folder of images that was opened as a stack. */
  private static ImageProcessor readImage(VirtualStack stack, int n) throws SpermFinderException {
    Path file = Path.of(stack.getDirectory(), stack.getFileName(stack.translate(n)));
    if (!Files.isReadable(file)) {
      return null;
    }
    ImageFile.requireWhole(file);
    ImageProcessor pixels = stack.getProcessor(n);
    if (hasWhiteEdges(pixels)) { // as where ImageJ writes on it that it cannot open it
      ImageFile.open(file);
    }
    return pixels;
  }

  private static boolean hasWhiteEdges(ImageProcessor pixels) {
    for (int x = 0; x < pixels.getWidth(); x++) {
      if (!isWhite(pixels, x, 0)) {
        return false;
      }
    }
    for (int y = 0; y < pixels.getHeight(); y++) {
      if (!isWhite(pixels, 0, y)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhite(ImageProcessor pixels, int x, int y) {
    return pixels.getBitDepth() == 24
        ? (pixels.get(x, y) & RGB) == RGB
        : pixels.getf(x, y) == WHITE;
  }

  /** Of a large TIFF file. */
  private static ImageProcessor readPage(VirtualStack stack, int n) {
    int page = stack.translate(n);
    Path file = Path.of(stack.getDirectory(), stack.getFileName(page));
    if (!Files.isReadable(file)) {
      return null;
    }
    ImageProcessor pixels = stack.getProcessor(n);
    boolean doubtful = isEmpty(pixels) && new Opener().getFileType("" + file) == Opener.TIFF;
    return !doubtful || new Opener().openImage("" + file, page) != null ? pixels : null;
  }

  private static boolean isEmpty(ImageProcessor pixels) {
    for (int i = 0; i < pixels.getPixelCount(); i++) {
      if (pixels.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
