#pragma once

#include <array>

#include <QColor>
#include <QFont>
#include <QPalette>

namespace molloquy::widgets {

/// The colours and the letters a structure is drawn with. A value: made on the GUI thread, used on
/// any.
struct StructureInk {
  QColor line;     ///< bonds, carbon, hydrogen.
  QColor surface;  ///< what is drawn on; a drawing fills nothing with it but gaps.
  QColor quiet;    ///< stereo labels, atom numbers.
  std::array<QColor, 119> elements;  ///< by atomic number; each is readable as a thin line.
  QFont font;

  [[nodiscard]] const QColor& of(int atomicNumber) const {
    return atomicNumber > 0 && atomicNumber < static_cast<int>(elements.size())
               ? elements[static_cast<std::size_t>(atomicNumber)]
               : line;
  }
};

StructureInk structureInk(const QPalette& palette);

/// An element's colour, moved towards the text colour until its contrast on the surface is at least
/// `lowestContrast` (WCAG).
QColor readableElementColour(const QPalette& palette, int atomicNumber, double lowestContrast);

}  // namespace molloquy::widgets
