package io.github.spermfinder.train;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Losses;
import io.github.spermfinder.engine.TrainableNetwork;
import io.github.spermfinder.network.Anchors;
import io.github.spermfinder.network.NetworkDesign;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** Teaches a network: feeds it, watches it, saves it, and keeps the best of it. */
public final class Trainer {

  private static final long SAVE_EVERY_NANOS = 120_000_000_000L;

  private final NetworkDesign design;
  private final Recipe recipe;
  private final String origin;
  private final Path folder;
  private final Validation validation;
  private final Listener listener;

  /** Tells how good a network is by now. */
  @FunctionalInterface
  public interface Validation {

    /**
     * Exports the network, tries it and, if it is the best so far, keeps it.
     *
     * @param bestAp AP50 of the best so far, -1 for none
     * @param progress may cancel it
     * @return its AP50, 0 to 1; empty if it was canceled
     */
    OptionalDouble validate(TrainableNetwork network, double bestAp, Progress progress)
        throws SpermFinderException;
  }

  /** Is told how it goes, on the training's thread. */
  public interface Listener {

    void step(long step, Losses losses, double learningRate);

    void validated(long step, double ap50);
  }

  /**
   * How a training ended.
   *
   * @param steps that were made in all
   * @param bestAp validation AP50 of the best weights; -1 if there was no time to validate any
   * @param bestStep when they were
   * @param canceled whether the user ended it
   */
  public record Outcome(long steps, double bestAp, long bestStep, boolean canceled) {}

  /**
   * @param origin what else decides how it goes, in words or numbers: where weights come from, and
   *     what validates
   * @param folder for what is needed to go on after an interruption; made when first needed
   */
  public Trainer(
      NetworkDesign design,
      Recipe recipe,
      String origin,
      Path folder,
      Validation validation,
      Listener listener) {
    this.design = design;
    this.recipe = recipe;
    this.origin = origin;
    this.folder = folder;
    this.validation = validation;
    this.listener = listener;
  }

  /**
   * Whether there is a training in the folder to go on with.
   *
   * @throws SpermFinderException if it has another recipe or other labels: what would come next is
   *     not what would have come
   */
  public boolean canResume(TrainingData data) throws SpermFinderException {
    Optional<TrainingFolder.State> state = new TrainingFolder(folder).read();
    if (state.isPresent() && !state.get().recipe().equals(identity(data))) {
      throw new SpermFinderException(
          "In "
              + folder
              + " lies a training with other settings or labels: choose another output folder, or the"
              + " same settings and labels to go on with it.");
    }
    return state.isPresent();
  }

  private String identity(TrainingData data) {
    return design + " " + recipe + " " + data.images().fingerprint() + " " + origin;
  }

  /**
   * Trains from where the network stands, or from the checkpoint in the folder.
   *
   * @throws SpermFinderException if an image cannot be read, memory is too small, or the loss is no
   *     number any more
   */
  public Outcome train(TrainableNetwork network, TrainingData data, Progress progress)
      throws SpermFinderException {
    TrainingFolder saved = new TrainingFolder(folder);
    double bestAp = -1;
    long bestStep = 0;
    boolean canceled = false;
    String identity = identity(data);
    if (canResume(data)) {
      TrainingFolder.State state = saved.read().orElseThrow();
      network.resume(saved.checkpoint(state.step()));
      bestAp = state.bestAp();
      bestStep = state.bestStep();
    }
    int side = recipe.settings().side();
    TargetAssigner targets = new TargetAssigner(Anchors.of(design.anchors(), side, side), side);
    Augmentation augmentation = new Augmentation(Cropping.of(design.input().aspect()), side);
    long lastSave = System.nanoTime();
    long start = lastSave;
    long first = network.steps();
    try (BatchFeed feed =
        new BatchFeed(
            data.images(),
            augmentation,
            targets,
            recipe.settings().batch(),
            side,
            recipe.settings().seed(),
            first)) {
      boolean ended = bestAp >= 0 && recipe.endsEarly(first, bestStep); // and is not to go on
      while (!ended && network.steps() < recipe.steps()) {
        long step = network.steps();
        canceled = progress.isCanceled();
        if (canceled) {
          break;
        }
        double rate = recipe.learningRate(step);
        Losses losses = network.step(feed.next(), rate);
        if (!Double.isFinite(losses.total())) {
          throw new SpermFinderException(
              String.format(
                  "The loss is no number any more after step %d: train again with a learning rate"
                      + " below %s, into another output folder.",
                  step, recipe.learningRate()));
        }
        listener.step(step, losses, rate);
        long now = System.nanoTime();
        progress.show((double) (step + 1) / recipe.steps(), left(step + 1, first, now - start));
        boolean last = step + 1 == recipe.steps();
        boolean validates = last || (step + 1) % recipe.validateEvery() == 0;
        if (validates) {
          OptionalDouble validated = validation.validate(network, bestAp, progress);
          if (validated.isEmpty()) { // the next run has to make up for it: nothing is saved
            return new Outcome(step + 1, bestAp, bestStep, true);
          }
          double ap = validated.getAsDouble();
          listener.validated(step + 1, ap);
          if (ap > bestAp) {
            bestAp = ap;
            bestStep = step + 1;
          } else {
            ended = recipe.endsEarly(step + 1, bestStep);
          }
        }
        if (validates || now - lastSave > SAVE_EVERY_NANOS) {
          saved.save(network, new TrainingFolder.State(identity, step + 1, bestAp, bestStep));
          lastSave = now;
        }
      }
    }
    saved.save(network, new TrainingFolder.State(identity, network.steps(), bestAp, bestStep));
    return new Outcome(network.steps(), bestAp, bestStep, canceled);
  }

  private String left(long done, long first, long nanos) {
    double seconds = nanos / 1e9 / (done - first) * (recipe.steps() - done);
    return String.format(
        "Training: step %d of %d, %d min left",
        done, recipe.steps(), Math.round(Math.ceil(seconds / 60)));
  }
}
