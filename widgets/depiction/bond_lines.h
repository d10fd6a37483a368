#pragma once

#include <optional>
#include <vector>

#include <QLineF>
#include <QPointF>

#include "model/chem/layout.h"
#include "model/chem/molecule.h"

class QPainter;

namespace molloquy::widgets {

/// One bond as lines on the screen, before labels cut them.
struct BondLines {
  std::vector<QLineF> solid;
  std::vector<QLineF> dashed;
};

/// What decides where the second line of a double bond goes.
struct BondSurroundings {
  std::optional<QPointF> ringAtom;   ///< an atom of the ring the bond belongs to.
  std::vector<QPointF> aroundBegin;  ///< other neighbours of the ends that are drawn.
  std::vector<QPointF> aroundEnd;
  bool beginLabelled = false, endLabelled = false;
};

/// The lines of a bond of `order` (Kekule order for aromatic ones) from `begin` to `end`.
BondLines linesOf(chem::BondOrder order, const QPointF& begin, const QPointF& end,
                  const BondSurroundings& around);

/// A wedge, hash or wavy line from its narrow end, in the painter's pen colour.
void paintMark(QPainter& painter, chem::BondMark mark, const QLineF& fromNarrowEnd,
               double bondLength);

}  // namespace molloquy::widgets
