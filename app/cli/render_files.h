#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"
#include "render/image_export.h"

namespace molloquy::cli {

/// What is to be drawn, all of it known.
struct RenderJob {
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<chem::Conformer> conformers;  ///< at least one; more are played.
  render::PictureOptions picture;
  int turntable = 0;  ///< pictures of a whole turn.
  int framesPerSecond = 25;
};

/// Draws and writes the file that the name's ending asks for; the file is whole or not there.
/// Errors: Unsupported (display, encoder), InvalidInput (stopped, nothing to write), NotFound,
/// Internal.
Result<void> writeRendering(const RenderJob& job, const std::string& file, std::stop_token stop);

}  // namespace molloquy::cli
