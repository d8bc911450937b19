package io.github.spermfinder.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.spermfinder.LabelMap;
import io.github.spermfinder.SharedData;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.TestModels;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Precision;
import io.github.spermfinder.tensorflow.OtherModels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLibraryTest {

  private static final String GRAPH = "tf2-od-api/saved_model_320/saved_model.pb";

  @TempDir private Path folder;

  private ModelLibrary library() {
    return new ModelLibrary(List.of(folder, folder.resolve("not there")));
  }

  private Path install(String name) throws IOException {
    Path model = Files.createDirectories(folder.resolve(name));
    Files.copy(SharedData.get(GRAPH), model.resolve("saved_model.pb"));
    return model;
  }

  private static void zip(Path zip, String... entries) throws IOException {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        Files.copy(SharedData.get(GRAPH), out);
      }
    }
  }

  private String message(String nameOrPath) {
    return assertThrows(
            SpermFinderException.class,
            () -> {
              ModelFolder found = library().find(nameOrPath);
              TestModels.engine().load(found.savedModel(), Device.CPU, Precision.FLOAT32).close();
            })
        .getMessage();
  }

  @Test
  void findsByNameAndByPath() throws Exception {
    Path a = install("a");
    install("b/saved_model"); // as the Object Detection API's exporter lays it out
    zip(folder.resolve("c.zip"), "c/saved_model.pb");
    Files.createDirectories(folder.resolve("no model"));

    assertEquals(List.of("a", "b", "c"), library().names());
    assertEquals(a, library().find("a").savedModel());
    assertEquals(folder.resolve("b/saved_model"), library().find("b").savedModel());
    assertEquals(a, library().find(a.toString()).savedModel());
    assertEquals(a, library().find(a.resolve("saved_model.pb").toString()).savedModel());
    assertEquals("c", library().find("c").name());
  }

  /** The Object Detection API's exporter puts the SavedModel into a folder of its own. */
  @Test
  void whatLiesBesideTheSavedModelBelongsToIt() throws Exception {
    Path savedModel = install("b/saved_model");
    LabelMapFile.write(folder.resolve("b"), LabelMap.of(Map.of(1, "sperm")));
    for (Path path : List.of(savedModel, savedModel.resolve("saved_model.pb"))) {
      ModelFolder found = library().find(path.toString());
      assertEquals("b", found.name());
      assertEquals(Map.of(1, "sperm"), found.labels().names());
    }
  }

  @Test
  void aZipRunsLikeAFolderAndIsUnpackedOnce() throws Exception {
    Path zip = folder.resolve("m.zip");
    zip(zip, "some/where/saved_model.pb");
    ModelFolder found = library().find(zip.toString());
    assertEquals(found, library().find("m"));
    TestModels.engine().load(found.savedModel(), Device.CPU, Precision.FLOAT32).close();
  }

  @Test
  void aZipThatLeadsOutIsRefused() throws Exception {
    zip(folder.resolve("evil.zip"), "../evil/saved_model.pb");
    assertTrue(message("evil").contains("leads out of the zip"));
    assertFalse(Files.exists(folder.resolve("../evil")));
  }

  @Test
  void aDamagedZip() throws Exception {
    Path zip = folder.resolve("half.zip");
    zip(zip, "saved_model.pb");
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(message("half").contains("half.zip cannot be unpacked, it may be damaged"));
  }

  @Test
  void anUnknownNameTellsWhatThereIs() throws Exception {
    install("a");
    assertEquals(
        "model=nonsense does not exist: give one of a, or the path of a SavedModel folder or of a"
            + " zip of one.",
        message("nonsense"));
  }

  @Test
  void aFolderWithoutASavedModel() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertEquals(
        "There is no SavedModel in " + empty + ": choose the folder that holds saved_model.pb.",
        message(empty.toString()));
  }

  @Test
  void aTruncatedSavedModel() throws Exception {
    Path graph = install("half").resolve("saved_model.pb");
    byte[] bytes = Files.readAllBytes(graph);
    Files.write(graph, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(message("half").contains("cannot be loaded; it may be damaged"));
  }

  @Test
  void aSavedModelOfAnotherKind() throws Exception {
    Path other = Files.createDirectories(folder.resolve("classifier"));
    Files.write(other.resolve("saved_model.pb"), OtherModels.classifier());
    assertTrue(
        message("classifier")
            .contains(
                "is no object detector as the TensorFlow Object Detection API exports them: it"
                    + " gives [probabilities] and lacks detection_boxes, detection_classes,"
                    + " detection_scores, num_detections."));
  }

  @Test
  void aDetectorThatTakesAnotherKindOfImage() throws Exception {
    Path other = Files.createDirectories(folder.resolve("floats"));
    Files.write(other.resolve("saved_model.pb"), OtherModels.detectorOfFloats());
    assertTrue(message("floats").contains("takes [image], not 8-bit RGB images"));
  }

  @Test
  void labelMapAndCard() throws Exception {
    Path model = install("a");
    Files.writeString(
        model.resolve("label_map.pbtxt"),
        """
        # two classes
        item { name: "sperm" id: 1 display_name: 'Sperm head' }
        item {
          id: 2
          name: 'cluster'
        }
        """);
    Files.writeString(model.resolve("model.json"), "{\"micronsPerPixel\": 0.25, \"other\": []}");
    ModelFolder found = library().find("a");
    assertEquals(LabelMap.of(Map.of(1, "Sperm head", 2, "cluster")), found.labels());
    assertEquals(OptionalDouble.of(0.25), found.card().micronsPerPixel());
    assertEquals(Precision.FLOAT32, found.card().precision(), "where nothing allows less");
    Files.writeString(model.resolve("model.json"), "{\"precision\": \"bfloat16\"}");
    assertEquals(Precision.BFLOAT16, library().find("a").card().precision());
  }

  @Test
  void aDamagedCardOrLabelMapIsNotPassedOver() throws Exception {
    Path model = install("a");
    Files.writeString(model.resolve("model.json"), "{\"micronsPerPixel\": -1}");
    assertTrue(message("a").contains("micronsPerPixel must be above 0, not -1.0"));
    Files.writeString(model.resolve("model.json"), "{\"thresholds\": {\"sensitivity95\": 2}}");
    assertTrue(
        message("a").contains("thresholds.sensitivity95 must be a score from 0 to 1, not 2"));
    Files.writeString(model.resolve("model.json"), "{\"thresholds\": {\"sensitivity95\": 0.1}}");
    assertTrue(message("a").contains("thresholds.sensitivity90 must be a score from 0 to 1, not"));
    Files.writeString(model.resolve("model.json"), "{\"precision\": \"int8\"}");
    assertTrue(message("a").contains("precision must be float32 or bfloat16, not int8."));
    Files.writeString(model.resolve("model.json"), "{nonsense");
    assertTrue(message("a").contains("model.json cannot be read"));
    Files.delete(model.resolve("model.json"));
    Files.writeString(model.resolve("label_map.pbtxt"), "item { id: 1 }");
    assertTrue(message("a").contains("an item has no name: {id: 1}"));
  }

  @Test
  void aFolderThatCannotBeReadIsTold() throws Exception {
    Path locked = Files.createDirectories(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(locked), "skipped, as this user may read everything");
    ModelLibrary library = new ModelLibrary(List.of(locked));
    String expected =
        "The folder of models " + locked + " cannot be read: see that you may read it.";
    assertEquals(expected, assertThrows(SpermFinderException.class, library::names).getMessage());
    assertEquals(
        expected, assertThrows(SpermFinderException.class, () -> library.find("a")).getMessage());
  }

  /** What was found with another size of a pixel, or under other names, is not what would be. */
  @Test
  void modelsDifferInWhatIsBesideThemToo() throws Exception {
    Path model = install("a");
    String before = library().find("a").fingerprint();
    assertEquals(before, library().find("a").fingerprint());
    Files.writeString(model.resolve("model.json"), "{\"micronsPerPixel\": 0.3}");
    String after = library().find("a").fingerprint();
    assertNotEquals(before, after);
    Files.writeString(
        model.resolve("model.json"), "{\"micronsPerPixel\": 0.3, \"use\": \"Research\"}");
    assertEquals(after, library().find("a").fingerprint());
  }
}
