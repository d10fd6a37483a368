#include "widgets/viewport/scene_colours.h"

#include <algorithm>
#include <memory>

#include "widgets/theme/colour_math.h"
#include "widgets/theme/element_colours.h"

namespace molloquy::widgets {

namespace {

/// How far the ground's gradient goes from the view's colour, CIE lightness.
constexpr double kGradientRise = 4;
constexpr double kDarkGradientRise = 13;
constexpr double kGradientFall = 9;
constexpr double kDarkGradientFall = 3;

render::Rgb rgb(const QColor& colour) {
  return {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()),
          static_cast<std::uint8_t>(colour.blue())};
}

render::Rgb lighter(const QColor& colour, double lightness) {
  theme::Lab lab = theme::toLab(colour);
  lab.lightness = std::clamp(lab.lightness + lightness, 0.0, 100.0);
  return rgb(theme::fromLab(lab));
}

render::SceneColours coloursOf(theme::Scheme scheme) {
  const theme::Tokens& tokens = theme::tokens(scheme);
  render::SceneColours colours;
  colours.background = rgb(tokens.view);
  colours.surface = rgb(tokens.surface);
  colours.accent = rgb(tokens.accent);
  const bool dark = scheme == theme::Scheme::Dark;
  colours.gradientTop = lighter(tokens.view, dark ? kDarkGradientRise : kGradientRise);
  colours.gradientBottom = lighter(tokens.view, -(dark ? kDarkGradientFall : kGradientFall));
  for (std::size_t slot = 0; slot < colours.pins.size(); ++slot) {
    colours.pins[slot] = rgb(tokens.pins[slot]);
  }
  for (std::size_t element = 0; element < colours.elements.size(); ++element) {
    const int number = static_cast<int>(element);
    colours.elements[element] = rgb(theme::elementColour(scheme, number));
    colours.colourBlindElements[element] = rgb(colourBlindElementColour(scheme, number));
  }
  return colours;
}

}  // namespace

QColor colourBlindElementColour(theme::Scheme scheme, int atomicNumber) {
  const bool dark = scheme == theme::Scheme::Dark;
  switch (atomicNumber) {
    case 1:
      return QColor::fromRgb(0xF2F3F5);
    case 6:
      return QColor::fromRgb(dark ? 0x5B6574 : 0x4F4F4F);
    case 7:
      return QColor::fromRgb(dark ? 0x4989F6 : 0x0D20D1);
    case 8:
      return QColor::fromRgb(dark ? 0xD9601E : 0xBB4C05);
    case 9:
      return QColor::fromRgb(dark ? 0x7FD4FF : 0x2AB1FA);
    case 15:
      return QColor::fromRgb(dark ? 0xCA90B5 : 0xB86C95);
    case 16:
      return QColor::fromRgb(dark ? 0xF3F23A : 0xF3F715);
    case 17:
      return QColor::fromRgb(dark ? 0x35B584 : 0x4BC285);
    default:
      return theme::elementColour(scheme, atomicNumber);
  }
}

render::SceneColours sceneColours(theme::Scheme scheme) {
  render::SceneColours colours = coloursOf(scheme);
  colours.onLight = std::make_shared<const render::SceneColours>(coloursOf(theme::Scheme::Light));
  colours.onDark = std::make_shared<const render::SceneColours>(coloursOf(theme::Scheme::Dark));
  return colours;
}

}  // namespace molloquy::widgets
