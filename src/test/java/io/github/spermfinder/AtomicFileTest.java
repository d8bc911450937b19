package io.github.spermfinder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is written wholly or not at all. */
class AtomicFileTest {

  @TempDir Path folder;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void replacesTheFile() throws IOException {
    Path file = folder.resolve("new/labels.json");
    AtomicFile.write(file, out -> out.write("one".getBytes()));
    AtomicFile.write(file, out -> out.write("two".getBytes()));
    assertEquals("two", Files.readString(file));
    assertEquals(1, file.getParent().toFile().list().length);
  }

  @Test
  void aDiskThatFillsUpLeavesThePreviousFileWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("labels.json"), "previous");
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals("No space left on device", e.getMessage());
    assertEquals("previous", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  /** File systems take 255 bytes. */
  @Test
  void namesMayBeLong() throws IOException {
    Path file = folder.resolve("n".repeat(245) + ".zip");
    AtomicFile.write(file, out -> out.write("new".getBytes()));
    KeptFiles.write(file, fresh -> AtomicFile.write(fresh, out -> out.write(1)));
    assertEquals(1, Files.size(file));
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("labels.json"), "previous");
    Path link = folder.resolve("link.json");
    try {
      Files.createSymbolicLink(link, file);
    } catch (IOException | UnsupportedOperationException e) {
      Assumptions.abort("Needs a file system with links");
    }
    AtomicFile.write(link, out -> out.write("new".getBytes()));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
  }
}
