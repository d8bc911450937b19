package io.github.spermfinder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {

  @TempDir private Path folder;

  private Optional<Path> write(String name, String text) throws IOException {
    return KeptFiles.write(folder.resolve(name), file -> Files.writeString(file, text));
  }

  @Test
  void olderFilesAreKeptUnderNumbers() throws IOException {
    assertEquals(Optional.empty(), write("a.tar.gz", "first"));
    assertEquals(Optional.of(folder.resolve("a.tar.gz.1")), write("a.tar.gz", "second"));
    assertEquals(Optional.of(folder.resolve("a.tar.gz.2")), write("a.tar.gz", "third"));
    assertEquals(Optional.empty(), write("a.tar.gz", "third"));
    assertEquals("third", Files.readString(folder.resolve("a.tar.gz")));
    assertEquals("first", Files.readString(folder.resolve("a.tar.gz.1")));
    write("noextension", "1");
    assertEquals(Optional.of(folder.resolve("noextension.1")), write("noextension", "2"));
    assertTrue(KeptFiles.isKept(folder.resolve("a.tar.gz.2")));
    assertFalse(KeptFiles.isKept(folder.resolve("a.tar.gz")));
    assertFalse(KeptFiles.isKept(folder.resolve("frame.001")), "there is no frame");
  }

  @Test
  void whatGoesWrongLeavesAllAsItWas() throws IOException {
    write("a.txt", "first");
    assertThrows(
        IOException.class,
        () ->
            KeptFiles.write(
                folder.resolve("a.txt"),
                file -> {
                  Files.writeString(file, "half");
                  throw new IOException("disk full");
                }));
    assertEquals(List.of("a.txt"), List.of(folder.toFile().list()));
    assertEquals("first", Files.readString(folder.resolve("a.txt")));
  }
}
