package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.ChildJvm;
import io.github.spermfinder.Progress;
import io.github.spermfinder.simulate.Contrast;
import io.github.spermfinder.simulate.FieldKind;
import io.github.spermfinder.simulate.FieldSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose Java is killed, as by a power failure, goes on as if it had not been. */
class KilledTrainingTest {

  private static final List<String> OPTIONS = List.of("-Djava.awt.headless=true", "-Xmx1g");

  @TempDir private Path folder;

  private static Map<Integer, Double> losses(String printed) {
    Map<Integer, Double> losses = new TreeMap<>();
    printed
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 3 && words[0].equals("loss"))
        .forEach(words -> losses.put(Integer.valueOf(words[1]), Double.valueOf(words[2])));
    return losses;
  }

  private static String train(Path fields, Path output) throws Exception {
    return ChildJvm.run(
        ChildJvm.classPath(), OPTIONS, TrainingInChild.class, fields.toString(), output.toString());
  }

  private String trainAndKill(Path fields, Path output, int step) throws Exception {
    Path log = folder.resolve("killed.log");
    Process process =
        ChildJvm.start(
            log,
            ChildJvm.classPath(),
            OPTIONS,
            TrainingInChild.class,
            fields.toString(),
            output.toString());
    while (process.isAlive() && !Files.readString(log).contains("loss " + step)) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    return Files.readString(log);
  }

  @Test
  void goesOnWithTheSameLossCurve() throws Exception {
    Path fields = folder.resolve("fields");
    FieldSettings settings =
        new FieldSettings(FieldKind.SEMEN, 96, 96, 0.3, Optional.of(Contrast.PHASE));
    new SimulatedFields(number -> settings, 3, 40).write(fields.toString(), Progress.NONE);
    int step = new Random().nextInt(TrainingInChild.VALIDATE_EVERY + 1, TrainingInChild.STEPS - 3);
    Map<Integer, Double> whole = losses(train(fields, folder.resolve("whole")));
    assertEquals(TrainingInChild.STEPS, whole.size());

    Path output = folder.resolve("killed");
    Map<Integer, Double> before = losses(trainAndKill(fields, output, step));
    assertFalse(before.containsKey(TrainingInChild.STEPS - 1), "killed too late");
    String printed = train(fields, output);
    assertTrue(printed.contains("Going on with the training"), printed);
    Map<Integer, Double> after = losses(printed);
    assertFalse(after.containsKey(0), "started anew");

    Map<Integer, Double> parts = new TreeMap<>(before);
    parts.putAll(after);
    assertEquals(whole.keySet(), parts.keySet());
    whole.forEach(
        (at, loss) ->
            assertEquals(
                loss, parts.get(at), 1e-3 * loss, "step " + at + ", killed after " + step));
    assertTrue(Files.exists(output.resolve("saved_model.pb")));
  }
}
