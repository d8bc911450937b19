package io.github.spermfinder.label;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.spermfinder.Box;
import io.github.spermfinder.LabelMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens to a file, reading it either works, and then writing too, or says in a {@link
 * LabelException} what is wrong.
 */
class DamagedFilesTest {

  private static final Dataset DATASET =
      new Dataset(
          LabelMap.of(Map.of(1, "sperm", 2, "cell")),
          List.of(
              new LabelledImage(
                  "a.png",
                  40,
                  30,
                  List.of(
                      new Annotation(
                          new Box(1, 2, 3, 4), 1, 12, true, OptionalDouble.of(.5), Extras.NONE),
                      Annotation.of(new Box(5.5, 6, 7, 8), 2)))));

  private static final List<JsonElement> REPLACEMENTS =
      List.of(
          JsonNull.INSTANCE,
          new JsonObject(),
          new JsonArray(),
          new JsonPrimitive(""),
          new JsonPrimitive("word"),
          new JsonPrimitive("7"),
          new JsonPrimitive(0),
          new JsonPrimitive(-1),
          new JsonPrimitive(1e300),
          new JsonPrimitive(Double.NaN),
          new JsonPrimitive(true),
          JsonParser.parseString("[1, 2, 3, 4]"),
          JsonParser.parseString("{\"name\": \"point\", \"0\": {}}"));

  private static void assertReadOrRefused(LabelFormat format, Path file, Path again)
      throws IOException {
    Imported imported;
    try {
      imported = format.read(file, LabelMap.empty());
    } catch (LabelException refused) {
      assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
      return;
    }
    try {
      format.write(imported.dataset(), again);
    } catch (LabelException refused) {
      assertTrue(refused.getMessage().startsWith(again.toString()), refused.getMessage());
    }
  }

  private interface Body {
    void accept(Path folder) throws IOException;
  }

  private static void inFolder(Body body) throws IOException {
    Path folder = Files.createTempDirectory("damaged");
    try {
      body.accept(folder);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    }
  }

  /** Sets one value anywhere in the tree to another, or takes it out. */
  private static void damage(JsonElement root, Random random) {
    List<Runnable> damages = new ArrayList<>();
    collect(root, random, damages);
    if (!damages.isEmpty()) {
      damages.get(random.nextInt(damages.size())).run();
    }
  }

  private static void collect(JsonElement at, Random random, List<Runnable> damages) {
    JsonElement other = REPLACEMENTS.get(random.nextInt(REPLACEMENTS.size())).deepCopy();
    if (at instanceof JsonObject object) {
      for (String key : List.copyOf(object.keySet())) {
        damages.add(() -> object.add(key, other));
        damages.add(() -> object.remove(key));
        collect(object.get(key), random, damages);
      }
    } else if (at instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        damages.add(() -> array.set(index, other));
        damages.add(() -> array.add(array.get(index)));
        collect(array.get(i), random, damages);
      }
    }
  }

  @Property(tries = 300)
  void json(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<LabelFormat> formats =
        List.of(
            new Coco(), new CocoResults(), ViaJson.PROJECT, ViaJson.ANNOTATIONS, ViaJson.VERSION_1);
    LabelFormat format = formats.get(random.nextInt(formats.size()));
    inFolder(
        folder -> {
          Path file = folder.resolve("labels.json");
          format.write(DATASET, file);
          JsonElement root = JsonParser.parseString(Files.readString(file));
          for (int i = random.nextInt(3); i >= 0; i--) {
            damage(root, random);
          }
          Files.writeString(file, root.toString());
          assertReadOrRefused(format, file, folder.resolve("again.json"));
        });
  }

  @Property(tries = 300)
  void bytes(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, LabelFormat> formats =
        Map.of(
            "a.csv", new ViaCsv(),
            "a.zip", new RoiSet(),
            "a.xml", new VocFolder(),
            "a.txt", new YoloFolder(),
            "a.json", new Coco());
    String name = formats.keySet().stream().sorted().toList().get(random.nextInt(formats.size()));
    LabelFormat format = formats.get(name);
    boolean single = !name.matches(".*(xml|txt)");
    inFolder(
        folder -> {
          ImageIO.write(
              new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY),
              "png",
              folder.resolve("a.png").toFile());
          Path file = folder.resolve(name);
          format.write(DATASET, single ? file : folder);
          byte[] bytes = Files.readAllBytes(file);
          for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
          Files.write(file, java.util.Arrays.copyOf(bytes, length));
          assertReadOrRefused(
              format, single ? file : folder, single ? folder.resolve("again") : folder);
          LabelFormats.all().forEach(other -> recognise(other, file));
        });
  }

  private static void recognise(LabelFormat format, Path file) {
    try {
      format.recognises(file);
    } catch (IOException e) {
      throw new AssertionError(format.title(), e);
    }
  }
}
