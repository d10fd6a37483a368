#include "widgets/depiction/depiction_style.h"

#include "widgets/theme/colour_math.h"
#include "widgets/theme/element_colours.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr double kLowestContrast = 3.0;  ///< of a letter or line on the surface.
constexpr int kElements = 118;
constexpr int kCarbon = 6;

/// An element's colour, moved towards the text colour until it can be read as a line.
QString lineColour(const theme::Tokens& t, int atomicNumber) {
  const QColor colour = theme::elementColour(t.scheme, atomicNumber);
  QColor shown = colour;
  for (double share = 0.1; share < 1 && theme::contrastRatio(shown, t.surface) < kLowestContrast;
       share += 0.1)
    shown = theme::mixed(colour, t.text, share);
  return shown.name();
}

}  // namespace

chem::DepictionStyle depictionStyle(const QPalette& palette, QSize size) {
  const theme::Tokens& t = theme::tokensFor(palette);
  chem::DepictionStyle style;
  style.bond = t.text.name().toStdString();
  for (int number = 2; number <= kElements; ++number)
    if (number != kCarbon) style.elements.emplace_back(number, lineColour(t, number).toStdString());
  style.width = size.width();
  style.height = size.height();
  return style;
}

}  // namespace molloquy::widgets
