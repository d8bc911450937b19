package io.github.spermfinder.command;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.detect.DetectionSettings;
import io.github.spermfinder.model.ModelFolder;
import io.github.spermfinder.model.Threshold;
import java.util.Optional;
import java.util.function.Consumer;
import org.scijava.plugin.Parameter;

/** What commands that look for sperm have in common: how sure a detector has to be. */
abstract class FinderCommand extends DetectorCommand {

  /** For models whose card recommends none. */
  private static final double USUAL_SCORE = 0.3;

  @Parameter(
      label = "Threshold",
      description =
          "As the model's card recommends: Sensitive misses least, Precise gives the fewest false"
              + " alarms; or the Lowest score below",
      choices = {"Sensitive", "Balanced", "Precise", "Lowest score"})
  private String threshold = "Sensitive";

  FinderCommand() {
    super(USUAL_SCORE);
  }

  /** A macro that gives a number alone means it. */
  @Override
  protected void initializeInputs() {
    super.initializeInputs();
    putFirst("model", "threshold");
    if (gives("minscore") && !gives("threshold")) {
      threshold = Threshold.LOWEST_SCORE.toString();
    }
  }

  private Threshold threshold() throws SpermFinderException {
    return choice("threshold", threshold, Threshold.class);
  }

  /** Tells what is wrong with the settings before a model is loaded. */
  final void checkSettings() throws SpermFinderException {
    threshold();
    settings(minScore());
  }

  /**
   * @param notes is told, for the user, if the model recommends no score
   */
  final DetectionSettings settings(ModelFolder model, Consumer<String> notes)
      throws SpermFinderException {
    Threshold chosen = threshold();
    Optional<Double> recommended = chosen.score(model.card());
    if (recommended.isEmpty() && chosen != Threshold.LOWEST_SCORE) {
      notes.accept(
          String.format(
              "The model %s recommends no threshold: the lowest score is %s.",
              model.name(), minScore()));
    }
    return settings(recommended.orElse(minScore()));
  }
}
