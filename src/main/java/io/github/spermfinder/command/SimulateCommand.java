package io.github.spermfinder.command;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.ImageJProgress;
import io.github.spermfinder.host.SimulatedFields;
import io.github.spermfinder.simulate.Contrast;
import io.github.spermfinder.simulate.FieldKind;
import io.github.spermfinder.simulate.FieldSettings;
import java.io.File;
import java.util.Optional;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Makes micro-TESE-like images whose sperm are known. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Sperm Finder>Simulate Fields...",
    initializer = "initializeInputs")
public class SimulateCommand extends SpermFinderCommand {

  private static final String ANY = "Any";
  private static final String MIXED = "Mixed";

  @Parameter(
      label = "Output",
      description = "Folder of a COCO dataset with PNG images; empty opens a stack",
      required = false,
      style = FileWidget.DIRECTORY_STYLE)
  private File output;

  @Parameter(label = "Fields", description = "How many", min = "1", max = "1000000")
  private int fields = 10;

  @Parameter(
      label = "Kind",
      description = "Dense: tissue, 1680 x 1050. Sparse: 640 x 400. Semen: 640 x 480. Mixed: all",
      choices = {"Sparse", "Dense", "Semen", "Mixed"})
  private String kind = "Sparse";

  @Parameter(
      label = "Width",
      description = "In pixels; 0 for the kind's own",
      min = "0",
      max = "20000")
  private int width = 0;

  @Parameter(
      label = "Height",
      description = "In pixels; 0 for the kind's own",
      min = "0",
      max = "20000")
  private int height = 0;

  @Parameter(
      label = "Pixel size (um)",
      description = "0 for the kind's own",
      min = "0",
      max = "10",
      stepSize = "0.01",
      style = "format:0.0000")
  private double pixelSize = 0;

  @Parameter(
      label = "Sperm",
      description = "In a field, on average; -1 for the kind's own",
      min = "-1",
      max = "1000")
  private double sperm = -1;

  @Parameter(
      label = "Contrast",
      choices = {"Any", "Phase", "Bright field", "Relief"})
  private String contrast = ANY;

  @Parameter(label = "Seed", description = "Of the first field", min = "0", max = "1000000000")
  private int seed = 1;

  @Override
  void execute() throws SpermFinderException {
    Optional<Contrast> optics =
        contrast.trim().equalsIgnoreCase(ANY)
            ? Optional.empty()
            : Optional.of(choice("contrast", contrast, Contrast.class));
    FieldKind[] kinds =
        kind.trim().equalsIgnoreCase(MIXED)
            ? FieldKind.values()
            : new FieldKind[] {choice("kind", kind, FieldKind.class)};
    boolean toFolder = output != null;
    if (!toFolder && kinds.length > 1 && (width == 0 || height == 0 || pixelSize == 0)) {
      throw new SpermFinderException(
          "A stack of kind=Mixed needs one size: give width, height and pixelsize, or output.");
    }
    SimulatedFields simulation =
        new SimulatedFields(
            number -> settings(kinds[(int) (number % kinds.length)], optics), fields, seed);
    ImageJProgress progress = new ImageJProgress(this::isCanceled);
    if (toFolder) {
      if (!simulation.write(path(output), progress)) {
        cancel(null);
      }
      return;
    }
    simulation.stack(progress).ifPresentOrElse(this::show, () -> cancel(null));
  }

  private FieldSettings settings(FieldKind kind, Optional<Contrast> optics) {
    FieldSettings own = FieldSettings.of(kind);
    return new FieldSettings(
        kind,
        width > 0 ? width : own.width(),
        height > 0 ? height : own.height(),
        pixelSize > 0 ? pixelSize : own.micronsPerPixel(),
        optics,
        sperm >= 0 ? sperm : own.sperm());
  }
}
