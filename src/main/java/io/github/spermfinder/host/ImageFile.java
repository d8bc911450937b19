package io.github.spermfinder.host;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.Opener;
import ij.plugin.AVI_Reader;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.video.Videos;
import java.nio.file.Path;
import java.util.Locale;

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
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    ImagePlus image = null;
    RuntimeException cause = null;
    try {
      if (name.endsWith(".avi")) {
        image = openAvi(file);
      } else if (name.matches(".*\\.tiff?") && file.toFile().length() > MAX_WHOLE) {
        image = IJ.openVirtual(file.toString());
      }
      if (image == null && Videos.isVideo(name)) {
        image = VideoStack.open(file);
      }
      if (image == null) {
        Opener opener = new Opener();
        opener.setSilentMode(true); // what is wrong is told below, once
        image = opener.openImage(file.toString());
      }
    } catch (RuntimeException e) { // from broken files, and as ImageJ's way to end a macro
      cause = e;
    }
    if (image == null || image.getStackSize() == 0) {
      throw new SpermFinderException(file + " is not an image that ImageJ can open.", cause);
    }
    return image;
  }

  /** With ImageJ's own reader; null where the file is damaged or coded in another way. */
  private static ImagePlus openAvi(Path file) {
    AVI_Reader reader = new AVI_Reader();
    ImageStack stack = reader.makeStack(file.toString(), 1, 0, true, false, false);
    boolean whole = stack != null && stack.getSize() > 0 && reader.getErrorText() == null;
    return whole ? new ImagePlus(file.getFileName().toString(), stack) : null;
  }
}
