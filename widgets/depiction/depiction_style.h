#pragma once

#include <QPalette>
#include <QSize>

#include "model/chem/depiction.h"

namespace molloquy::widgets {

/// Colours of a 2D drawing that fit the palette, each readable as a line on the surface, for a box
/// of `size` pixels.
chem::DepictionStyle depictionStyle(const QPalette& palette, QSize size);

}  // namespace molloquy::widgets
