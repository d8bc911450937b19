package io.github.spermfinder.host;

import ij.io.TiffDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells whether a TIFF file is whole (TIFF 6.0, section 2), without its pixels. ImageJ leaves out
 * the planes that lie beyond a file's end, has black for pixels that do, and waits for ever for the
 * rest of some that are compressed.
 */
final class TiffFile {

  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int UNCOMPRESSED = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY = 12;

  private TiffFile() {}

  /**
   * Whether a plane that a file tells of, or some of its pixels, lie beyond the file's end. False
   * for files that are no TIFF, or BigTIFF.
   */
  static boolean isCutOff(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      long size = channel.size();
      boolean little = new Source(channel, size, ByteOrder.BIG_ENDIAN).read(0, 8).get(0) == 'I';
      ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      requirePages(new Source(channel, size, order));
      return false;
    } catch (EOFException beyondTheEnd) {
      return true;
    }
  }

  private static void requirePages(Source file) throws IOException {
    ByteBuffer header = file.read(0, 8);
    long next = header.getShort(2) == 42 ? unsigned(header.getInt(4)) : 0;
    Set<Long> seen = new HashSet<>();
    Page first = null;
    while (next > 0 && seen.add(next)) {
      int entries = file.read(next, 2).getShort(0) & 0xffff;
      ByteBuffer directory = file.read(next + 2, ENTRY * entries + 4);
      Page page = new Page(file, directory, entries);
      first = first == null ? page : first;
      if (page.isLike(first)) { // else it is a thumbnail or the like, which nobody looks at
        page.requirePixels();
      }
      next = unsigned(directory.getInt(ENTRY * entries));
    }
  }

  private static long unsigned(int value) {
    return value & 0xffffffffL;
  }

  private record Source(FileChannel channel, long size, ByteOrder order) {

    ByteBuffer read(long position, long bytes) throws IOException {
      requireBytes(position, bytes);
      ByteBuffer buffer = ByteBuffer.allocate((int) bytes).order(order);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new EOFException();
        }
      }
      return buffer;
    }

    void requireBytes(long position, long bytes) throws EOFException {
      if (position + bytes > size) {
        throw new EOFException();
      }
    }
  }

  private record Page(Source file, ByteBuffer directory, int entries) {

    boolean isLike(Page other) throws IOException {
      return value(TiffDecoder.IMAGE_WIDTH, 0) == other.value(TiffDecoder.IMAGE_WIDTH, 0)
          && value(TiffDecoder.IMAGE_LENGTH, 0) == other.value(TiffDecoder.IMAGE_LENGTH, 0);
    }

    /** As far as it is told where they are. */
    void requirePixels() throws IOException {
      requireBytes(values(TILE_OFFSETS), values(TILE_BYTE_COUNTS), Long.MAX_VALUE);
      requireBytes(
          values(TiffDecoder.STRIP_OFFSETS), values(TiffDecoder.STRIP_BYTE_COUNT), mostBytes());
    }

    /** Some writers say that a strip has more bytes than it has; not where it is compressed. */
    private long mostBytes() throws IOException {
      if (value(TiffDecoder.COMPRESSION, UNCOMPRESSED) != UNCOMPRESSED) {
        return Long.MAX_VALUE;
      }
      long bits = value(TiffDecoder.BITS_PER_SAMPLE, 1) * value(TiffDecoder.SAMPLES_PER_PIXEL, 1);
      long row = (value(TiffDecoder.IMAGE_WIDTH, 0) * bits + 7) / 8;
      return row * value(TiffDecoder.IMAGE_LENGTH, 0);
    }

    private void requireBytes(long[] offsets, long[] counts, long most) throws IOException {
      long left = most;
      for (int i = 0; i < Math.min(offsets.length, counts.length); i++) {
        long bytes = Math.min(left, counts[i]);
        if (bytes > 0) {
          file.requireBytes(offsets[i], bytes);
          left -= bytes;
        }
      }
    }

    private long value(int tag, long absent) throws IOException {
      long[] values = values(tag);
      return values.length == 0 ? absent : values[0];
    }

    /** None where it does not have the tag. */
    private long[] values(int tag) throws IOException {
      for (int at = 0; at < ENTRY * entries; at += ENTRY) {
        int type = directory.getShort(at + 2);
        if ((directory.getShort(at) & 0xffff) == tag && (type == SHORT || type == LONG)) {
          return values(at, type == SHORT ? 2 : 4);
        }
      }
      return new long[0];
    }

    private long[] values(int at, int bytes) throws IOException {
      long count = unsigned(directory.getInt(at + 4));
      ByteBuffer source = directory;
      int start = at + 8;
      if (count * bytes > 4) {
        source = file.read(unsigned(directory.getInt(start)), count * bytes);
        start = 0;
      }
      long[] values = new long[(int) count];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            bytes == 2
                ? source.getShort(start + 2 * i) & 0xffff
                : unsigned(source.getInt(start + 4 * i));
      }
      return values;
    }
  }
}
