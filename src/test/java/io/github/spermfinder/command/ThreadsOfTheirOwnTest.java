package io.github.spermfinder.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.plugin.PlugIn;
import io.github.spermfinder.host.SampleImage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleRunner;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;
import org.scijava.thread.ThreadService;

/** Commands on a thread of their own while the macro waits, as Fiji runs them. */
class ThreadsOfTheirOwnTest {

  private static final Context CONTEXT = new Context(CommandService.class, LogService.class);

  /** Runs a command as Fiji does. */
  public static final class OnAnotherThread implements PlugIn {

    @Override
    public void run(String className) {
      try {
        Module module = CONTEXT.service(CommandService.class).getCommand(className).createModule();
        CONTEXT.inject(module);
        PluginService plugins = CONTEXT.service(PluginService.class);
        ModuleRunner runner =
            new ModuleRunner(
                CONTEXT,
                module,
                plugins.createInstancesOfType(PreprocessorPlugin.class),
                plugins.createInstancesOfType(PostprocessorPlugin.class));
        CONTEXT.service(ThreadService.class).run((Runnable) runner).get();
      } catch (ModuleException | InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @BeforeEach
  void addToTheMenus() {
    IJ.run("Close All"); // has ImageJ read its menus
    for (Class<?> command : new Class<?>[] {DetectCommand.class, SampleCommand.class}) {
      Menus.getCommands()
          .put(
              command.getSimpleName(),
              OnAnotherThread.class.getName() + "(\"" + command.getName() + "\")");
    }
  }

  @AfterEach
  void leaveNothingBehind() {
    ResultsTable.getResultsTable().reset();
    WindowManager.setTempCurrentImage(null);
  }

  @Test
  void aScriptsImageIsLookedAt() throws Exception {
    ImagePlus image = SampleImage.open();
    IJ.run(image, "DetectCommand", "");
    assertTrue(image.getOverlay().size() > 0);
  }

  /** The sample stayed the current image of the thread that had opened it. */
  @Test
  void anImageThatACommandOpensIsTheMacrosUntilItOpensAnother() throws Exception {
    Macros.run("run('SampleCommand');");
    ImagePlus sample = WindowManager.getCurrentImage();
    assertEquals("sparse_phase.png", sample.getTitle());
    ImagePlus another = IJ.createImage("another", "8-bit ramp", 640, 400, 1);
    WindowManager.setTempCurrentImage(another);
    String output = Macros.run("run('DetectCommand');");
    assertFalse(output.contains(Macros.ABORTED), output);
    assertNull(sample.getOverlay());
    assertSame(another, WindowManager.getCurrentImage());
  }
}
