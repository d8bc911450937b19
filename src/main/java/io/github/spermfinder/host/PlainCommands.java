package io.github.spermfinder.host;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
import java.util.List;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleRunner;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;

/**
 * Runs SciJava commands in plain ImageJ, which knows nothing of them: with an ImageJ dialog for
 * their inputs, and recorded as a macro line with the same keys as in Fiji.
 */
public final class PlainCommands implements PlugIn {

  private static Context context;

  /**
   * @param className of the command
   */
  @Override
  public void run(String className) {
    Context scijava = context();
    CommandInfo info = scijava.service(CommandService.class).getCommand(className);
    if (info == null) {
      Messages.error(
          "The command " + className + " is not in this installation: unpack it again.",
          IJ.macroRunning());
      return;
    }
    Module module;
    try {
      module = info.createModule();
      scijava.inject(module);
    } catch (ModuleException e) {
      throw new IllegalStateException(e);
    }
    fillImage(module);
    PluginService plugins = scijava.service(PluginService.class);
    List<PreprocessorPlugin> before =
        new ArrayList<>(plugins.createInstancesOfType(PreprocessorPlugin.class));
    before.add(PlainDialog.positionIn(before), new PlainDialog());
    new ModuleRunner(
            scijava, module, before, plugins.createInstancesOfType(PostprocessorPlugin.class))
        .run();
    boolean canceled = module instanceof Cancelable command && command.isCanceled();
    if (Recorder.record && !IJ.macroRunning() && !canceled) {
      PlainDialog.record(module);
    }
  }

  /** As ImageJ's legacy layer does in Fiji: an image input takes the active image. */
  private static void fillImage(Module module) {
    for (ModuleItem<?> input : module.getInfo().inputs()) {
      if (input.getType() == ImagePlus.class) {
        module.setInput(input.getName(), WindowManager.getCurrentImage());
        module.resolveInput(input.getName());
      }
    }
  }

  /** The context is made when it is first needed, with no more in it than commands need. */
  private static synchronized Context context() {
    if (context == null) {
      Thread thread = Thread.currentThread();
      ClassLoader loader = thread.getContextClassLoader();
      thread.setContextClassLoader(PlainCommands.class.getClassLoader()); // finds our plugins
      try {
        context = new Context(CommandService.class, LogService.class);
      } finally {
        thread.setContextClassLoader(loader);
      }
    }
    return context;
  }
}
