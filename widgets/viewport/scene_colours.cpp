#include "widgets/viewport/scene_colours.h"

#include "widgets/theme/element_colours.h"

namespace molloquy::widgets {

namespace {

render::Rgb rgb(const QColor& colour) {
  return {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()),
          static_cast<std::uint8_t>(colour.blue())};
}

}  // namespace

render::SceneColours sceneColours(theme::Scheme scheme) {
  const theme::Tokens& tokens = theme::tokens(scheme);
  render::SceneColours colours;
  colours.background = rgb(tokens.view);
  colours.surface = rgb(tokens.surface);
  colours.accent = rgb(tokens.accent);
  for (std::size_t slot = 0; slot < colours.pins.size(); ++slot) {
    colours.pins[slot] = rgb(tokens.pins[slot]);
  }
  for (std::size_t element = 0; element < colours.elements.size(); ++element) {
    colours.elements[element] = rgb(theme::elementColour(scheme, static_cast<int>(element)));
  }
  return colours;
}

}  // namespace molloquy::widgets
