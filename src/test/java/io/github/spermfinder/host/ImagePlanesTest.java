package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.plugin.FolderOpener;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.image.Crops;
import io.github.spermfinder.image.Plane;
import java.awt.Color;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.FinalInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of image that ImageJ has, as a network is given it. */
class ImagePlanesTest {

  private final List<String> notes = new ArrayList<>();

  private ImagePlanes planes(ImagePlus image, int channel, PlaneChoice which) throws Exception {
    return ImagePlanes.of(image, channel, which, notes::add);
  }

  /** Red, green and blue of each pixel. */
  private static int[] rgb(Plane plane) {
    ByteBuffer bytes = ByteBuffer.allocate(plane.width() * plane.height() * 3);
    Crops.copy(plane, new FinalInterval(plane.width(), plane.height()), bytes);
    int[] values = new int[bytes.capacity()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.get(i) & 255;
    }
    return values;
  }

  private int[] rgb(ImageProcessor pixels) throws Exception {
    return rgb(planes(new ImagePlus("image", pixels), 0, PlaneChoice.ALL).read(0));
  }

  /** As a camera's plugin gives its window one frame after the other. */
  @Test
  void whatACameraShowsNextIsSeenNext() throws Exception {
    ImagePlus image = new ImagePlus("live", new ByteProcessor(1, 1, new byte[] {7}));
    assertArrayEquals(new int[] {7, 7, 7}, rgb(planes(image, 0, PlaneChoice.ALL).read(0)));
    new PlaneNames(image).name(1);
    assertFalse(image.hasImageStack(), "it would bring the first frame back");
    image.getProcessor().setPixels(new byte[] {9});
    image.updateAndDraw();
    assertArrayEquals(new int[] {9, 9, 9}, rgb(planes(image, 0, PlaneChoice.ALL).read(0)));
  }

  @Test
  void eightBitValuesGoInAsTheyAre() throws Exception {
    ByteProcessor pixels = new ByteProcessor(3, 1, new byte[] {0, 7, (byte) 255});
    assertArrayEquals(new int[] {0, 0, 0, 7, 7, 7, 255, 255, 255}, rgb(pixels));
    assertTrue(notes.isEmpty());
  }

  @Test
  void lookupTablesAndDisplayRangesOf8BitImagesDoNotMatter() throws Exception {
    ByteProcessor pixels = new ByteProcessor(2, 1, new byte[] {10, 20});
    pixels.setLut(LUT.createLutFromColor(Color.RED));
    pixels.invertLut();
    pixels.setMinAndMax(0, 20);
    assertArrayEquals(new int[] {10, 10, 10, 20, 20, 20}, rgb(pixels));
  }

  @Test
  void coloursOfA8BitImageAreTakenForFalseOnesSayingSo() throws Exception {
    ByteProcessor pixels = new ByteProcessor(2, 1, new byte[] {10, 20});
    pixels.setLut(LUT.createLutFromColor(Color.RED));
    rgb(pixels);
    assertEquals(1, notes.size());
    assertTrue(notes.get(0).contains("RGB Color"), notes.get(0));
  }

  @Test
  void colourGoesInAsItIs() throws Exception {
    ColorProcessor pixels = new ColorProcessor(2, 1, new int[] {0xff010203, 0x00ff8000});
    assertArrayEquals(new int[] {1, 2, 3, 255, 128, 0}, rgb(pixels));
  }

  @Test
  void sixteenBitIsScaledSayingSo() throws Exception {
    ShortProcessor pixels = new ShortProcessor(3, 1, new short[] {1000, 2000, (short) 65000}, null);
    assertArrayEquals(new int[] {0, 0, 0, 4, 4, 4, 255, 255, 255}, rgb(pixels));
    assertEquals(1, notes.size());
  }

  @Test
  void hotPixelsDoNotSpoilTheScale() throws Exception {
    ShortProcessor pixels = new ShortProcessor(100, 100);
    for (int i = 0; i < 10_000; i++) {
      pixels.set(i, 100 + i % 256);
    }
    pixels.set(5000, 65535);
    int[] rgb = rgb(pixels);
    assertEquals(255, rgb[3 * 255], 2);
    assertEquals(0, rgb[0], 2);
    assertEquals(255, rgb[3 * 5000]);
  }

  @Test
  void notANumberIsBlackAndDoesNotCount() throws Exception {
    float[] values = {Float.NaN, -1, 1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0};
    int[] rgb = rgb(new FloatProcessor(6, 1, values));
    int[] first = {rgb[0], rgb[3], rgb[6], rgb[9], rgb[12], rgb[15]};
    assertArrayEquals(new int[] {0, 0, 255, 255, 0, 128}, first);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 7, Float.NaN})
  void anImageOfOneValueIsNoError(float value) throws Exception {
    FloatProcessor pixels = new FloatProcessor(2, 2);
    pixels.set(value);
    assertArrayEquals(new int[12], rgb(pixels));
  }

  private static ImagePlus hyperstack(int channels, int slices, int frames) {
    ImageStack stack = new ImageStack(2, 1);
    for (int i = 0; i < channels * slices * frames; i++) {
      ByteProcessor pixels = new ByteProcessor(2, 1);
      pixels.set(i + 1);
      stack.addSlice(pixels);
    }
    ImagePlus image = new ImagePlus("hyperstack", stack);
    image.setDimensions(channels, slices, frames);
    image.setOpenAsHyperStack(true);
    return image;
  }

  @Test
  void aChosenChannelOfAHyperstack() throws Exception {
    ImagePlanes planes = planes(hyperstack(2, 3, 2), 2, PlaneChoice.ALL);
    assertEquals(6, planes.size());
    assertEquals(new PlanePosition(2, 1, 1, 2), planes.positions().get(0));
    assertEquals(new PlanePosition(2, 3, 2, 12), planes.positions().get(5));
    assertEquals(12, rgb(planes.read(5))[0]);
  }

  /** As Bio-Formats makes them: names are those of planes, of one file. */
  @Test
  void virtualStacksOfOthers() throws Exception {
    VirtualStack stack =
        new VirtualStack(2, 1, null, "/data/movie.nd2") {
          @Override
          public ImageProcessor getProcessor(int n) {
            return new ByteProcessor(2, 1, new byte[] {(byte) n, 2});
          }
        };
    stack.addSlice("t:1/2");
    stack.addSlice("t:2/2");
    ImagePlanes planes = planes(new ImagePlus("movie", stack), 0, PlaneChoice.ALL);
    assertArrayEquals(new int[] {2, 2, 2, 2, 2, 2}, rgb(planes.read(1)));
  }

  @Test
  void aVirtualTiffWhoseFileIsGoneIsNoEmptyImage(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("stack.tif");
    IJ.saveAsTiff(IJ.createImage("stack", "8-bit ramp", 100, 80, 5), file.toString());
    ImagePlus image = IJ.openVirtual(file.toString());
    assertTrue(image.getStack().isVirtual());
    ImagePlanes planes = planes(image, 0, PlaneChoice.ALL);
    planes.read(1);
    Files.delete(file);
    assertThrows(SpermFinderException.class, () -> planes.read(2));
  }

  /** As when a copy takes its place that is not whole yet. */
  @Test
  void aVirtualTiffWhoseEndIsGoneHasNoBlackPlanes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("stack.tif");
    for (String type : List.of("8-bit ramp", "16-bit ramp", "RGB ramp", "32-bit ramp")) {
      IJ.saveAsTiff(IJ.createImage("stack", type, 100, 80, 5), file.toString());
      ImagePlanes planes = planes(IJ.openVirtual(file.toString()), 0, PlaneChoice.ALL);
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, whole.length / 2));
      planes.read(1);
      SpermFinderException e = assertThrows(SpermFinderException.class, () -> planes.read(4));
      assertTrue(e.getMessage().startsWith("Slice 5 of stack.tif cannot be read"), "" + e);
    }
  }

  @Test
  void planesThatAreBlackAreRead(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("stack.tif");
    IJ.saveAsTiff(IJ.createImage("stack", "8-bit black", 100, 80, 3), file.toString());
    ImagePlanes planes = planes(IJ.openVirtual(file.toString()), 0, PlaneChoice.ALL);
    assertEquals(100, planes.read(2).width());
  }

  private static ImagePlus sequence(Path folder, String... types) {
    for (int i = 1; i <= types.length; i++) {
      ImagePlus image = IJ.createImage("", types[i - 1], 100, 80, 1);
      IJ.save(image, folder.resolve(i + (types[i - 1].startsWith("32") ? ".tif" : ".png")) + "");
    }
    ImagePlus image = FolderOpener.open(folder.toString(), "virtual");
    assertEquals(VirtualStack.class, image.getStack().getClass());
    return image;
  }

  /** ImageJ writes on a white plane that it cannot open it. */
  @ParameterizedTest
  @ValueSource(strings = {"8-bit ramp", "16-bit ramp", "RGB ramp"})
  void aBrokenFileOfAVirtualStackIsNoWhitePlane(String type, @TempDir Path folder)
      throws Exception {
    ImagePlanes planes = planes(sequence(folder, type, type, type), 0, PlaneChoice.ALL);
    Path second = folder.resolve("2.png");
    Files.write(second, Arrays.copyOf(Files.readAllBytes(second), 60));
    SpermFinderException e = assertThrows(SpermFinderException.class, () -> planes.read(1));
    assertTrue(e.getMessage().startsWith("Slice 2 of "), e.getMessage());
    assertTrue(e.getMessage().contains(second + " is not an image"), e.getMessage());
    assertEquals(100, planes.read(2).width());
  }

  @Test
  void aFileOfAVirtualStackThatWasCutOffIsNoHalfBlackPlane(@TempDir Path folder) throws Exception {
    ImagePlanes planes = planes(sequence(folder, "32-bit ramp", "32-bit ramp"), 0, PlaneChoice.ALL);
    Path second = folder.resolve("2.tif");
    byte[] whole = Files.readAllBytes(second);
    Files.write(second, Arrays.copyOf(whole, whole.length / 2));
    SpermFinderException e = assertThrows(SpermFinderException.class, () -> planes.read(1));
    assertTrue(e.getMessage().contains(second + " is cut off"), e.getMessage());
  }

  @Test
  void filesThatAreWhiteAreRead(@TempDir Path folder) throws Exception {
    ImagePlus image = sequence(folder, "RGB ramp", "8-bit white");
    assertEquals(255, rgb(planes(image, 0, PlaneChoice.ALL).read(1))[5000]);
  }

  @Test
  void theCurrentPlaneOnly() throws Exception {
    ImagePlus image = hyperstack(2, 3, 2);
    image.setPosition(1, 2, 2);
    ImagePlanes planes = planes(image, 0, PlaneChoice.CURRENT);
    assertEquals(List.of(new PlanePosition(1, 2, 2, 9)), planes.positions());
  }

  @Test
  void aCompositeIsMergedAsDisplayed() throws Exception {
    ImageStack stack = new ImageStack(2, 1);
    stack.addSlice(new ByteProcessor(2, 1, new byte[] {0, 100}));
    stack.addSlice(new ShortProcessor(2, 1, new short[] {50, 200}, null).convertToByte(false));
    stack.addSlice(new ByteProcessor(2, 1, new byte[] {(byte) 255, (byte) 255}));
    ImagePlus image = new ImagePlus("composite", stack);
    image.setDimensions(3, 1, 1);
    CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
    composite.setChannelLut(LUT.createLutFromColor(Color.RED), 1);
    composite.setChannelLut(LUT.createLutFromColor(Color.YELLOW), 2);
    composite.setChannelLut(LUT.createLutFromColor(Color.BLUE), 3);
    composite.setActiveChannels("110");

    ImagePlanes planes = planes(composite, 0, PlaneChoice.ALL);
    assertEquals(List.of(new PlanePosition(0, 1, 1, 1)), planes.positions());
    int[] displayed = new int[6];
    for (int i = 0; i < 2; i++) {
      int argb = composite.flatten().getProcessor().getPixel(i, 0);
      displayed[3 * i] = argb >> 16 & 255;
      displayed[3 * i + 1] = argb >> 8 & 255;
      displayed[3 * i + 2] = argb & 255;
    }
    int[] merged = rgb(planes.read(0));
    for (int i = 0; i < 6; i++) {
      assertEquals(displayed[i], merged[i], 1, "value " + i);
    }
    assertEquals(100, rgb(planes(composite, 1, PlaneChoice.ALL).read(0))[3]);
  }

  @Test
  void aChannelThatIsNotThere() {
    SpermFinderException e =
        assertThrows(
            SpermFinderException.class, () -> planes(hyperstack(2, 1, 1), 3, PlaneChoice.ALL));
    assertTrue(e.getMessage().startsWith("channel=3 does not exist"), e.getMessage());
  }
}
