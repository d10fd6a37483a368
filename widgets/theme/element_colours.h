#pragma once

#include <QColor>

#include "widgets/theme/tokens.h"

namespace molloquy::theme {

/// Colour of an element in the classic set: eight chosen values for H C N O F S P Cl, for every
/// other element the Jmol value with its CIE lightness moved into 45..75 (light) or 55..85 (dark).
///
/// atomicNumber  1..118; anything else (a dummy atom, 0) gets the colour of an unknown element.
/// Source: the Jmol colour table (jmol.sourceforge.net/jscolors); elements past 109 take its last
/// value.
QColor elementColour(Scheme scheme, int atomicNumber);

}  // namespace molloquy::theme
