package io.github.spermfinder.command;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.plugin.frame.Recorder;
import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.host.MacroImage;
import io.github.spermfinder.host.MacroOptions;
import io.github.spermfinder.host.Messages;
import io.github.spermfinder.host.NumberInput;
import io.github.spermfinder.host.UserFiles;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.scijava.Context;
import org.scijava.Contextual;
import org.scijava.command.DynamicCommand;
import org.scijava.log.LogService;
import org.scijava.module.ModuleItem;
import org.scijava.module.MutableModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.thread.ThreadService;

/**
 * What all commands have in common: how they read a macro's keys, and how they tell what is wrong.
 *
 * <p>In a macro every key may be left out. Neither SciJava nor ImageJ's legacy layer does that by
 * itself: they would open a dialog, or take the last used value instead of the default.
 */
abstract class SpermFinderCommand extends DynamicCommand {

  @Parameter private LogService log;

  @Parameter private ThreadService threads;

  /**
   * Whether a macro or script runs it. From the menu it asks and tells the user, even while some
   * macro waits, and leaves that alone.
   */
  private final boolean macro = IJ.macroRunning();

  private SpermFinderException refusal;
  private Map<String, String> options = Map.of();

  /**
   * Does the command's work with checked inputs.
   *
   * @throws SpermFinderException if the user can mend what is wrong
   * @throws IOException if a file cannot be read or written
   */
  abstract void execute() throws SpermFinderException, IOException;

  @Override
  public final void run() {
    try {
      if (refusal != null) {
        throw refusal;
      }
      execute();
    } catch (SpermFinderException e) {
      log.debug(e);
      fail(e.getMessage());
    } catch (IOException e) {
      log.debug(e);
      fail(UserFiles.message(e));
    } catch (OutOfMemoryError e) {
      fail("ImageJ is out of memory: close images, or see Edit > Options > Memory & Threads.");
    } catch (RuntimeException | LinkageError | InternalError e) {
      log.error(e);
      fail(getInfo().getTitle() + " failed, which it should not: " + e);
    }
  }

  private void fail(String message) {
    Messages.error(message, macro);
    cancel(null); // the user has been told
  }

  /** Nothing is recorded of what was not done. */
  @Override
  public void cancel(String reason) {
    super.cancel(reason);
    if (Recorder.record) {
      Recorder.setCommand(null);
    }
  }

  /** Has an error told instead of a dialog opened or the command executed. */
  final void refuse(SpermFinderException reason) {
    refusal = reason;
    getInfo().inputs().forEach(input -> resolveInput(input.getName()));
  }

  /** The constant that a key's value names by its {@link Object#toString()}, in any case. */
  static <E extends Enum<E>> E choice(String key, String text, Class<E> type)
      throws SpermFinderException {
    E[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> constant.toString().equalsIgnoreCase(text.trim()))
        .findFirst()
        .orElseThrow(
            () ->
                new SpermFinderException(
                    Arrays.stream(constants)
                        .map(Object::toString)
                        .collect(
                            Collectors.joining(
                                ", ", key + "=" + text + " is not allowed: give one of ", "."))));
  }

  /**
   * The value of a key {@code patient}: a regular expression with a group.
   *
   * @return empty if it is blank
   */
  static Optional<Pattern> patientPattern(String text) throws SpermFinderException {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.matcher("").groupCount() > 0) {
        return Optional.of(pattern);
      }
      throw new SpermFinderException(
          "patient=" + text + " needs a group (...) that is the patient.");
    } catch (PatternSyntaxException e) {
      throw new SpermFinderException(
          "patient=" + text + " is no regular expression: " + e.getDescription() + ".", e);
    }
  }

  /** A file that was chosen, as the user named it; empty for none. */
  static String path(File file) {
    return file == null ? "" : file.getPath();
  }

  /** Called before any dialog: an initializer, by name, in each command's annotation. */
  protected void initializeInputs() {
    if (!macro) {
      return;
    }
    Map<String, ModuleItem<?>> inputs = new LinkedHashMap<>();
    Set<String> images = new HashSet<>(); // Fiji records their titles too
    for (ModuleItem<?> input : getInfo().inputs()) {
      Class<?> type = input.getType();
      if (type == ImagePlus.class) {
        images.add(input.getName().toLowerCase(Locale.ROOT));
        forget(input);
        MacroImage.current(threads).ifPresent(image -> setInput(input.getName(), image));
        resolveInput(input.getName()); // else it is the active image
      } else if (!Contextual.class.isAssignableFrom(type) && type != Context.class) {
        inputs.put(input.getName().toLowerCase(Locale.ROOT), input); // services are no keys
      }
    }
    try {
      options = MacroOptions.parse(Macro.getOptions(), inputs.keySet(), images);
      for (Map.Entry<String, ModuleItem<?>> entry : inputs.entrySet()) {
        ModuleItem<?> input = entry.getValue();
        forget(input);
        if (options.containsKey(entry.getKey())) {
          readKey(input, options.get(entry.getKey()));
        }
        resolveInput(input.getName());
      }
    } catch (SpermFinderException e) {
      refuse(e);
    }
  }

  /** Whether a macro or script runs it. */
  final boolean isMacro() {
    return macro;
  }

  /** Shows an image as the current one of the macro, if there is one. */
  final void show(ImagePlus image) {
    MacroImage.show(image, threads);
  }

  /** Whether a macro gives this key. */
  final boolean gives(String key) {
    return options.containsKey(key);
  }

  /** What a macro asks for is not what the dialog should come up with next time. */
  private static void forget(ModuleItem<?> input) {
    if (input instanceof MutableModuleItem<?> item) {
      item.setPersisted(false);
    }
  }

  /** Sets an input from the text that a macro gives. */
  private void readKey(ModuleItem<?> input, String text) throws SpermFinderException {
    Class<?> type = input.getType();
    if (type == String.class) {
      setInput(input.getName(), text);
    } else if (type == double.class || type == int.class) {
      setInput(input.getName(), NumberInput.parse(input, text));
    } else if (type == File.class) {
      setInput(input.getName(), text.isBlank() ? null : new File(text));
    }
  }
}
