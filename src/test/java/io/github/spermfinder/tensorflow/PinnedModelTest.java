package io.github.spermfinder.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spermfinder.Progress;
import io.github.spermfinder.engine.ImageBatch;
import io.github.spermfinder.engine.Network;
import io.github.spermfinder.engine.RawDetections;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.DeviceSpec;
import org.tensorflow.proto.ConfigProto;

/** TensorFlow can take one processor for two, which stand for two GPUs here. */
class PinnedModelTest {

  private static final ConfigProto TWO_CPUS =
      ConfigProto.newBuilder().putDeviceCount("CPU", 2).setAllowSoftPlacement(true).build();
  private static final DeviceSpec SECOND =
      DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.CPU).deviceIndex(1).build();

  @BeforeAll
  static void start() throws Exception {
    TensorFlowEngine.start(Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"models/ssd_mobilenet_v2_sperm", "../shared/data/tf2-od-api/saved_model_320"})
  void runsOnTheDeviceThatIsAskedFor(String model) throws Exception {
    Path folder = Path.of(model);
    assumeTrue(Files.isDirectory(folder), model + " is absent");
    ImageBatch batch = ImageBatch.allocate(1, 320, 320);
    byte[] noise = new byte[batch.rgb().capacity()];
    new Random(1).nextBytes(noise);
    batch.rgb().put(noise).flip();
    Set<Path> before = copies();
    try (Network first = SavedModelNetwork.load(folder, TWO_CPUS, Optional.empty());
        Network second = SavedModelNetwork.load(folder, TWO_CPUS, Optional.of(SECOND))) {
      assertEquals("CPU:0", first.device());
      assertEquals("CPU:1", second.device());
      assertEquals(before, copies());
      RawDetections expected = first.run(batch).get(0);
      RawDetections found = second.run(batch).get(0);
      assertArrayEquals(expected.scores(), found.scores(), 1e-4f);
    }
  }

  private static Set<Path> copies() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("sperm-finder-pinned-"))
          .collect(Collectors.toSet());
    }
  }
}
