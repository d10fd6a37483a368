#pragma once

#include "render/style.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

/// The colours of a picture in one of the program's schemes.
render::SceneColours sceneColours(theme::Scheme scheme);

}  // namespace molloquy::widgets
