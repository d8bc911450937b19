package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.TextRoi;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import io.github.spermfinder.host.ImageFile;
import io.github.spermfinder.host.ImagePlanes;
import io.github.spermfinder.host.PlaneChoice;
import io.github.spermfinder.image.Crops;
import io.github.spermfinder.image.Plane;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import net.imglib2.FinalInterval;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies show the same pixels, and nowhere a trace of whose they are. */
class DeidentificationTest {

  private static final String SECRET = "Mustermann";

  @TempDir Path folder;
  private Path from;
  private Path to;
  private final Map<String, String> patients = new LinkedHashMap<>();

  /** One image of each kind, each with the patient's name wherever a file can have it. */
  @BeforeEach
  void writeOriginals() throws IOException {
    from = Files.createDirectories(folder.resolve("in/" + SECRET));
    to = folder.resolve("out");

    for (String type : List.of("8-bit", "16-bit", "32-bit", "RGB")) {
      save(IJ.createImage(SECRET, type + " ramp", 40, 30, 1), SECRET + "_" + type + ".tif");
    }
    save(IJ.createImage(SECRET, "8-bit ramp", 40, 30, 3), SECRET + "_stack.tif");
    ImagePlus hyperstack = IJ.createHyperStack(SECRET, 40, 30, 2, 2, 2, 16);
    save(hyperstack, SECRET + "_hyper.tif");
    writeJpegWithExif(SECRET + "_photo.jpg");
    writePngWithText(SECRET + "_text.png");
  }

  private void save(ImagePlus image, String name) {
    image.setProperty("Info", "Patient: " + SECRET);
    image.setProp("patient", SECRET);
    image.getCalibration().setUnit(SECRET);
    for (int i = 1; i <= image.getStackSize(); i++) {
      image.getStack().setSliceLabel(SECRET + i, i);
    }
    image.setOverlay(new Overlay(new TextRoi(5, 5, SECRET)));
    image.setRoi(new TextRoi(5, 5, SECRET));
    assertTrue(new FileSaver(image).saveAsTiff(from.resolve(name).toString()));
    patients.put(name, SECRET);
  }

  /** A JPEG with an EXIF segment (marker APP1) and a comment put behind its start. */
  private void writeJpegWithExif(String name) throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", jpeg);
    byte[] exif =
        ("Exif\0\0II*\0\u0008\0\0\0\u0001\0\u000e\u0001\u0002\0\u000b\0\0\0\u001a\0\0\0\0\0\0\0"
                + SECRET
                + "\0")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] comment = SECRET.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg.toByteArray(), 0, 2);
    segment(out, 0xE1, exif);
    segment(out, 0xFE, comment);
    out.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
    Files.write(from.resolve(name), out.toByteArray());
    patients.put(name, SECRET);
  }

  private static void segment(ByteArrayOutputStream out, int marker, byte[] data) {
    out.write(0xFF);
    out.write(marker);
    out.write((data.length + 2) >> 8);
    out.write((data.length + 2) & 0xFF);
    out.writeBytes(data);
  }

  /** A PNG with a tEXt chunk, as an image writer of the JDK makes it. */
  private void writePngWithText(String name) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(3, 4, 0, 77);
    var type = javax.imageio.ImageTypeSpecifier.createFromRenderedImage(image);
    var metadata = writer.getDefaultImageMetadata(type, null);
    var text = new javax.imageio.metadata.IIOMetadataNode("tEXt");
    var entry = new javax.imageio.metadata.IIOMetadataNode("tEXtEntry");
    entry.setAttribute("keyword", "Patient");
    entry.setAttribute("value", SECRET);
    text.appendChild(entry);
    var root = new javax.imageio.metadata.IIOMetadataNode("javax_imageio_png_1.0");
    root.appendChild(text);
    metadata.mergeTree("javax_imageio_png_1.0", root);
    try (var out = ImageIO.createImageOutputStream(from.resolve(name).toFile())) {
      writer.setOutput(out);
      writer.write(new javax.imageio.IIOImage(image, null, metadata));
    }
    patients.put(name, "Other" + SECRET);
  }

  private Dataset dataset() {
    JsonObject extras = new JsonObject();
    extras.addProperty("patient", SECRET);
    return new Dataset(
        LabelMap.of(Map.of(1, "sperm")),
        patients.keySet().stream()
            .map(
                name ->
                    new LabelledImage(
                        name.contains("stack") ? name + "#0002" : name,
                        40,
                        30,
                        List.of(
                            new Annotation(
                                new Box(1, 2, 3, 4),
                                1,
                                12,
                                false,
                                OptionalDouble.of(.5),
                                Extras.of(Coco.EXTRAS, extras))),
                        Extras.of(Coco.EXTRAS, extras)))
            .toList(),
        Extras.of(Coco.EXTRAS, extras));
  }

  private static boolean contains(Path file, String text) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    for (Charset charset :
        List.of(
            StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      if (bytes.contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1))) {
        return true;
      }
    }
    return false;
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toSet());
    }
  }

  @Test
  void nothingOfThePatientSurvives() throws IOException {
    for (Path original : files(from)) {
      assertTrue(contains(original, SECRET), original + " should have something to hide");
    }
    Deidentification names = Deidentification.of(patients);
    Dataset copy = names.copy(dataset(), from, to, () -> {});
    new Coco().write(copy, to.resolve("labels.json"));
    ViaJson.PROJECT.write(copy, to.resolve("via.json"));
    names.writeKey(folder.resolve("key.csv"), to);

    Set<Path> copies = files(to);
    assertEquals(patients.size() + 2, copies.size());
    for (Path file : copies) {
      assertFalse(contains(file, SECRET), file.toString());
      assertFalse(contains(file, SECRET.substring(1)), file.toString());
      assertFalse(to.relativize(file).toString().contains(SECRET));
    }
    for (String original : patients.keySet()) {
      assertTrue(contains(folder.resolve("key.csv"), original));
    }
  }

  private static LabelledImage copyOf(String original, Deidentification names, Dataset copy) {
    String start = names.newNames().get(original) + ".";
    return copy.images().stream()
        .filter(image -> image.fileName().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void pixelsAndLabelsAreTheSame() throws IOException {
    Deidentification names = Deidentification.of(patients);
    Dataset copy = names.copy(dataset(), from, to, () -> {});
    for (String original : patients.keySet()) {
      LabelledImage image = copyOf(original, names, copy);
      String file = ImageFolder.withoutSlice(image.fileName());
      ImagePlus before = IJ.openImage(from.resolve(original).toString());
      ImagePlus after = IJ.openImage(to.resolve(file).toString());
      assertArrayEquals(before.getDimensions(), after.getDimensions(), original);
      assertEquals(before.isHyperStack(), after.isHyperStack(), original);
      for (int plane = 1; plane <= before.getStackSize(); plane++) {
        ImageProcessor a = before.getStack().getProcessor(plane);
        ImageProcessor b = after.getStack().getProcessor(plane);
        assertEquals(a.getBitDepth(), b.getBitDepth(), original);
        assertTrue(
            Arrays.equals(a.getFloatArray()[3], b.getFloatArray()[3])
                && Arrays.deepEquals(a.getFloatArray(), b.getFloatArray()),
            original);
      }
      assertEquals(new Box(1, 2, 3, 4), image.annotations().get(0).box());
      assertEquals(OptionalDouble.of(.5), image.annotations().get(0).score());
      assertEquals(original.contains("stack"), image.fileName().endsWith(".tif#0002"));
    }
  }

  @Test
  void theDetectorSeesTheSameWhateverTheColoursAre() throws Exception {
    ImagePlus ramp = IJ.createImage("", "8-bit ramp", 256, 30, 1);
    patients.clear();
    for (String lut : List.of("Fire", "Red", "Grays", "Invert LUT")) {
      ImagePlus image = ramp.duplicate();
      IJ.run(image, lut, "");
      for (String extension : List.of("tif", "gif", "png", "bmp")) {
        String name = lut + "." + extension;
        IJ.saveAs(image, extension, from.resolve(name).toString());
        patients.put(name, "p");
      }
    }
    byte[] colours = {1, 100, -1, 7, 90, 3, 55, 8, 9, 10, 11, 12, 13, 14, 15, 77};
    for (int bits : List.of(1, 4, 8)) {
      IndexColorModel few =
          new IndexColorModel(bits, Math.min(16, 1 << bits), colours, colours, new byte[16]);
      int type = bits < 8 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED;
      BufferedImage indexed = new BufferedImage(256, 30, type, few);
      for (int x = 0; x < 256; x++) {
        indexed.getRaster().setSample(x, 4, 0, x % few.getMapSize());
      }
      for (String extension : List.of("gif", "png")) {
        String name = bits + "." + extension;
        ImageIO.write(indexed, extension, from.resolve(name).toFile());
        patients.put(name, "p");
      }
    }
    for (int bits : List.of(8, 16)) {
      ImageProcessor red = ramp.getProcessor().duplicate();
      ImageProcessor cyan = red.duplicate();
      cyan.flipHorizontal();
      ImageStack channels = new ImageStack();
      for (ImageProcessor channel : List.of(red, cyan)) {
        channels.addSlice(bits == 8 ? channel : channel.convertToShort(false));
      }
      ImagePlus two = new ImagePlus("", channels);
      two.setDimensions(2, 1, 1);
      CompositeImage merged = new CompositeImage(two, IJ.COMPOSITE);
      merged.setLuts(
          new LUT[] {LUT.createLutFromColor(Color.RED), LUT.createLutFromColor(Color.CYAN)});
      String name = bits + " merged.tif";
      assertTrue(new FileSaver(merged).saveAsTiff(from.resolve(name).toString()));
      patients.put(name, "p");
    }
    Deidentification names = Deidentification.of(patients);
    List<LabelledImage> images =
        patients.keySet().stream()
            .map(name -> new LabelledImage(name, 256, 30, List.of()))
            .toList();
    Dataset copy = names.copy(new Dataset(LabelMap.empty(), images), from, to, () -> {});
    for (String original : patients.keySet()) {
      Path before = from.resolve(original);
      Path after = to.resolve(copyOf(original, names, copy).fileName());
      assertArrayEquals(seen(before), seen(after), original);
      assertArrayEquals(shown(before), shown(after), original);
    }
  }

  private static int[] shown(Path file) throws Exception {
    return (int[]) ImageFile.open(file).getProcessor().convertToRGB().getPixels();
  }

  private static byte[] seen(Path file) throws Exception {
    ImagePlus image = ImageFile.open(file);
    Plane plane = ImagePlanes.of(image, 0, PlaneChoice.ALL, note -> {}).read(0);
    ByteBuffer rgb = ByteBuffer.allocate(3 * plane.width() * plane.height());
    Crops.copy(plane, new FinalInterval(plane.width(), plane.height()), rgb);
    return rgb.array();
  }

  @Test
  void namesTellPatientsApartAndNothingElse() {
    Map<String, String> newNames = Deidentification.of(patients).newNames();
    assertEquals(patients.size(), new HashSet<>(newNames.values()).size());
    assertEquals(
        2, newNames.values().stream().map(name -> name.substring(0, 4)).distinct().count());
    newNames.values().forEach(name -> assertTrue(name.matches("P\\d{3}_\\d{4}"), name));
  }

  @Test
  void theKeyDoesNotLieWithTheCopies() {
    Deidentification names = Deidentification.of(patients);
    assertThrows(
        IllegalArgumentException.class, () -> names.writeKey(to.resolve("sub/key.csv"), to));
  }

  @Test
  void plainCopiesAreTheSameFiles() throws IOException {
    ImageCopies.copy(dataset(), from, to, () -> {});
    for (String name : patients.keySet()) {
      assertEquals(-1, Files.mismatch(from.resolve(name), to.resolve(name)));
    }
  }

  @Test
  void absentOrUnreadableImagesAreNamed() throws IOException {
    Deidentification names = Deidentification.of(Map.of("a.png", "p"));
    Dataset dataset =
        new Dataset(LabelMap.empty(), List.of(new LabelledImage("a.png", 1, 1, List.of())));
    LabelException absent =
        assertThrows(LabelException.class, () -> names.copy(dataset, from, to, () -> {}));
    assertTrue(absent.getMessage().contains("a.png"));
    Files.writeString(from.resolve("a.png"), "no image");
    assertThrows(LabelException.class, () -> names.copy(dataset, from, to, () -> {}));
  }
}
