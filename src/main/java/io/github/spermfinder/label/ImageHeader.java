package io.github.spermfinder.label;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.TiffDecoder;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;

/** What an image file says of its planes, without their pixels. */
public final class ImageHeader {

  private ImageHeader() {}

  /** An image with the size and planes of a file, all black; empty where these cannot be told. */
  public static Optional<ImagePlus> read(Path folder, String name) {
    if (!name.matches("(?i).*\\.tiff?")) {
      return ImageFolder.size(folder, name).map(size -> black(name, size, 1));
    }
    try {
      FileInfo[] pages = new TiffDecoder(folder + "/", name).getTiffInfo();
      if (pages == null || pages.length == 0) {
        return Optional.empty();
      }
      int planes =
          areAlike(pages)
              ? Math.max(pages.length, pages[0].nImages) // ImageJ may have one page for all
              : 1; // it opens the first alone
      ImagePlus image = black(name, new Dimension(pages[0].width, pages[0].height), planes);
      Properties said = new FileOpener(pages[0]).decodeDescriptionString(pages[0]);
      if (said != null) {
        int channels = number(said, "channels");
        int slices = number(said, "slices");
        int frames = number(said, "frames");
        if (channels * slices * frames == planes) {
          image.setDimensions(channels, slices, frames);
          image.setOpenAsHyperStack("true".equals(said.getProperty("hyperstack")));
        }
      }
      return Optional.of(image);
    } catch (IOException | RuntimeException e) { // as decoders do with broken headers
      return Optional.empty();
    }
  }

  /** Whether the pages of a TIFF file are of one kind: of others ImageJ opens the first alone. */
  public static boolean areAlike(FileInfo[] pages) {
    return Arrays.stream(pages)
        .allMatch(
            page ->
                page.width == pages[0].width
                    && page.height == pages[0].height
                    && page.fileType == pages[0].fileType);
  }

  private static int number(Properties said, String key) {
    return (int) Double.parseDouble(said.getProperty(key, "1"));
  }

  private static ImagePlus black(String title, Dimension size, int planes) {
    return new ImagePlus(
        title,
        new VirtualStack(size.width, size.height, planes) {
          @Override
          public ImageProcessor getProcessor(int n) {
            return new ByteProcessor(size.width, size.height);
          }
        });
  }
}
