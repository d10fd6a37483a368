#pragma once

#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "app/cli/output.h"

namespace molloquy::cli {

/// What `bench render` is told beside the common options.
struct RenderBenchOptions {
  std::vector<int> atoms{113, 1'000, 10'000, 60'000, 100'000};
  std::string size = "1000x800";
  double seconds = 1.5;
  std::string writeFolder;  ///< writes the structures here as SDF instead of measuring.
};

/// Declares them on the bench command.
void addRenderBenchOptions(CLI::App& command, RenderBenchOptions& options);

/// Frames, picks and memory of the 3D view beside plain VTK; 113 atoms are paclitaxel, other
/// numbers a box of water.
ExitCode runRenderBench(Output output, const RenderBenchOptions& options);

}  // namespace molloquy::cli
