package io.github.spermfinder.live;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spermfinder.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live detection with real windows; see {@link LiveDriver} for what happens there. */
class LiveWindowsTest {

  @Test
  void followsWhatImagesShow(@TempDir Path preferences) throws Exception {
    String display = System.getenv("DISPLAY");
    assumeTrue(
        display != null && !display.isEmpty(),
        "skipped, as there is no display: run the tests under xvfb-run");
    String printed =
        ChildJvm.run(
            ChildJvm.classPath(),
            List.of("-Djava.util.prefs.userRoot=" + preferences), // those of a new user
            LiveDriver.class);
    System.out.println(printed);
    assertTrue(printed.contains(LiveDriver.DONE), printed);
  }
}
