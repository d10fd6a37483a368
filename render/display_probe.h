#pragma once

#include "model/base/result.h"

namespace molloquy::render {

/// Whether an X display can be reached. VTK ends the program when it cannot, so ask first.
/// Error: Unsupported, naming the display and the remedy.
Result<void> probeDisplay();

}  // namespace molloquy::render
