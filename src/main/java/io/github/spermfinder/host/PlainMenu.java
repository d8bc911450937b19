package io.github.spermfinder.host;

import ij.IJ;
import ij.plugin.PlugIn;

/**
 * Entry of a command in the menus of plain ImageJ, by {@code plugins.config}. (In Fiji the same
 * entry runs the SciJava command itself.) ImageJ can run on old Java versions, so this class is
 * compiled for Java 8, knows the others by name only, and says so when Java is too old for them.
 */
public class PlainMenu implements PlugIn {

  private static final int NEEDED = 17;

  /**
   * @param commandClass name of the command's class
   */
  @Override
  public void run(String commandClass) {
    String version = System.getProperty("java.specification.version");
    if (version.startsWith("1.") || Integer.parseInt(version) < NEEDED) {
      IJ.error(
          "Sperm Finder",
          "Sperm Finder needs Java "
              + NEEDED
              + " or newer, but this ImageJ runs on Java "
              + version
              + ". Use a current Fiji, or start ImageJ with a newer Java.");
      return;
    }
    IJ.runPlugIn("io.github.spermfinder.host.PlainCommands", commandClass);
  }
}
