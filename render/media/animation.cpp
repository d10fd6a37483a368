#include "render/media/animation.h"

#include <numbers>

#include "render/vector_math.h"

namespace molloquy::render {

std::vector<AnimationFrame> turntable(const CameraPose& pose, std::size_t frames) {
  std::vector<AnimationFrame> all;
  for (std::size_t i = 0; i < frames; ++i) {
    const double angle = 2 * std::numbers::pi * double(i) / double(frames);
    all.push_back({rotated(pose, angle, 0), 0});
  }
  return all;
}

std::vector<AnimationFrame> playback(const CameraPose& pose, std::size_t conformers,
                                     std::size_t picturesEach) {
  std::vector<AnimationFrame> all;
  for (std::size_t conformer = 0; conformer < conformers; ++conformer) {
    all.insert(all.end(), picturesEach, {pose, conformer});
  }
  return all;
}

Result<void> writeAnimation(const std::filesystem::path& path, const VideoOptions& options,
                            const std::vector<AnimationFrame>& frames, const FrameDrawer& draw,
                            const std::function<void(std::size_t, std::size_t)>& progress,
                            std::stop_token stop) {
  if (frames.empty()) return fail(ErrorCode::InvalidInput, "A film needs at least one picture.");
  auto writer = VideoWriter::open(path, options);
  if (!writer) return tl::unexpected(writer.error());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (stop.stop_requested()) {
      return fail(ErrorCode::InvalidInput, "The film was stopped; no file was written.");
    }
    if (progress) progress(i, frames.size());
    const Result<Picture> picture = draw(frames[i]);
    if (!picture) return tl::unexpected(picture.error());
    if (auto added = writer->add(*picture); !added) return added;
  }
  if (progress) progress(frames.size(), frames.size());
  return writer->finish();
}

}  // namespace molloquy::render
