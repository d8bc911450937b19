package io.github.spermfinder.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Opening files where nobody is there to press OK. */
class ImageFileTest {

  /** One thread's end must not bring back the dialogs while another one is reading. */
  @Test
  void errorsAreRedirectedForAsLongAsATaskRuns() {
    boolean always =
        IntStream.range(0, 500)
            .parallel()
            .allMatch(
                i ->
                    ImageFile.quietly(
                        () -> {
                          Thread.yield();
                          return IJ.redirectingErrorMessages();
                        }));
    assertTrue(always);
    assertFalse(IJ.redirectingErrorMessages(), "and afterwards no more");
  }
}
