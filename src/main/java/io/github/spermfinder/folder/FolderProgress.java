package io.github.spermfinder.folder;

import io.github.spermfinder.Progress;
import java.util.List;
import java.util.Locale;

/** Tells how far a run is, and how long it will still take, by the sizes of the files. */
final class FolderProgress {

  /** Before this the time that is left cannot be told, in seconds. */
  private static final double SOON = 2;

  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private final Progress progress;
  private final int files;
  private final long bytes;
  private final long start = System.nanoTime();
  private int filesDone;
  private long bytesDone;

  FolderProgress(List<FolderFile> files, Progress progress) {
    this.files = files.size();
    this.progress = progress;
    bytes = files.stream().mapToLong(FolderFile::bytes).sum();
  }

  /** For the work on a file. */
  Progress of(FolderFile file) {
    return new Progress() {
      @Override
      public void show(double fraction, String message) {
        double done = (bytesDone + fraction * file.bytes()) / Math.max(1, bytes);
        progress.show(
            Math.min(done, 1 - 1e-6), // 1 would mean that all is done
            String.format(
                Locale.ROOT,
                "Finding sperm: file %d of %d, %s%s (Esc cancels)",
                filesDone + 1,
                files,
                file.name(),
                timeLeft(done)));
      }

      @Override
      public boolean isCanceled() {
        return progress.isCanceled();
      }
    };
  }

  void done(FolderFile file) {
    filesDone++;
    bytesDone += file.bytes();
  }

  private String timeLeft(double done) {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (seconds < SOON || done <= 0) {
      return "";
    }
    double left = seconds / done * (1 - done);
    if (left < MINUTE) {
      return String.format(Locale.ROOT, ", %.0f s left", left);
    }
    return left < HOUR
        ? String.format(Locale.ROOT, ", %.0f min left", left / MINUTE)
        : String.format(Locale.ROOT, ", %.1f h left", left / HOUR);
  }
}
