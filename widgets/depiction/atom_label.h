#pragma once

#include <optional>
#include <vector>

#include <QLineF>
#include <QPointF>
#include <QRectF>
#include <QString>

#include "model/chem/layout.h"
#include "model/chem/molecule.h"
#include "widgets/depiction/structure_ink.h"

class QPainter;

namespace molloquy::widgets {

/// What is written at an atom: "OH", "H3N+", "13C". Laid out once, then asked where bonds have to
/// stop, then painted.
class AtomLabel {
 public:
  /// On which side of the symbol its hydrogens stand.
  enum class Side { Right, Left, Above, Below };

  /// `at` is the middle of the symbol; `letter` the height of its font, logical pixels.
  AtomLabel(const chem::Atom& atom, int hydrogens, Side side, const QPointF& at, double letter,
            const StructureInk& ink);

  /// The part of a line from the atom that the label does not cover; nullopt when nothing is left.
  [[nodiscard]] std::optional<QLineF> clipped(QLineF fromAtom) const;
  void paint(QPainter& painter, const QColor& colour) const;
  [[nodiscard]] QRectF bounds() const;

  /// True for atoms that are more than a corner of the skeleton.
  static bool isNeeded(const chem::Atom& atom, std::size_t drawnNeighbours);
  /// Where there is most room, given the directions of the bonds (screen, y down).
  static Side freeSide(const std::vector<QPointF>& bonds);

 private:
  struct Piece {
    QString text;
    QPointF baseline;
    bool small = false;
    QRectF box;
  };
  void put(const QString& text, const QPointF& baseline, const QFont& font, bool small);
  void putHydrogens(int hydrogens, Side side, const QPointF& at, double symbolWidth);

  QFont m_font, m_smallFont;
  double m_letter;
  double m_gap;  ///< left free between a label and a bond.
  std::vector<Piece> m_pieces;
  int m_radicals = 0;
  QPointF m_radicalPlace;
};

}  // namespace molloquy::widgets
