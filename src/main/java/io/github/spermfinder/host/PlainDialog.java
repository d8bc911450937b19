package io.github.spermfinder.host;

import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.module.process.SaveInputsPreprocessor;

/**
 * Asks for a command's inputs in an ImageJ dialog, where Fiji would ask in a Swing one. It is not
 * annotated as a plugin, so that Fiji does not find it.
 */
final class PlainDialog extends AbstractPreprocessorPlugin {

  private static final int COLUMNS = 24;
  private static final int DECIMALS = 4;

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
    GenericDialog dialog = new GenericDialog(title(module));
    inputs.forEach(input -> addField(dialog, module, input));
    boolean recording = Recorder.record;
    Recorder.record = false; // its keys would be made of the labels; ours are the inputs' names
    try {
      dialog.showDialog();
      if (dialog.wasCanceled()) {
        cancel(null);
        return;
      }
      inputs.forEach(input -> readField(dialog, module, input));
    } finally {
      Recorder.record = recording;
    }
  }

  /** Records what a command was run with, under the keys that a macro gives. */
  static void record(Module module) {
    for (ModuleItem<?> input : inputs(module)) {
      String value = String.valueOf(module.getInput(input.getName()));
      String key = input.getName().toLowerCase(Locale.ROOT);
      Recorder.recordOption(key, value.isEmpty() ? "[]" : value);
    }
  }

  private static String title(Module module) {
    return module.getInfo().getMenuPath().getLeaf().getName().replace("...", "");
  }

  /** What can be typed or chosen; images and services come from elsewhere. */
  private static List<ModuleItem<?>> inputs(Module module) {
    List<ModuleItem<?>> inputs = new ArrayList<>();
    for (ModuleItem<?> input : module.getInfo().inputs()) {
      if (input.getType() == String.class || input.getType().isPrimitive()) {
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
    } else if (input.getType() == boolean.class) {
      dialog.addCheckbox(label, Boolean.TRUE.equals(value));
    } else if (value instanceof Number number) {
      String style = String.valueOf(input.getWidgetStyle());
      if (style.contains("slider")) {
        double low = ((Number) input.getMinimumValue()).doubleValue();
        double high = ((Number) input.getMaximumValue()).doubleValue();
        dialog.addSlider(label, low, high, number.doubleValue(), input.getStepSize().doubleValue());
      } else {
        int decimals = input.getType() == int.class ? 0 : DECIMALS;
        dialog.addNumericField(label, number.doubleValue(), decimals);
      }
    } else {
      dialog.addStringField(label, value == null ? "" : value.toString(), COLUMNS);
    }
  }

  private static void readField(GenericDialog dialog, Module module, ModuleItem<?> input) {
    Object value;
    if (input.getChoices() != null && !input.getChoices().isEmpty()) {
      value = dialog.getNextChoice();
    } else if (input.getType() == boolean.class) {
      value = dialog.getNextBoolean();
    } else if (input.getType() == int.class) {
      value = (int) dialog.getNextNumber();
    } else if (input.getType() == double.class) {
      value = dialog.getNextNumber();
    } else {
      value = dialog.getNextString();
    }
    module.setInput(input.getName(), value);
    module.resolveInput(input.getName());
  }
}
