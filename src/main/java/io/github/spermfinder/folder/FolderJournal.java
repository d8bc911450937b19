package io.github.spermfinder.folder;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.github.spermfinder.SpermFinderException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has completed, on disk: a line of JSON with the settings, then one for each file. A
 * last line that was cut short, by a power failure say, does not count. Only places of lines are
 * kept in memory.
 */
final class FolderJournal implements AutoCloseable {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** Where a record is. */
  private record Line(long offset, int length, long bytes, long modified) {}

  private final FileChannel channel;
  private final Map<String, Line> lines = new HashMap<>();
  private long end;

  private FolderJournal(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a journal, or begins one.
   *
   * @param settings that what it holds depends on, by the keys of the command
   * @throws SpermFinderException if it was made with other settings, or another run is using it
   */
  static FolderJournal open(Path file, Map<String, String> settings)
      throws SpermFinderException, IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean open = false;
    try {
      lock(channel, file);
      FolderJournal journal = new FolderJournal(channel);
      journal.read(file, settings);
      open = true;
      return journal;
    } finally {
      if (!open) {
        channel.close();
      }
    }
  }

  private static void lock(FileChannel channel, Path file)
      throws SpermFinderException, IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    } catch (IOException e) {
      return; // some file systems, mostly of clusters, have no locks
    }
    if (lock == null) {
      throw new SpermFinderException(
          "Another run writes to output="
              + file.getParent()
              + ": wait for its end, or choose another folder.");
    }
  }

  private void read(Path file, Map<String, String> settings)
      throws SpermFinderException, IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
    Optional<byte[]> head = line(in);
    if (head.isEmpty()) {
      channel.truncate(0);
      append(GSON.toJson(settings));
      return;
    }
    try {
      requireSame(file, settings, GSON.fromJson(text(head.get()), new TypeToken<>() {}));
      end = head.get().length + 1L;
      for (Optional<byte[]> line = line(in); line.isPresent(); line = line(in)) {
        FolderRecord record = GSON.fromJson(text(line.get()), FolderRecord.class);
        remember(record, end, line.get().length);
        end += line.get().length + 1L;
      }
    } catch (JsonParseException | NullPointerException e) {
      throw new SpermFinderException(
          file + " is damaged, so nobody knows what is done: choose another output folder.", e);
    }
    channel.truncate(end);
  }

  private static void requireSame(Path file, Map<String, String> now, Map<String, String> then)
      throws SpermFinderException {
    Map<String, String> keys = new LinkedHashMap<>(now);
    keys.putAll(then);
    for (String key : keys.keySet()) {
      if (!String.valueOf(now.get(key)).equals(then.get(key))) {
        throw new SpermFinderException(
            String.format(
                "output=%s has results of other settings, %s=%s instead of %s: choose another"
                    + " folder, or the same settings.",
                file.getParent(), key, then.get(key), now.get(key)));
      }
    }
  }

  /** The next line without its end; empty where there is none that is whole. */
  private static Optional<byte[]> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return Optional.of(line.toByteArray());
      }
      line.write(next);
    }
    return Optional.empty();
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }

  private void remember(FolderRecord record, long offset, int length) {
    lines.put(record.file(), new Line(offset, length, record.bytes(), record.modified()));
  }

  private int append(String text) throws IOException {
    byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.wrap(line);
    long position = end;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    end = position;
    return line.length - 1;
  }

  /** Adds a file that is done; an earlier record of the same file is forgotten. */
  synchronized void add(FolderRecord record) throws IOException {
    long offset = end;
    int length = append(GSON.toJson(record));
    remember(record, offset, length);
  }

  /** Whether a file, as it is now, is done. */
  synchronized boolean has(FolderFile file) {
    Line line = lines.get(file.name());
    return line != null && line.bytes() == file.bytes() && line.modified() == file.modified();
  }

  /** What was found in a file; empty where it is not done. */
  synchronized Optional<FolderRecord> get(FolderFile file) throws IOException {
    if (!has(file)) {
      return Optional.empty();
    }
    Line line = lines.get(file.name());
    ByteBuffer bytes = ByteBuffer.allocate(line.length());
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, line.offset() + bytes.position()) < 0) {
        throw new IOException("The journal has become shorter while it was in use");
      }
    }
    return Optional.of(GSON.fromJson(text(bytes.array()), FolderRecord.class));
  }

  @Override
  public synchronized void close() throws IOException {
    channel.force(true);
    channel.close();
  }
}
