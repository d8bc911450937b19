package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spermfinder.ChildJvm;
import io.github.spermfinder.SharedData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain ImageJ with real windows; see {@link WindowsDriver} for what a user does there. */
class WindowsTest {

  @Test
  void menuDialogRecorderAndReplay(@TempDir Path preferences) throws Exception {
    String display = System.getenv("DISPLAY");
    assumeTrue(
        display != null && !display.isEmpty(),
        "skipped, as there is no display: run the tests under xvfb-run");
    String printed =
        ChildJvm.run(
            ChildJvm.classPath(),
            List.of("-Djava.util.prefs.userRoot=" + preferences), // those of a new user
            WindowsDriver.class,
            SharedData.get("tf2-od-api/demo_images_png/0.png").toString(),
            SharedData.get("tf2-od-api/saved_model_320").toString());
    assertTrue(printed.contains(WindowsDriver.DONE), printed);
  }
}
