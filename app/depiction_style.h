#pragma once

#include <QPalette>
#include <QSize>

#include "model/chem/depiction.h"

namespace molloquy::app {

/// Colours of a 2D drawing that fit the palette, for a box of `size` pixels.
chem::DepictionStyle depictionStyle(const QPalette& palette, QSize size);

}  // namespace molloquy::app
