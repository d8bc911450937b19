package io.github.spermfinder.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spermfinder.ChildJvm;
import io.github.spermfinder.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a JVM of its own, as in a Fiji with StarDist or CSBDeep: TensorFlow 1.15 on the class path,
 * ours in a folder, both used in turn.
 */
class TwoTensorFlowsTest {

  @Test
  void takeTurns(@TempDir Path lib) throws Exception {
    assumeTrue(
        List.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
        "skipped, as there is no TensorFlow 1.15 for this processor");
    Path model = SharedData.get("tf2-od-api/saved_model_320");
    List<String> theirs = new ArrayList<>();
    for (String name : List.of("libtensorflow", "libtensorflow_jni")) {
      theirs.add(Path.of("target", "tensorflow1", name + "-1.15.0.jar").toString());
    }
    for (String entry : ChildJvm.classPath()) {
      Path path = Path.of(entry);
      String name = path.getFileName().toString();
      if (name.matches("(tensorflow|ndarray|javacpp|protobuf).*\\.jar")) {
        Files.copy(path, lib.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      } else {
        theirs.add(entry);
      }
    }

    String printed =
        ChildJvm.run(
            theirs,
            List.of("-Djava.awt.headless=true"),
            TwoTensorFlows.class,
            lib.toString(),
            model.toString());

    List<String> lines =
        printed
            .lines()
            .filter(line -> line.startsWith(TwoTensorFlows.MARK))
            .map(line -> line.substring(TwoTensorFlows.MARK.length()))
            .toList();
    assertEquals(
        List.of(
            "theirs 1.15.0: 2.5",
            "ours TensorFlow 2.18.0: 100",
            "theirs 1.15.0: 2.5",
            "ours TensorFlow 2.18.0: 100",
            "theirs 1.15.0: 2.5"),
        lines);
  }
}
