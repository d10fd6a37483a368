#include "widgets/depiction/structure_ink.h"

#include "widgets/theme/colour_math.h"
#include "widgets/theme/element_colours.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr double kLineContrast = 4.5;  ///< as for text: the lines of a thumbnail are thin.

}  // namespace

QColor readableElementColour(const QPalette& palette, int atomicNumber, double lowestContrast) {
  const theme::Tokens& t = theme::tokensFor(palette);
  const QColor colour = theme::elementColour(t.scheme, atomicNumber);
  QColor shown = colour;
  for (double share = 0.1; share < 1 && theme::contrastRatio(shown, t.surface) < lowestContrast;
       share += 0.1)
    shown = theme::mixed(colour, t.text, share);
  return shown;
}

StructureInk structureInk(const QPalette& palette) {
  const theme::Tokens& t = theme::tokensFor(palette);
  StructureInk ink;
  ink.line = t.text;
  ink.surface = t.surface;
  ink.quiet = t.text3;
  for (int number = 0; number < static_cast<int>(ink.elements.size()); ++number) {
    const bool plain = number <= 1 || number == 6;
    ink.elements[static_cast<std::size_t>(number)] =
        plain ? t.text : readableElementColour(palette, number, kLineContrast);
  }
  ink.font = theme::font(theme::TextRole::Control);
  return ink;
}

}  // namespace molloquy::widgets
