#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "render/bench/bench_subjects.h"
#include "render/style.h"

namespace molloquy::render::bench {

struct Options {
  int width = 1000;      ///< pixels.
  int height = 800;      ///< pixels.
  double seconds = 1.5;  ///< of frames for each row and round; at least three frames.
  int rounds = 3;        ///< the middle one counts.
  SceneColours colours;
};

/// Frames of one structure, drawn in one way while the camera turns.
struct FrameRow {
  std::string structure;
  std::size_t atoms = 0;
  std::string what;            ///< "still", "moving", "plain VTK".
  double firstFrameMs = 0;     ///< from the structure in memory to the first finished frame, wall.
  double cpuMsPerFrame = 0;    ///< processor time of all threads.
  double framesPerSecond = 0;  ///< wall.
  double cpuOverPlainVtk = 0;  ///< this row's processor time over plain VTK's.
};

/// Picking, and what the scene costs.
struct PickRow {
  std::string structure;
  std::size_t atoms = 0;
  double indexMs = 0;       ///< making the index, on its own thread.
  double pickMs = 0;        ///< one click, the index being there.
  double boxMs = 0;         ///< a selection box over most of the picture.
  double movedFrameMs = 0;  ///< processor time of moving 1,000 atoms and drawing while they move.
  double memoryMb = 0;      ///< the process's growth by scene and first frame.
};

/// Times every subject. Needs an X display.
/// Errors: Unsupported (no display or OpenGL), InvalidInput (stopped).
Result<void> measureRendering(const Options& options, const std::vector<Subject>& subjects,
                              const std::function<void(const FrameRow&)>& onFrames,
                              const std::function<void(const PickRow&)>& onPicks,
                              const std::stop_token& stop);

}  // namespace molloquy::render::bench
