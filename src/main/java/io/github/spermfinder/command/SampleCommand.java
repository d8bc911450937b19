package io.github.spermfinder.command;

import io.github.spermfinder.host.SampleImage;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Opens the sample image that comes with the plugin, to try it without an image at hand. */
@Plugin(
    type = Command.class,
    menuPath = "File>Open Samples>Sperm (simulated)",
    initializer = "initializeInputs")
public class SampleCommand extends SpermFinderCommand {

  @Override
  void execute() throws IOException {
    show(SampleImage.open());
  }
}
