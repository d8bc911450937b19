package io.github.spermfinder.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.LabelMap;
import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.TestModels;
import io.github.spermfinder.detect.PlaneSource;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Losses;
import io.github.spermfinder.engine.TrainableNetwork;
import io.github.spermfinder.image.Plane;
import io.github.spermfinder.label.Annotation;
import io.github.spermfinder.label.Dataset;
import io.github.spermfinder.label.LabelledImage;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.simulate.Contrast;
import io.github.spermfinder.simulate.FieldKind;
import io.github.spermfinder.simulate.FieldSettings;
import io.github.spermfinder.simulate.FieldSimulator;
import io.github.spermfinder.simulate.SimulatedField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training as a whole, small, on simulated fields. */
class TrainerTest {

  private static final Recipe RECIPE = recipe(12, 0.004);

  @TempDir Path folder;

  /** Validates half-way and at the end: each time a checkpoint is written. */
  private static Recipe recipe(long steps, double learningRate) {
    return new Recipe(
        steps,
        learningRate,
        1,
        steps / 2,
        10,
        Recipe.of(NetworkDesign.Preset.SMALL_OBJECTS, 12, 2, 64, learningRate, 3).settings());
  }

  private static final class Fields implements PlaneSource {

    private final List<SimulatedField> fields = new ArrayList<>();

    Fields(int count) {
      FieldSettings settings =
          new FieldSettings(FieldKind.SEMEN, 160, 120, 0.3, Optional.of(Contrast.PHASE));
      for (int seed = 0; seed < count; seed++) {
        fields.add(new FieldSimulator(settings).simulate(seed));
      }
    }

    @Override
    public int size() {
      return fields.size();
    }

    @Override
    public Plane read(int index) {
      return Plane.colour(ArrayImgs.argbs(fields.get(index).rgb(), 160, 120));
    }

    TrainingData data() {
      List<LabelledImage> images = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        images.add(
            new LabelledImage(
                "field " + i,
                160,
                120,
                fields.get(i).sperm().stream().map(box -> Annotation.of(box, 1)).toList()));
      }
      return new TrainingData(
          new Dataset(LabelMap.of(Map.of(1, "sperm")), images), this, OptionalDouble.empty());
    }
  }

  /** Notes the losses; cancels after so many steps. */
  private static final class Watch implements Trainer.Listener, Progress {

    private final int most;
    private final Map<Long, Double> losses = new TreeMap<>();

    Watch(int most) {
      this.most = most;
    }

    @Override
    public void step(long step, Losses loss, double learningRate) {
      losses.put(step, loss.total());
    }

    @Override
    public void validated(long step, double ap50) {}

    @Override
    public void show(double fraction, String message) {}

    @Override
    public boolean isCanceled() {
      return losses.size() >= most;
    }
  }

  private static Trainer.Outcome train(Path folder, Recipe recipe, Watch watch) throws Exception {
    return train(
        folder,
        recipe,
        watch,
        (network, best, progress) -> OptionalDouble.of(Math.max(best, 0) + 0.01));
  }

  private static Trainer.Outcome train(
      Path folder, Recipe recipe, Watch watch, Trainer.Validation validation) throws Exception {
    TrainingData data = new Fields(5).data();
    NetworkDesign design = NetworkDesign.smallObjects(1, data.fitAnchors(4));
    Trainer trainer = new Trainer(design, recipe, "", folder, validation, watch);
    try (TrainableNetwork network =
        TestModels.engine().create(design, recipe.settings(), Device.CPU)) {
      return trainer.train(network, data, watch);
    }
  }

  @Test
  void interruptedTrainingHasTheSameLossCurve() throws Exception {
    Watch whole = new Watch(100);
    assertFalse(train(folder.resolve("whole"), RECIPE, whole).canceled());
    Watch first = new Watch(5);
    assertTrue(train(folder.resolve("parts"), RECIPE, first).canceled());
    Watch second = new Watch(100);
    Trainer.Outcome outcome = train(folder.resolve("parts"), RECIPE, second);
    assertEquals(12, outcome.steps());
    assertEquals(5, first.losses.size());
    assertEquals(7, second.losses.size());
    Map<Long, Double> parts = new TreeMap<>(first.losses);
    parts.putAll(second.losses);
    whole.losses.forEach(
        (step, loss) -> assertEquals(loss, parts.get(step), 1e-3 * loss, "step " + step));
  }

  @Test
  void keepsOneCheckpointAndRefusesAnotherRecipe() throws Exception {
    train(folder, RECIPE, new Watch(3));
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("state.json", "step-3.data-00000-of-00001", "step-3.index"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    SpermFinderException e =
        assertThrows(
            SpermFinderException.class, () -> train(folder, recipe(12, 0.001), new Watch(3)));
    assertTrue(e.getMessage().contains("other settings"), e.getMessage());
  }

  @Test
  void stopsWhenTheLossIsNoNumber() {
    SpermFinderException e =
        assertThrows(
            SpermFinderException.class, () -> train(folder, recipe(40, 1e30), new Watch(100)));
    assertTrue(e.getMessage().contains("learning rate"), e.getMessage());
  }

  @Test
  void learningRateRisesThenFalls() {
    Recipe recipe = Recipe.of(NetworkDesign.Preset.SMALL_OBJECTS, 1000, 1, 64, 0.01, 1);
    assertTrue(recipe.learningRate(0) < recipe.learningRate(50));
    assertEquals(0.01, recipe.learningRate(recipe.warmUp()), 1e-12);
    assertTrue(recipe.learningRate(500) > recipe.learningRate(900));
    assertEquals(0, recipe.learningRate(1000), 1e-12);
  }

  /** Most is gained when the rate falls: a plateau before is no reason to stop. */
  @Test
  void endsEarlyInTheLastQuarterAlone() throws Exception {
    Recipe impatient = new Recipe(12, 0.001, 1, 1, 2, RECIPE.settings());
    assertEquals(
        11,
        train(
                folder,
                impatient,
                new Watch(100),
                (network, best, progress) -> OptionalDouble.of(0.5))
            .steps());
    Watch again = new Watch(100);
    assertEquals(
        11,
        train(folder, impatient, again, (network, best, progress) -> OptionalDouble.of(0.5))
            .steps());
    assertTrue(again.losses.isEmpty(), "it had ended");
  }

  @Test
  void longTrainingsHaveMorePatience() {
    Recipe published = Recipe.of(NetworkDesign.Preset.PAPER, 120_000, 18, 640, 0.004, 1);
    assertFalse(published.endsEarly(100_000, 60_000), "the rate still falls");
    assertTrue(published.endsEarly(105_000, 60_000));
    assertFalse(published.endsEarly(105_000, 100_000));
  }

  /** Validating may take minutes, and the next run goes on anyway. */
  @Test
  void canceledBeforeTheFirstValidationItEndsAtOnce() throws Exception {
    Trainer.Outcome outcome =
        train(
            folder,
            RECIPE,
            new Watch(3),
            (network, best, progress) -> {
              throw new AssertionError("validated");
            });
    assertTrue(outcome.canceled());
    assertEquals(-1, outcome.bestAp());
  }

  /** The next run validates what this one did not. */
  @Test
  void canceledWhileItValidatesItGoesOnFromBefore() throws Exception {
    Trainer.Outcome outcome =
        train(folder, RECIPE, new Watch(100), (network, best, progress) -> OptionalDouble.empty());
    assertTrue(outcome.canceled());
    assertEquals(6, outcome.steps());
    assertEquals(-1, outcome.bestAp());
    List<Long> validated = new ArrayList<>();
    train(
        folder,
        RECIPE,
        new Watch(100),
        (network, best, progress) -> {
          validated.add(network.steps());
          return OptionalDouble.of(0.5);
        });
    assertEquals(List.of(6L, 12L), validated);
  }
}
