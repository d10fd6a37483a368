#include "widgets/depiction/bond_lines.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace molloquy::widgets {
namespace {

constexpr double kApart = 0.16;      ///< between the lines of a double bond, of its length.
constexpr double kShorter = 0.62;    ///< of that distance: how much an inner line ends earlier.
constexpr double kWedgeWidth = 0.2;  ///< of the usual bond length.
constexpr double kHashStep = 0.09;
constexpr double kWaveLength = 0.2;
constexpr double kArrow = 0.2;

QPointF normalOf(const QLineF& line) {
  const double length = std::max(1e-6, line.length());
  return {-line.dy() / length, line.dx() / length};
}

double sideOf(const QLineF& bond, const QPointF& place) {
  return bond.dx() * (place.y() - bond.y1()) - bond.dy() * (place.x() - bond.x1());
}

/// +1 or -1: the side of the second line; 0: the two lines lie about the middle.
int sideOfSecondLine(const QLineF& bond, const BondSurroundings& around) {
  if (around.ringAtom) return sideOf(bond, *around.ringAtom) >= 0 ? 1 : -1;
  const bool endAlone = around.aroundEnd.empty();
  const bool beginAlone = around.aroundBegin.empty();
  if (endAlone && beginAlone) return 0;
  if ((endAlone && (around.endLabelled || around.aroundBegin.size() > 1)) ||
      (beginAlone && (around.beginLabelled || around.aroundEnd.size() > 1)))
    return 0;
  int balance = 0;
  for (const std::vector<QPointF>* places : {&around.aroundBegin, &around.aroundEnd})
    for (const QPointF& place : *places) balance += sideOf(bond, place) >= 0 ? 1 : -1;
  return balance >= 0 ? 1 : -1;
}

QLineF shortened(const QLineF& line, double begin, double end) {
  const double length = std::max(1e-6, line.length());
  return {line.pointAt(begin / length), line.pointAt(1 - end / length)};
}

QLineF second(const QLineF& bond, int side, const BondSurroundings& around) {
  const double apart = kApart * bond.length();
  const QPointF shift = normalOf(bond) * apart * side;
  const double cut = apart * kShorter;
  const bool cutBegin = !around.beginLabelled && !around.aroundBegin.empty();
  const bool cutEnd = !around.endLabelled && !around.aroundEnd.empty();
  return shortened(bond.translated(shift), cutBegin ? cut : 0, cutEnd ? cut : 0);
}

void paintHash(QPainter& painter, const QLineF& line, double bondLength) {
  const QPointF normal = normalOf(line);
  const double step = std::max(2.0, kHashStep * bondLength);
  const int count = std::max(3, static_cast<int>(line.length() / step));
  for (int index = 1; index <= count; ++index) {
    const double along = static_cast<double>(index) / count;
    const QPointF middle = line.pointAt(along);
    const QPointF half = normal * (kWedgeWidth * bondLength / 2 * (0.15 + 0.85 * along));
    painter.drawLine(middle - half, middle + half);
  }
}

void paintWave(QPainter& painter, const QLineF& line, double bondLength) {
  const QPointF normal = normalOf(line) * (kWedgeWidth * bondLength * 0.6);
  const int waves = std::max(3, static_cast<int>(line.length() / (kWaveLength * bondLength)));
  QPainterPath path(line.p1());
  for (int index = 0; index < waves; ++index) {
    const double middle = (index + 0.5) / waves;
    path.quadTo(line.pointAt(middle) + normal * (index % 2 == 0 ? 1 : -1),
                line.pointAt((index + 1.0) / waves));
  }
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path);
}

void addArrow(BondLines& lines, const QLineF& bond) {
  const QPointF tip = bond.pointAt(0.82);
  const QPointF back = bond.pointAt(0.82 - kArrow);
  const QPointF normal = normalOf(bond) * (kArrow * bond.length() * 0.45);
  lines.solid.emplace_back(tip, back + normal);
  lines.solid.emplace_back(tip, back - normal);
}

}  // namespace

BondLines linesOf(chem::BondOrder order, const QPointF& begin, const QPointF& end,
                  const BondSurroundings& around) {
  const QLineF bond(begin, end);
  const QPointF normal = normalOf(bond) * (kApart * bond.length());
  BondLines lines;
  switch (order) {
    case chem::BondOrder::Double:
      if (const int side = sideOfSecondLine(bond, around); side != 0) {
        lines.solid = {bond, second(bond, side, around)};
      } else {
        lines.solid = {bond.translated(normal / 2), bond.translated(-normal / 2)};
      }
      break;
    case chem::BondOrder::Triple:
      lines.solid = {bond, bond.translated(normal), bond.translated(-normal)};
      break;
    case chem::BondOrder::Quadruple:
      for (const double at : {-1.2, -0.4, 0.4, 1.2})
        lines.solid.push_back(bond.translated(normal * at));
      break;
    case chem::BondOrder::Aromatic:
      lines.solid = {bond};
      lines.dashed = {second(bond, around.ringAtom ? sideOfSecondLine(bond, around) : 1, around)};
      break;
    case chem::BondOrder::Dative:
      lines.solid = {bond};
      addArrow(lines, bond);
      break;
    case chem::BondOrder::Other:
      lines.dashed = {bond};
      break;
    case chem::BondOrder::Single:
      lines.solid = {bond};
      break;
  }
  return lines;
}

void paintMark(QPainter& painter, chem::BondMark mark, const QLineF& fromNarrowEnd,
               double bondLength) {
  switch (mark) {
    case chem::BondMark::Wedge: {
      const QPointF half = normalOf(fromNarrowEnd) * (kWedgeWidth * bondLength / 2);
      painter.setBrush(painter.pen().color());
      const QPen pen = painter.pen();
      painter.setPen(Qt::NoPen);
      painter.drawPolygon(
          QPolygonF({fromNarrowEnd.p1(), fromNarrowEnd.p2() + half, fromNarrowEnd.p2() - half}));
      painter.setPen(pen);
      painter.setBrush(Qt::NoBrush);
      break;
    }
    case chem::BondMark::Hash:
      paintHash(painter, fromNarrowEnd, bondLength);
      break;
    case chem::BondMark::Wavy:
      paintWave(painter, fromNarrowEnd, bondLength);
      break;
    case chem::BondMark::Crossed: {
      const QPointF half = normalOf(fromNarrowEnd) * (kApart * bondLength / 2);
      painter.drawLine(fromNarrowEnd.p1() + half, fromNarrowEnd.p2() - half);
      painter.drawLine(fromNarrowEnd.p1() - half, fromNarrowEnd.p2() + half);
      break;
    }
  }
}

}  // namespace molloquy::widgets
