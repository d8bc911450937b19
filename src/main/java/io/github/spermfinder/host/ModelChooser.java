package io.github.spermfinder.host;

import ij.io.OpenDialog;
import ij.plugin.frame.Recorder;
import io.github.spermfinder.model.ModelFolder;
import java.nio.file.Path;
import java.util.Optional;

/** Lets the user point to a model that is not installed. */
public final class ModelChooser {

  /** The choice in a list of models that asks for this. */
  public static final String BROWSE = "Browse...";

  private ModelChooser() {}

  /** A path, or empty if the user thought better of it. */
  public static Optional<String> choose() {
    boolean recording = Recorder.record;
    String directory = OpenDialog.getDefaultDirectory();
    Recorder.record = false; // what is chosen is recorded with the command
    try {
      OpenDialog dialog = new OpenDialog("Choose a saved_model.pb, or a zip of a model");
      return Optional.ofNullable(dialog.getPath()).map(ModelChooser::folderOf);
    } finally {
      Recorder.record = recording;
      OpenDialog.setDefaultDirectory(directory); // that of the user's images
    }
  }

  private static String folderOf(String path) {
    Path file = Path.of(path);
    return file.endsWith(ModelFolder.GRAPH) ? file.getParent().toString() : path;
  }
}
