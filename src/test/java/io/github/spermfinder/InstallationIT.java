package io.github.spermfinder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImageJ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zips that the build leaves, as users unpack them. */
class InstallationIT {

  /** Set by the build. */
  private static final Path ZIP = Path.of(System.getProperty("sperm-finder.zip"));

  private static final Path IMAGEJ_ZIP = Path.of(System.getProperty("sperm-finder.imagej.zip"));

  private static List<String> names(Path zip) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      return file.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).toList();
    }
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        try (var in = file.getInputStream(entry)) {
          Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING); // both zips tell licences
        }
      }
    }
  }

  private static Path ourJar(Path unpacked) throws IOException {
    try (Stream<Path> jars = Files.list(unpacked.resolve("plugins"))) {
      return jars.findFirst().orElseThrow();
    }
  }

  /** So that nothing gets onto Fiji's class path but the plugin itself. */
  @Test
  void onlyThePluginsOwnJarIsOnFijisClassPath() throws IOException {
    List<String> exposed =
        names(ZIP).stream()
            .filter(name -> name.endsWith(".jar") && !name.startsWith("lib/sperm-finder/"))
            .toList();
    assertEquals(1, exposed.size(), exposed.toString());
    assertTrue(exposed.get(0).matches("plugins/Sperm_Finder-.*\\.jar"), exposed.toString());
  }

  /** A manifest can put jars on the class path, too. */
  @Test
  void ourJarNamesNoOtherJar(@TempDir Path folder) throws IOException {
    unpack(ZIP, folder);
    try (JarFile jar = new JarFile(ourJar(folder).toFile())) {
      assertNull(jar.getManifest().getMainAttributes().getValue("Class-Path"));
    }
  }

  /** What users are told to remove is all that there is. */
  @Test
  void everyFileLiesInAFolderOfOursOrBearsOurName() throws IOException {
    List<String> strangers =
        names(ZIP).stream()
            .filter(
                name ->
                    !name.matches(
                        "plugins/Sperm_Finder-[^/]*"
                            + "|(lib|models|macros)/sperm-finder/.*"
                            + "|macros/toolsets/Sperm Finder[^/]*"))
            .toList();
    assertEquals(List.of(), strangers);
  }

  /** No class in our jar could stand in for one of another plugin. */
  @Test
  void ourJarHoldsOnlyOurPackages(@TempDir Path folder) throws IOException {
    unpack(ZIP, folder);
    List<String> strangers =
        names(ourJar(folder)).stream()
            .filter(name -> name.endsWith(".class"))
            .filter(name -> !name.startsWith("io/github/spermfinder/"))
            .toList();
    assertEquals(List.of(), strangers);
  }

  @Test
  void everyJarsLicenceIsTold() throws IOException {
    String notices = Files.readString(Path.of("src/assembly/licences/THIRD-PARTY.txt"));
    List<String> jars = new ArrayList<>(names(ZIP));
    jars.addAll(names(IMAGEJ_ZIP));
    jars.removeIf(name -> !name.endsWith(".jar") || name.startsWith("plugins/Sperm_Finder"));
    assertTrue(jars.size() > 8, jars.toString());
    for (String jar : jars) {
      String artifact = jar.replaceAll(".*/|-\\d.*", "");
      assertTrue(notices.contains(artifact), "THIRD-PARTY.txt is silent about " + artifact);
    }
    Matcher texts = Pattern.compile("see (\\S+\\.txt)( and (\\S+\\.txt))?").matcher(notices);
    String all = String.join(" ", names(ZIP));
    while (texts.find()) {
      for (String text : new String[] {texts.group(1), texts.group(3)}) {
        assertTrue(text == null || all.contains("/" + text), "the zip lacks " + text);
      }
    }
  }

  /**
   * Plain ImageJ in a folder of its own, with TensorFlow 1.15 on its class path as StarDist and
   * CSBDeep bring it to a Fiji.
   */
  @Test
  void detectsInImageJBesideTensorFlow1(@TempDir Path imageJ) throws Exception {
    String display = System.getenv("DISPLAY");
    assumeTrue(
        display != null && !display.isEmpty(),
        "skipped, as there is no display: run the build under xvfb-run");
    unpack(ZIP, imageJ);
    unpack(IMAGEJ_ZIP, imageJ);
    List<String> classPath = new ArrayList<>();
    Path ij =
        ChildJvm.classPath().stream()
            .map(Path::of)
            .filter(path -> path.getFileName().toString().matches("ij-\\d.*\\.jar"))
            .findFirst()
            .orElseThrow();
    classPath.add(Files.copy(ij, imageJ.resolve("ij.jar")).toString());
    Path jars = Files.createDirectories(imageJ.resolve("jars"));
    for (String name : List.of("libtensorflow", "libtensorflow_jni")) {
      Path jar = Path.of("target", "tensorflow1", name + "-1.15.0.jar");
      classPath.add(Files.copy(jar, jars.resolve(jar.getFileName())).toString());
    }
    Path macro = imageJ.resolve("check.ijm");
    Files.writeString(
        macro,
        """
        print("before: " + call("org.tensorflow.TensorFlow.version"));
        run("Sperm (simulated)");
        run("Detect Sperm...");
        print("rows: " + nResults + ", regions: " + Overlay.size + ", " + roiManager("count"));
        run("Export Labels...", "output=[%s] format=[VIA CSV]");
        run("Engine Info");
        selectWindow("Engine Info");
        print(getInfo("window.contents"));
        print("after: " + call("org.tensorflow.TensorFlow.version"));
        """
            .formatted(imageJ.resolve("labels.csv")));

    String printed =
        ChildJvm.run(
            classPath,
            List.of("-Djava.util.prefs.userRoot=" + imageJ.resolve("prefs")),
            ImageJ.class,
            "-ijpath",
            imageJ.toString(),
            "-batch",
            macro.toString());

    assertTrue(printed.contains("before: 1.15.0"), printed);
    assertTrue(printed.contains("after: 1.15.0"), printed);
    assertTrue(printed.matches("(?s).*rows: ([1-9]\\d*), regions: \\1, \\1\\R.*"), printed);
    assertTrue(Files.readAllLines(imageJ.resolve("labels.csv")).size() > 1, printed);
    assertTrue(printed.contains("TensorFlow 2.18.0"), printed);
    assertTrue(printed.contains("from " + imageJ.resolve("lib/sperm-finder")), printed);
    assertTrue(printed.contains("Models: ssd_mobilenet_v2_sperm"), printed);
  }
}
