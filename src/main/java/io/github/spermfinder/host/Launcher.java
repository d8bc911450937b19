package io.github.spermfinder.host;

import ij.ImageJ;
import ij.macro.Interpreter;
import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import net.imagej.patcher.LegacyInjector;

/**
 * Starts ImageJ from the project's folder with the plugin installed, and runs a macro in it: with
 * ImageJ's windows where there is a display, else without any.
 */
public final class Launcher {

  private static final String CONFIG = "plugins.config";

  private static final int COLOURS = 256;
  private static final float GOLDEN_RATIO = 0.618034f;

  private Launcher() {}

  /**
   * @param args path of a macro, and what it gets as {@code getArgument()}
   * @throws IllegalStateException if the macro was aborted
   */
  public static void main(String[] args) throws IOException {
    prepare();
    Run.macro(args);
  }

  /**
   * Makes an ImageJ folder in {@code target/} that knows the plugin, and ImageJ itself headless
   * where there is no display. To be called before any class of ImageJ is loaded.
   */
  public static void prepare() throws IOException {
    Path imageJ = Path.of("target", "imagej").toAbsolutePath();
    installMenus(imageJ);
    installGroupColours(imageJ);
    System.setProperty("plugins.dir", imageJ.toString());
    System.setProperty(Installation.MODELS_PROPERTY, "models");
    if (GraphicsEnvironment.isHeadless()) {
      LegacyInjector.preinit(Launcher.class.getClassLoader());
    }
  }

  /**
   * ImageJ makes menu entries for jars in its plugins folder; the classes themselves are on the
   * class path.
   */
  private static void installMenus(Path imageJ) throws IOException {
    Path plugins = Files.createDirectories(imageJ.resolve("plugins"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(plugins.resolve("Sperm_Finder.jar")))) {
      jar.putNextEntry(new ZipEntry(CONFIG));
      jar.write(Launcher.class.getResourceAsStream("/" + CONFIG).readAllBytes());
    }
  }

  /** The colours of groups of regions are no part of ImageJ's jar, but ImageJ looks for them. */
  private static void installGroupColours(Path imageJ) throws IOException {
    byte[] reds = new byte[COLOURS];
    byte[] greens = new byte[COLOURS];
    byte[] blues = new byte[COLOURS];
    for (int i = 0; i < COLOURS; i++) {
      Color colour = Color.getHSBColor(i * GOLDEN_RATIO, 1, 1); // neighbours look different
      reds[i] = (byte) colour.getRed();
      greens[i] = (byte) colour.getGreen();
      blues[i] = (byte) colour.getBlue();
    }
    Path luts = Files.createDirectories(imageJ.resolve("luts"));
    try (OutputStream out = Files.newOutputStream(luts.resolve("glasbey.lut"))) {
      out.write(reds);
      out.write(greens);
      out.write(blues);
    }
  }

  /** Apart from its outer class, so that ImageJ's classes load late. */
  private static final class Run {

    static void macro(String[] args) throws IOException {
      if (!GraphicsEnvironment.isHeadless()) {
        new ImageJ();
      }
      Path macro = Path.of(args.length > 0 ? args[0] : "macros/Quick_Start.ijm");
      Interpreter interpreter = new Interpreter();
      RuntimeException cause = null;
      try {
        interpreter.run(Files.readString(macro), args.length > 1 ? args[1] : "");
      } catch (RuntimeException e) {
        cause = e;
      }
      if (cause != null || interpreter.wasError()) {
        String why = interpreter.getErrorMessage(); // nothing where the user has been told
        throw new IllegalStateException(
            "The macro " + macro + " was aborted" + (why == null ? "." : ": " + why), cause);
      }
    }
  }
}
