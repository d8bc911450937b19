package io.github.spermfinder.host;

import io.github.spermfinder.Progress;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Losses;
import io.github.spermfinder.engine.TrainingSettings;
import io.github.spermfinder.network.NetworkDesign;
import io.github.spermfinder.train.Recipe;
import io.github.spermfinder.train.Trainer;
import java.util.Optional;

/** Trains, and prints the loss of each step, until it is done or killed. */
public final class TrainingInChild {

  static final int STEPS = 20;
  static final int VALIDATE_EVERY = 5;

  private TrainingInChild() {}

  /**
   * @param args the dataset, and the output folder
   */
  public static void main(String[] args) throws Exception {
    TrainingSettings settings = new TrainingSettings(2, 64, 4e-5, 0.9, 0.9, 1, 0.99, 0.999, 5);
    Recipe recipe = new Recipe(STEPS, 0.004, 4, VALIDATE_EVERY, 10, settings);
    TrainingLabels labels =
        TrainingLabels.read(args[0], args[0], Optional.empty(), 5, System.out::println);
    new TrainingRun(labels, args[1], 0, Progress.NONE, System.out::println)
        .train(
            NetworkDesign.Preset.SMALL_OBJECTS,
            "",
            recipe,
            Device.CPU,
            new Trainer.Listener() {
              @Override
              public void step(long step, Losses losses, double learningRate) {
                System.out.println("loss " + step + " " + losses.total());
              }

              @Override
              public void validated(long step, double ap50) {}
            });
  }
}
