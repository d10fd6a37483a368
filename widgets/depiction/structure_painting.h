#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <vector>

#include "model/chem/layout.h"
#include "model/chem/molecule.h"
#include "widgets/depiction/structure_ink.h"

class QPainter;

namespace molloquy::widgets {

/// How paper (chem::Point2, y up) lies on the screen (y down).
struct PaperView {
  QPointF origin;      ///< where the paper's (0, 0) is, logical pixels.
  double scale = 1.0;  ///< logical pixels to a unit of the paper.

  [[nodiscard]] QPointF toScreen(const chem::Point2& place) const {
    return {origin.x() + place[0] * scale, origin.y() - place[1] * scale};
  }
  [[nodiscard]] chem::Point2 toPaper(const QPointF& place) const {
    return {(place.x() - origin.x()) / scale, (origin.y() - place.y()) / scale};
  }
  [[nodiscard]] double bondLength() const { return scale * chem::kLayoutBond; }
};

/// The whole drawing in the middle of `room`, bonds no longer than `longestBond` logical pixels.
PaperView fittedView(const chem::Layout2D& layout, const QRectF& room, double longestBond);

/// What is written besides the atoms.
struct StructureNotes {
  enum class Stereo { Hidden, Shown } stereo = Stereo::Hidden;  ///< R, S, E, Z.
};

/// Draws a structure from its layout: skeleton, letters, charges, wedges. Nothing is filled behind
/// it. Sizes follow the view, so a drawing is crisp at any zoom and pixel ratio. Atoms without a
/// place are left out; a layout of another structure draws nothing.
void paintStructure(QPainter& painter, const chem::Molecule& molecule, const chem::Layout2D& layout,
                    const PaperView& view, const StructureInk& ink,
                    const StructureNotes& notes = {});

/// Atoms that are marked behind the lines, with the bonds between them.
struct HighlightedAtoms {
  std::vector<AtomIndex> atoms;
  QColor colour;
};

/// A small drawing on transparent ground for a thumbnail that asked for `size` logical pixels
/// (thumbnailRequest): its lines are right when it is shown in the room it was asked for. Any
/// thread.
QImage structureThumbnail(const chem::Molecule& molecule, const chem::Layout2D& layout,
                          const StructureInk& ink, const QSize& size, qreal devicePixelRatio,
                          const HighlightedAtoms& highlighted = {});

}  // namespace molloquy::widgets
