#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "model/base/result.h"
#include "render/image_export.h"

namespace molloquy::render {

enum class VideoFormat { Mp4, Gif };

/// The format that a file name's extension stands for: ".mp4" or ".gif", in any case.
std::optional<VideoFormat> videoFormatOf(const std::filesystem::path& path);

struct VideoOptions {
  VideoFormat format = VideoFormat::Mp4;
  int width = 1280;  ///< pixels, 16..4096; MP4 needs even numbers (evenSize()).
  int height = 720;
  int framesPerSecond = 30;  ///< 1..60; GIF shows hundredths of a second, so 50 at most.
};

/// A film being written, picture by picture: H.264 in MP4 where libavcodec has an encoder for it,
/// else MPEG-4 part 2; GIF with the colours of the first eight pictures, repeated for ever. The
/// file has its name only once finish() is done; without it nothing is left behind. May be handed
/// from thread to thread, not shared.
class VideoWriter {
 public:
  /// Errors: InvalidInput (sizes, rate), Unsupported (no encoder; the video plugin is not
  /// installed), NotFound (folder).
  static Result<VideoWriter> open(const std::filesystem::path& path, const VideoOptions& options);

  VideoWriter(VideoWriter&& other) noexcept;
  VideoWriter& operator=(VideoWriter&& other) noexcept;
  ~VideoWriter();

  /// The next picture, of the size given. Transparency is laid over white.
  /// Errors: InvalidInput (size), Internal (disk full, encoder).
  Result<void> add(const Picture& picture);
  /// Errors: InvalidInput (no picture was added), Internal.
  Result<void> finish();
  /// "H.264", "MPEG-4 part 2" or "GIF".
  [[nodiscard]] const std::string& encoding() const;

 private:
  struct Film;
  explicit VideoWriter(std::unique_ptr<Film> film);
  std::unique_ptr<Film> m_film;
};

/// `pixels` made even, as MP4 wants it, by leaving out one.
inline int evenSize(int pixels) { return pixels - pixels % 2; }

}  // namespace molloquy::render
