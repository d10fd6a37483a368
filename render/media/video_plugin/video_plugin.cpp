#include "render/media/video_plugin/video_plugin.h"

#include <array>
#include <cstring>
#include <memory>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

namespace {

/// Of libx264: 18 is hardly told from the original.
constexpr const char* kX264Quality = "18";
/// Of MPEG-4 part 2, 1 (best) to 31.
constexpr int kMpeg4Quality = 3;
constexpr int kPicturesPerKeyFrame = 30;
/// GIF tells time in hundredths of a second.
constexpr int kGifTicks = 100;

struct Free {
  void operator()(AVFormatContext* context) const {
    if (context->pb != nullptr) avio_closep(&context->pb);
    avformat_free_context(context);
  }
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

/// A call into libav that failed, by its name.
struct Failure {
  std::string reason;
};

int check(int code, const char* doing) {
  if (code >= 0) return code;
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  throw Failure{std::string(doing) + ": " + text.data()};
}

template <class T>
T* need(T* pointer, const char* what) {
  if (pointer == nullptr) throw Failure{std::string(what) + " is not available"};
  return pointer;
}

class Video {
 public:
  explicit Video(const MolloquyVideoPlan& plan) : m_isGif(std::strcmp(plan.container, "gif") == 0) {
    AVFormatContext* format = nullptr;
    check(avformat_alloc_output_context2(&format, nullptr, plan.container, plan.path),
          "choosing the container");
    m_format.reset(format);
    const AVCodec* codec = chooseCodec();
    m_codec.reset(need(avcodec_alloc_context3(codec), "the encoder"));
    configure(plan, *codec);
    m_stream = need(avformat_new_stream(m_format.get(), nullptr), "a stream");
    m_stream->time_base = m_codec->time_base;
    m_stream->avg_frame_rate = {plan.framesPerSecond, 1};
    check(avcodec_parameters_from_context(m_stream->codecpar, m_codec.get()), "the parameters");
    check(avio_open(&m_format->pb, plan.path, AVIO_FLAG_WRITE), "opening the file");
    AVDictionary* options = nullptr;
    if (!m_isGif) av_dict_set(&options, "movflags", "faststart", 0);
    const int begun = avformat_write_header(m_format.get(), &options);
    av_dict_free(&options);
    check(begun, "beginning the file");
    makeFrame(plan);
    m_framesPerSecond = plan.framesPerSecond;
  }

  [[nodiscard]] const char* encoding() const { return m_encoding.c_str(); }

  void add(const std::uint8_t* pixels, const std::uint32_t* palette) {
    check(av_frame_make_writable(m_frame.get()), "the next picture");
    if (m_isGif) {
      for (int y = 0; y < m_frame->height; ++y) {
        std::memcpy(m_frame->data[0] + std::ptrdiff_t(y) * m_frame->linesize[0],
                    pixels + std::ptrdiff_t(y) * m_frame->width,
                    static_cast<std::size_t>(m_frame->width));
      }
      std::memcpy(m_frame->data[1], palette, AVPALETTE_SIZE);
      m_frame->pts = (m_pictures * kGifTicks + m_framesPerSecond / 2) / m_framesPerSecond;
    } else {
      const std::array<const std::uint8_t*, 1> rows{pixels};
      const std::array<int, 1> strides{3 * m_frame->width};
      check(sws_scale(m_scaler.get(), rows.data(), strides.data(), 0, m_frame->height,
                      m_frame->data, m_frame->linesize),
            "the colours of the next picture");
      m_frame->pts = m_pictures;
    }
    ++m_pictures;
    check(avcodec_send_frame(m_codec.get(), m_frame.get()), "encoding a picture");
    writePackets();
  }

  void finish() {
    check(avcodec_send_frame(m_codec.get(), nullptr), "encoding the last picture");
    writePackets();
    check(av_write_trailer(m_format.get()), "ending the file");
    check(avio_closep(&m_format->pb), "closing the file");
  }

 private:
  const AVCodec* chooseCodec() {
    if (m_isGif) {
      m_encoding = "GIF";
      return need(avcodec_find_encoder(AV_CODEC_ID_GIF), "the GIF encoder");
    }
    m_encoding = "H.264";
    if (const AVCodec* codec = avcodec_find_encoder_by_name("libx264")) return codec;
    m_encoding = "MPEG-4 part 2";
    return need(avcodec_find_encoder(AV_CODEC_ID_MPEG4), "a video encoder");
  }

  void configure(const MolloquyVideoPlan& plan, const AVCodec& codec) {
    m_codec->width = plan.width;
    m_codec->height = plan.height;
    m_codec->framerate = {plan.framesPerSecond, 1};
    if ((m_format->oformat->flags & AVFMT_GLOBALHEADER) != 0) {
      m_codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    }
    if (m_isGif) {
      m_codec->pix_fmt = AV_PIX_FMT_PAL8;
      m_codec->time_base = {1, kGifTicks};
    } else {
      m_codec->pix_fmt = AV_PIX_FMT_YUV420P;
      m_codec->time_base = {1, plan.framesPerSecond};
      m_codec->gop_size = kPicturesPerKeyFrame;
      m_codec->color_range = AVCOL_RANGE_MPEG;
      m_codec->colorspace = AVCOL_SPC_BT709;
      m_codec->color_primaries = AVCOL_PRI_BT709;
      m_codec->color_trc = AVCOL_TRC_BT709;
      if (m_encoding == "H.264") {
        av_opt_set(m_codec->priv_data, "crf", kX264Quality, 0);
        av_opt_set(m_codec->priv_data, "x264-params", "log-level=error", 0);
      } else {
        m_codec->flags |= AV_CODEC_FLAG_QSCALE;
        m_codec->global_quality = FF_QP2LAMBDA * kMpeg4Quality;
      }
    }
    check(avcodec_open2(m_codec.get(), &codec, nullptr), "opening the encoder");
  }

  void makeFrame(const MolloquyVideoPlan& plan) {
    m_frame.reset(need(av_frame_alloc(), "memory"));
    m_frame->format = m_codec->pix_fmt;
    m_frame->width = plan.width;
    m_frame->height = plan.height;
    m_frame->quality = m_codec->global_quality;
    check(av_frame_get_buffer(m_frame.get(), 0), "memory for a picture");
    m_packet.reset(need(av_packet_alloc(), "memory"));
    if (m_isGif) return;
    m_scaler.reset(
        need(sws_getContext(plan.width, plan.height, AV_PIX_FMT_RGB24, plan.width, plan.height,
                            AV_PIX_FMT_YUV420P, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP,
                            nullptr, nullptr, nullptr),
             "the conversion of colours"));
    const int* table = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(m_scaler.get(), table, 1, table, 0, 0, 1 << 16, 1 << 16);
  }

  void writePackets() {
    while (true) {
      const int code = avcodec_receive_packet(m_codec.get(), m_packet.get());
      if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
      check(code, "encoding a picture");
      av_packet_rescale_ts(m_packet.get(), m_codec->time_base, m_stream->time_base);
      m_packet->stream_index = m_stream->index;
      check(av_interleaved_write_frame(m_format.get(), m_packet.get()), "writing to the file");
    }
  }

  bool m_isGif;
  std::string m_encoding;
  Owned<AVFormatContext> m_format;
  Owned<AVCodecContext> m_codec;
  Owned<AVFrame> m_frame;
  Owned<AVPacket> m_packet;
  Owned<SwsContext> m_scaler;
  AVStream* m_stream = nullptr;  ///< of the format.
  std::int64_t m_pictures = 0;
  int m_framesPerSecond = 1;
};

template <class Work>
bool guarded(const MolloquyVideoFailure& failure, const Work& work) {
  try {
    work();
    return true;
  } catch (const Failure& problem) {
    failure.take(failure.target, problem.reason.c_str());
  } catch (const std::exception& problem) {
    failure.take(failure.target, problem.what());
  }
  return false;
}

void* openVideo(const MolloquyVideoPlan* plan, MolloquyVideoFailure failure) {
  av_log_set_level(AV_LOG_QUIET);
  std::unique_ptr<Video> video;
  guarded(failure, [&] { video = std::make_unique<Video>(*plan); });
  return video.release();
}

const char* encodingOf(const void* video) { return static_cast<const Video*>(video)->encoding(); }

bool addPicture(void* video, const std::uint8_t* pixels, const std::uint32_t* palette,
                MolloquyVideoFailure failure) {
  return guarded(failure, [&] { static_cast<Video*>(video)->add(pixels, palette); });
}

bool finishVideo(void* video, MolloquyVideoFailure failure) {
  return guarded(failure, [&] { static_cast<Video*>(video)->finish(); });
}

void closeVideo(void* video) { std::unique_ptr<Video>(static_cast<Video*>(video)).reset(); }

}  // namespace

extern "C" __attribute__((visibility("default"))) const MolloquyVideoApi* molloquyVideoApi() {
  static const MolloquyVideoApi api{kMolloquyVideoVersion, openVideo, encodingOf, addPicture,
                                    finishVideo,           closeVideo};
  return &api;
}
