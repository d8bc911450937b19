package io.github.spermfinder.video;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.engine.Isolated;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Opens video files, with FFmpeg in the class loader that keeps it apart. */
public final class Videos {

  private static final String FFMPEG = "io.github.spermfinder.ffmpeg.FfmpegVideo";

  private static final Pattern NAME =
      Pattern.compile(".*\\.(mp4|m4v|mov|mkv|webm|avi|wmv|mpe?g)", Pattern.CASE_INSENSITIVE);

  private Videos() {}

  /** Whether a file is a video, judged by its extension. */
  public static boolean isVideo(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  /**
   * Opens a video.
   *
   * @param installed the folder {@code lib/sperm-finder} of an installed plugin
   * @throws SpermFinderException if it is none that FFmpeg can decode, or FFmpeg is not there
   */
  public static Video open(Path installed, Path file) throws SpermFinderException {
    return (Video) Isolated.call(installed, "FFmpeg", FFMPEG, "open", Path.class, file);
  }
}
