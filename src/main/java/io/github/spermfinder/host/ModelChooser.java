package io.github.spermfinder.host;

import ij.io.OpenDialog;
import java.util.Optional;

/** Lets the user point to a model that is not installed. */
public final class ModelChooser {

  /** The choice in a list of models that asks for this. */
  public static final String BROWSE = "Browse...";

  private ModelChooser() {}

  /** A path, or empty if the user thought better of it. */
  public static Optional<String> choose() {
    OpenDialog dialog = new OpenDialog("Choose a saved_model.pb, or a zip of a model");
    return Optional.ofNullable(dialog.getPath());
  }
}
