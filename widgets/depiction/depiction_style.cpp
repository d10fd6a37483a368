#include "widgets/depiction/depiction_style.h"

#include "widgets/depiction/structure_ink.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr double kLowestContrast = 3.0;  ///< of a letter or line on the surface.
constexpr int kElements = 118;
constexpr int kCarbon = 6;

}  // namespace

chem::DepictionStyle depictionStyle(const QPalette& palette, QSize size) {
  const theme::Tokens& t = theme::tokensFor(palette);
  chem::DepictionStyle style;
  style.bond = t.text.name().toStdString();
  for (int number = 2; number <= kElements; ++number)
    if (number != kCarbon)
      style.elements.emplace_back(
          number, readableElementColour(palette, number, kLowestContrast).name().toStdString());
  style.width = size.width();
  style.height = size.height();
  return style;
}

}  // namespace molloquy::widgets
