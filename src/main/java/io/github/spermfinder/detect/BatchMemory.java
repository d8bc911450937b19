package io.github.spermfinder.detect;

import io.github.spermfinder.engine.ImageBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Memory of batches that have been through the network, for the next ones: it lies outside of the
 * Java heap, where garbage stays for long. Used by all readers of a detector.
 */
final class BatchMemory {

  /** As many as one reader has on their way. */
  private static final int MOST = 4;

  /** By this factor a buffer may be too large for what it is used for. */
  private static final int WASTE = 8;

  private final List<ByteBuffer> free = new ArrayList<>();

  /** A batch to be filled from its start on. */
  synchronized ImageBatch take(int images, int height, int width) {
    long bytes = 3L * images * height * width;
    ByteBuffer fitting =
        free.stream()
            .filter(buffer -> buffer.capacity() >= bytes && buffer.capacity() / WASTE <= bytes)
            .min(Comparator.comparingInt(ByteBuffer::capacity))
            .orElse(null);
    if (fitting == null) {
      return ImageBatch.allocate(images, height, width);
    }
    free.removeIf(buffer -> buffer == fitting);
    return new ImageBatch(fitting.clear().limit((int) bytes), images, height, width);
  }

  /** Takes back a batch that nobody will look at again. */
  synchronized void giveBack(ImageBatch batch) {
    if (free.size() == MOST) {
      free.remove(0);
    }
    free.add(batch.rgb());
  }
}
