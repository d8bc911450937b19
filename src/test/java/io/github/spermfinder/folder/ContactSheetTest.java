package io.github.spermfinder.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spermfinder.Progress;
import io.github.spermfinder.TestProgress;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sheet at the end of a run, whatever has become of the files by then. */
class ContactSheetTest {

  private static final Path IMAGE = Path.of("samples", "images", "sparse_phase.png");
  private static final int BLACK = 0xff000000;

  private final ContactSheet sheet = new ContactSheet();

  /** Three files, best first. */
  @BeforeEach
  void findInThreeFiles() {
    for (int i = 0; i < 3; i++) {
      FolderFile file = new FolderFile(IMAGE, i + ".png", 1, 1);
      FolderRecord.Found found =
          new FolderRecord.Found(0, file.name(), 100, 100, 40, 40, 1, 0.9 - 0.1 * i, List.of());
      sheet.consider(file, new FolderRecord(file.name(), 1, 1, 1, 640, 400, List.of(found)));
    }
  }

  private static FolderImage image(FolderFile file) {
    return new FolderImage(file.path(), 0, note -> {});
  }

  /** A pixel in the middle of a crop. */
  private static int middle(BufferedImage sheet, int crop) {
    return sheet.getRGB(8 + 168 * crop + 60, 8 + 90);
  }

  @Test
  void whatAReaderFailsAtStaysBlack() {
    BufferedImage drawn =
        sheet
            .draw(
                file -> {
                  switch (file.name()) {
                    case "0.png" -> throw new OutOfMemoryError("too large");
                    case "1.png" -> throw new IllegalStateException("a reader's bug");
                    default -> {
                      return image(file);
                    }
                  }
                },
                Progress.NONE)
            .orElseThrow();
    assertEquals(BLACK, middle(drawn, 0));
    assertEquals(BLACK, middle(drawn, 1));
    assertNotEquals(BLACK, middle(drawn, 2));
  }

  /** So that it needs no more memory than one of them does. */
  @Test
  void opensOneFileAtATime() {
    Thread caller = Thread.currentThread();
    sheet.draw(
        file -> {
          assertSame(caller, Thread.currentThread());
          return image(file);
        },
        Progress.NONE);
  }

  @Test
  void canBeCanceledBetweenFiles() {
    AtomicInteger opened = new AtomicInteger();
    Progress untilTheFirst = TestProgress.canceledWhen(() -> opened.get() > 0);
    Optional<BufferedImage> drawn =
        sheet.draw(
            file -> {
              opened.incrementAndGet();
              return image(file);
            },
            untilTheFirst);
    assertTrue(drawn.isEmpty());
    assertEquals(1, opened.get());
  }
}
