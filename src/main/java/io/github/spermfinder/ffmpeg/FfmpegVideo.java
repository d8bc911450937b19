package io.github.spermfinder.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.github.spermfinder.SpermFinderException;
import io.github.spermfinder.video.Video;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** A video decoded by FFmpeg. Found by its name from outside of the isolated class loader. */
public final class FfmpegVideo implements Video {

  private static final int MESSAGE_BYTES = 256;

  /** Neutral brightness, contrast and saturation, in 16.16 fixed point. */
  private static final int ONE = 1 << 16;

  private final Path file;
  private final AVFormatContext container = new AVFormatContext(null);
  private final AVCodecContext decoder = avcodec_alloc_context3(null);
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame decoded = av_frame_alloc();
  private final AVFrame colours = av_frame_alloc();
  private int stream;
  private int frames;
  private SwsContext converter;
  private int decodedFrames;
  private int damagedPackets;
  private boolean atEnd;

  /** Its last packet is not whole, or none can be read any more before its end. */
  private boolean cutOff;

  private boolean closed;

  private FfmpegVideo(Path file) {
    this.file = file;
  }

  /**
   * Opens a video; called by reflection.
   *
   * @throws SpermFinderException if FFmpeg cannot decode it
   */
  public static Video open(Path file) throws SpermFinderException {
    av_log_set_level(AV_LOG_FATAL); // what is wrong is told by what its functions return
    FfmpegVideo video = new FfmpegVideo(file);
    boolean open = false;
    try {
      video.start();
      open = true;
      return video;
    } finally {
      if (!open) {
        video.close();
      }
    }
  }

  private void start() throws SpermFinderException {
    openContainer();
    AVStream input = container.streams(stream);
    check(avcodec_parameters_to_context(decoder, input.codecpar()), "is no video");
    AVCodec codec = avcodec_find_decoder(decoder.codec_id());
    if (codec == null || codec.isNull()) {
      throw new SpermFinderException(file + " is coded in a way that FFmpeg cannot decode.");
    }
    check(avcodec_open2(decoder, codec, (AVDictionary) null), "cannot be decoded");
    long counted = input.nb_frames();
    if (counted <= 0) { // not every container says it
      avformat_close_input(container);
      openContainer();
      counted = countPackets();
      avformat_close_input(container);
      openContainer();
    }
    frames = (int) Math.max(1, Math.min(counted, Integer.MAX_VALUE));
    colours.format(AV_PIX_FMT_BGRA);
    colours.width(decoder.width());
    colours.height(decoder.height());
    check(av_frame_get_buffer(colours, 0), "has no frame size that can be");
  }

  private void openContainer() throws SpermFinderException {
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", "file", 0); // a list of addresses is no video
    try (BytePointer url = new BytePointer("file:" + file, StandardCharsets.UTF_8)) {
      check(
          avformat_open_input(container, url, (AVInputFormat) null, options),
          "is not a video that FFmpeg can open");
    } finally {
      av_dict_free(options);
    }
    check(
        avformat_find_stream_info(container, (AVDictionary) null),
        "is not a video that FFmpeg can open");
    stream =
        av_find_best_stream(container, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
    check(stream, "has no video in it");
  }

  private long countPackets() {
    long packets = 0;
    while (av_read_frame(container, packet) >= 0) {
      if (packet.stream_index() == stream) {
        packets++;
      }
      av_packet_unref(packet);
    }
    return packets;
  }

  @Override
  public int width() {
    return colours.width();
  }

  @Override
  public int height() {
    return colours.height();
  }

  @Override
  public int frames() {
    return frames;
  }

  @Override
  public Optional<int[]> next() throws SpermFinderException {
    while (true) {
      int received = avcodec_receive_frame(decoder, decoded);
      if (received >= 0) {
        decodedFrames++;
        return Optional.of(pixels());
      }
      if (received == AVERROR_EOF()) {
        return Optional.empty();
      }
      if (received == AVERROR_EAGAIN()) {
        sendPacket();
      } else {
        passOver(received);
      }
    }
  }

  /** Gives the decoder more to do; at the end, word that there is no more. */
  private void sendPacket() throws SpermFinderException {
    if (atEnd) {
      return;
    }
    int read = av_read_frame(container, packet);
    if (read < 0) {
      if (read != AVERROR_EOF() && decodedFrames == 0) {
        check(read, "is damaged");
      }
      cutOff |= read != AVERROR_EOF(); // all up to here is as good as ever
      atEnd = true;
      passOver(avcodec_send_packet(decoder, null));
      return;
    }
    try {
      if (packet.stream_index() == stream) {
        cutOff = (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0; // unless others follow
        passOver(avcodec_send_packet(decoder, packet));
      }
    } finally {
      av_packet_unref(packet);
    }
  }

  /** Counts what cannot be decoded; the next frames most likely can. */
  private void passOver(int code) throws SpermFinderException {
    if (code == AVERROR_INVALIDDATA()) {
      damagedPackets++;
    } else {
      check(code, "is damaged");
    }
  }

  @Override
  public Optional<String> damage() {
    List<String> damage = new ArrayList<>();
    if (damagedPackets > 0) {
      damage.add(
          damagedPackets + " part(s) of it could not be decoded, so that frames may be missing");
    }
    if (cutOff) {
      damage.add("it ends in or after frame " + decodedFrames + " as if cut off");
    }
    return damage.isEmpty()
        ? Optional.empty()
        : Optional.of(file + " is damaged: " + String.join("; ", damage) + ".");
  }

  private int[] pixels() throws SpermFinderException {
    int width = width();
    int height = height();
    converter =
        sws_getCachedContext(
            converter,
            decoded.width(),
            decoded.height(),
            decoded.format(),
            width,
            height,
            AV_PIX_FMT_BGRA, // in memory, which is 0xAARRGGBB as Java's little-endian int
            SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
            (SwsFilter) null,
            (SwsFilter) null,
            (DoublePointer) null);
    if (converter == null || converter.isNull()) {
      throw new SpermFinderException(file + " has pixels of a kind that cannot be converted.");
    }
    IntPointer matrix =
        sws_getCoefficients(
            decoded.colorspace() == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601);
    sws_setColorspaceDetails(
        converter, matrix, isFullRange() ? 1 : 0, matrix, 1, 0, ONE, ONE); // no-op for RGB
    sws_scale(
        converter,
        decoded.data(),
        decoded.linesize(),
        0,
        decoded.height(),
        colours.data(),
        colours.linesize());
    int[] pixels = new int[Math.multiplyExact(width, height)];
    IntPointer rows = new IntPointer(colours.data(0));
    int stride = colours.linesize(0) / Integer.BYTES;
    for (int y = 0; y < height; y++) {
      rows.position((long) y * stride).get(pixels, y * width, width);
    }
    return pixels;
  }

  private boolean isFullRange() {
    int format = decoded.format();
    return decoded.color_range() == AVCOL_RANGE_JPEG
        || format == AV_PIX_FMT_YUVJ420P
        || format == AV_PIX_FMT_YUVJ422P
        || format == AV_PIX_FMT_YUVJ444P;
  }

  private void check(int code, String problem) throws SpermFinderException {
    if (code < 0) {
      byte[] message = new byte[MESSAGE_BYTES];
      av_strerror(code, message, message.length);
      int length = 0;
      while (length < message.length && message[length] != 0) {
        length++;
      }
      throw new SpermFinderException(
          file
              + " "
              + problem
              + ": FFmpeg says "
              + new String(message, 0, length, StandardCharsets.UTF_8)
              + ".");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      sws_freeContext(converter);
      av_frame_free(colours);
      av_frame_free(decoded);
      av_packet_free(packet);
      avcodec_free_context(decoder);
      avformat_close_input(container);
    }
  }
}
