package io.github.spermfinder.host;

import ij.IJ;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the parts of the plugin lie in the folder of Fiji or ImageJ. */
public final class Installation {

  /** System property with one more folder of models, for running from the project's folder. */
  static final String MODELS_PROPERTY = "sperm-finder.models";

  private Installation() {}

  /** Of the plugin. */
  public static String version() {
    String version = Installation.class.getPackage().getImplementationVersion();
    return version == null ? "(run from its build)" : version;
  }

  /** Folder of TensorFlow's jars; it need not exist. */
  public static Path tensorFlowJars() {
    return root().resolve("lib").resolve("sperm-finder");
  }

  /** Folders of models; they need not exist. */
  public static List<Path> models() {
    List<Path> folders = new ArrayList<>();
    folders.add(root().resolve("models").resolve("sperm-finder"));
    String more = System.getProperty(MODELS_PROPERTY);
    if (more != null) {
      folders.add(Path.of(more).toAbsolutePath());
    }
    return folders;
  }

  /** Folder of ImageJ: the one that holds the {@code plugins} folder with our jar. */
  private static Path root() {
    for (Path path = ownJar(); path != null; path = path.getParent()) {
      if (path.endsWith("plugins")) {
        return path.getParent();
      }
    }
    String imageJ = IJ.getDirectory("imagej");
    return Path.of(imageJ == null ? "" : imageJ).toAbsolutePath();
  }

  private static Path ownJar() {
    try {
      return Path.of(
          Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The plugin's own jar has no path", e);
    }
  }
}
