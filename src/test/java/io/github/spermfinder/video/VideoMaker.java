package io.github.spermfinder.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Makes videos of images. To be run in a JVM of its own, since native libraries loaded here could
 * not be loaded by the plugin any more.
 */
public final class VideoMaker {

  private static final int FRAMES_A_SECOND = 30;
  private static final int BITS_A_SECOND = 8_000_000;
  private static final String CODEC = "mpeg4"; // in every build of FFmpeg

  private final AVFormatContext container = new AVFormatContext(null);
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final AVCodecContext encoder;
  private final AVStream stream;

  /**
   * @param args the file to be made, its extension names the container; how many frames; the
   *     images, one after the other and from the first again
   */
  public static void main(String[] args) throws Exception {
    List<BufferedImage> images = new ArrayList<>();
    for (int i = 2; i < args.length; i++) {
      images.add(ImageIO.read(new File(args[i])));
    }
    VideoMaker maker =
        new VideoMaker(args[0], images.get(0).getWidth() & ~1, images.get(0).getHeight() & ~1);
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      maker.add(images.get(i % images.size()), i);
    }
    maker.finish();
  }

  private VideoMaker(String file, int width, int height) {
    check(avformat_alloc_output_context2(container, null, null, file));
    AVCodec codec = avcodec_find_encoder_by_name(CODEC);
    encoder = avcodec_alloc_context3(codec);
    encoder.width(width);
    encoder.height(height);
    encoder.pix_fmt(AV_PIX_FMT_YUV420P);
    encoder.time_base(av_make_q(1, FRAMES_A_SECOND));
    encoder.bit_rate(BITS_A_SECOND);
    encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    check(avcodec_open2(encoder, codec, (AVDictionary) null));
    stream = avformat_new_stream(container, null);
    check(avcodec_parameters_from_context(stream.codecpar(), encoder));
    stream.time_base(encoder.time_base());
    AVIOContext io = new AVIOContext(null);
    check(avio_open(io, file, AVIO_FLAG_WRITE));
    container.pb(io);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "movflags", "faststart", 0); // its table first: what is cut off opens
    check(avformat_write_header(container, options));
    av_dict_free(options);
    frame.format(AV_PIX_FMT_YUV420P);
    frame.width(width);
    frame.height(height);
    check(av_frame_get_buffer(frame, 0));
  }

  private void add(BufferedImage image, int number) {
    check(av_frame_make_writable(frame));
    int width = frame.width();
    int height = frame.height();
    int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
    // grey only: the colours stay neutral
    byte[] row = new byte[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int green = rgb[y * width + x] >> 8 & 0xff;
        row[x] = (byte) (16 + green * 219 / 255);
      }
      put(0, y, row, width);
    }
    Arrays.fill(row, (byte) 128);
    for (int y = 0; y < height / 2; y++) {
      put(1, y, row, width / 2);
      put(2, y, row, width / 2);
    }
    frame.pts(number);
    check(avcodec_send_frame(encoder, frame));
    writePackets();
  }

  private void put(int plane, int y, byte[] row, int length) {
    new BytePointer(frame.data(plane))
        .position((long) y * frame.linesize(plane))
        .put(row, 0, length);
  }

  private void writePackets() {
    while (avcodec_receive_packet(encoder, packet) >= 0) {
      packet.duration(1); // else the last frame lasts no time, and is not shown
      av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      packet.stream_index(0);
      check(av_interleaved_write_frame(container, packet));
    }
  }

  private void finish() {
    check(avcodec_send_frame(encoder, null));
    writePackets();
    check(av_write_trailer(container));
    avio_closep(container.pb());
    avformat_free_context(container);
    avcodec_free_context(encoder);
    av_frame_free(frame);
    av_packet_free(packet);
  }

  private static void check(int code) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg's error " + code);
    }
  }
}
