package io.github.spermfinder.host;

import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import io.github.spermfinder.SpermFinderException;
import java.awt.TextField;
import java.io.File;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.scijava.ItemVisibility;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.module.process.SaveInputsPreprocessor;
import org.scijava.widget.FileWidget;

/**
 * Asks for a command's inputs in an ImageJ dialog, where Fiji would ask in a Swing one. It is not
 * annotated as a plugin, so that Fiji does not find it.
 */
final class PlainDialog extends AbstractPreprocessorPlugin {

  private static final int COLUMNS = 24;

  /** Where it belongs among the others: after inputs are prepared, before they are remembered. */
  static int positionIn(List<PreprocessorPlugin> preprocessors) {
    for (int i = 0; i < preprocessors.size(); i++) {
      if (preprocessors.get(i) instanceof SaveInputsPreprocessor) {
        return i;
      }
    }
    return preprocessors.size();
  }

  @Override
  public void process(Module module) {
    List<ModuleItem<?>> inputs =
        inputs(module).stream().filter(i -> !module.isInputResolved(i.getName())).toList();
    if (inputs.isEmpty()) {
      return;
    }
    boolean recording = Recorder.record;
    Recorder.record = false; // its keys would be made of the labels; ours are the inputs' names
    try {
      while (!ask(module, inputs)) {
        // until all is allowed, or the user cancels
      }
    } finally {
      Recorder.record = recording;
    }
  }

  /** Whether it need not ask again. */
  private boolean ask(Module module, List<ModuleItem<?>> inputs) {
    GenericDialog dialog = new GenericDialog(title(module));
    inputs.forEach(input -> addField(dialog, module, input));
    dialog.addHelp(help(inputs));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      cancel(null);
      return true;
    }
    String problem = null;
    Iterator<?> numbers =
        dialog.getNumericFields() == null
            ? Collections.emptyIterator()
            : dialog.getNumericFields().iterator();
    for (ModuleItem<?> input : inputs) {
      try {
        module.setInput(input.getName(), read(dialog, numbers, input));
      } catch (SpermFinderException e) {
        problem = e.getMessage();
      }
    }
    if (problem != null) {
      Messages.show(title(module), problem);
      return false;
    }
    inputs.forEach(input -> module.resolveInput(input.getName()));
    return true;
  }

  /** ImageJ's dialogs have no tool tips: what the inputs mean stands behind the Help button. */
  private static String help(List<ModuleItem<?>> inputs) {
    StringBuilder html = new StringBuilder("<html><body>");
    for (ModuleItem<?> input : inputs) {
      html.append("<p><b>").append(input.getLabel()).append("</b><br>");
      html.append(input.getDescription() == null ? "" : input.getDescription()).append("</p>");
    }
    return html.append("</body></html>").toString();
  }

  /** Records what a command was run with, under the keys that a macro gives. */
  static void record(Module module) {
    for (ModuleItem<?> input : inputs(module)) {
      Object given = module.getInput(input.getName());
      String value = given == null ? "" : given.toString();
      String key = input.getName().toLowerCase(Locale.ROOT);
      Recorder.recordOption(key, value.isEmpty() ? "[]" : Recorder.fixPath(value)); // \\ for \
    }
  }

  private static String title(Module module) {
    return module.getInfo().getMenuPath().getLeaf().getName().replace("...", "");
  }

  /** What can be typed or chosen; images and services come from elsewhere. */
  private static List<ModuleItem<?>> inputs(Module module) {
    List<ModuleItem<?>> inputs = new ArrayList<>();
    for (ModuleItem<?> input : module.getInfo().inputs()) {
      Class<?> type = input.getType();
      boolean typed = type == String.class || type == File.class || type.isPrimitive();
      if (typed && input.getVisibility() != ItemVisibility.INVISIBLE) {
        inputs.add(input);
      }
    }
    return inputs;
  }

  private static void addField(GenericDialog dialog, Module module, ModuleItem<?> input) {
    Object value = module.getInput(input.getName());
    String label = input.getLabel();
    if (input.getChoices() != null && !input.getChoices().isEmpty()) {
      String[] choices = input.getChoices().stream().map(Object::toString).toArray(String[]::new);
      dialog.addChoice(label, choices, String.valueOf(value));
    } else if (value instanceof Number number) {
      String style = String.valueOf(input.getWidgetStyle());
      if (style.contains("slider")) {
        double low = ((Number) input.getMinimumValue()).doubleValue();
        double high = ((Number) input.getMaximumValue()).doubleValue();
        dialog.addSlider(label, low, high, number.doubleValue(), input.getStepSize().doubleValue());
      } else {
        dialog.addNumericField(label, number.doubleValue(), decimals(number.doubleValue()));
      }
    } else {
      addTextField(dialog, input, value == null ? "" : value.toString());
    }
  }

  /** As many as the number needs: a learning rate may be very small, and most numbers are whole. */
  private static int decimals(double number) {
    return Math.max(0, BigDecimal.valueOf(number).stripTrailingZeros().scale());
  }

  /** Files and folders can be looked for, or dropped there; annotators' may also be several. */
  private static void addTextField(GenericDialog dialog, ModuleItem<?> input, String text) {
    switch (String.valueOf(input.getWidgetStyle())) {
      case FileWidget.OPEN_STYLE, FileWidget.SAVE_STYLE, FileWidget.FILE_AND_DIRECTORY_STYLE ->
          dialog.addFileField(input.getLabel(), text, COLUMNS);
      case FileWidget.DIRECTORY_STYLE -> dialog.addDirectoryField(input.getLabel(), text, COLUMNS);
      default -> dialog.addStringField(input.getLabel(), text, COLUMNS);
    }
  }

  /**
   * @param numbers the text fields of the numbers; ImageJ reads anything into a number
   */
  private static Object read(GenericDialog dialog, Iterator<?> numbers, ModuleItem<?> input)
      throws SpermFinderException {
    if (input.getChoices() != null && !input.getChoices().isEmpty()) {
      return dialog.getNextChoice();
    }
    if (input.getType() == String.class) {
      return dialog.getNextString();
    }
    if (input.getType() == File.class) {
      String path = dialog.getNextString();
      return path.isBlank() ? null : new File(path);
    }
    return NumberInput.parse(input, ((TextField) numbers.next()).getText());
  }
}
