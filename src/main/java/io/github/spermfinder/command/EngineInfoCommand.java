package io.github.spermfinder.command;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Device;
import io.github.spermfinder.engine.Engine;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.Installation;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.Models;
import io.github.spermfinder.model.ModelCache;
import java.util.ArrayList;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Tells what runs the models, on which device, and which models there are. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Engine Info",
    initializer = "initializeInputs")
public class EngineInfoCommand extends SpermFinderCommand {

  @Override
  void execute() throws SpermFinderException {
    Progress progress = new ImageJProgress(this::isCanceled);
    Engine engine = Models.engine(progress);
    List<String> models = Models.names();
    List<String> lines = new ArrayList<>();
    lines.add("Sperm Finder " + Installation.version());
    lines.add("Engine: " + engine.version() + ", from " + engine.nativeLibraryJar());
    lines.add("Unpacked in: " + engine.nativeLibraryFolder());
    lines.add("Devices that it sees: " + String.join(", ", engine.devices()));
    lines.add("GPU: " + engine.gpuProblem().map(why -> "not used, as " + why).orElse("usable"));
    lines.add("Models: " + (models.isEmpty() ? "none" : String.join(", ", models)));
    lines.add("Folders of models: " + Installation.models());
    if (!models.isEmpty()) {
      String name = Models.defaultName(models);
      try (ModelCache.Loan loan = Models.borrow(name, Device.AUTOMATIC, progress)) {
        lines.add("Device that " + name + " runs on: " + loan.model().network().device());
      } catch (SpermFinderException e) { // what else there is to know is wanted most now
        lines.add("Device that " + name + " runs on: none. " + e.getMessage());
      }
    }
    lines.add("Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name"));
    progress.show(1, ""); // else the last thing it did would stay in the status bar
    Messages.text("Engine Info", String.join("\n", lines));
  }
}
