#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "render/media/video_writer.h"
#include "render/trackball_camera.h"

namespace molloquy::render {

/// What one picture of a film shows.
struct AnimationFrame {
  CameraPose pose;
  std::size_t conformer = 0;  ///< which of the structure's sets of positions.
};

/// Once round about the vertical axis of the picture in `frames` (2..3,600) even steps; the picture
/// after the last is the first again.
std::vector<AnimationFrame> turntable(const CameraPose& pose, std::size_t frames);

/// Every conformer of a trajectory for `picturesEach` pictures, seen from one place.
std::vector<AnimationFrame> playback(const CameraPose& pose, std::size_t conformers,
                                     std::size_t picturesEach);

/// Draws the picture of a frame; on the GL thread.
using FrameDrawer = std::function<Result<Picture>(const AnimationFrame& frame)>;

/// Draws and writes a film in one go, for the command line. A window draws frame by frame instead,
/// so that it stays alive, and hands the pictures to a VideoWriter on another thread.
/// Stopped, it leaves no file. Errors: InvalidInput (no frames, stopped), and as VideoWriter.
Result<void> writeAnimation(
    const std::filesystem::path& path, const VideoOptions& options,
    const std::vector<AnimationFrame>& frames, const FrameDrawer& draw,
    const std::function<void(std::size_t done, std::size_t total)>& progress, std::stop_token stop);

}  // namespace molloquy::render
