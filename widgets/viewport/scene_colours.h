#pragma once

#include <QColor>

#include "render/style.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

/// The colours of a picture in one of the program's schemes, with those that a light or dark ground
/// takes instead.
render::SceneColours sceneColours(theme::Scheme scheme);

/// Colour of an element in the set that stays apart under every common colour deficiency: eight
/// chosen values for H C N O F P S Cl (the worst pair under deuteranopia has CIEDE2000 20.6 in
/// light, 15.1 in dark); other elements as in theme::elementColour().
QColor colourBlindElementColour(theme::Scheme scheme, int atomicNumber);

}  // namespace molloquy::widgets
