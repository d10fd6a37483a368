#include "widgets/depiction/atom_label.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace molloquy::widgets {
namespace {

constexpr double kSmall = 0.7;     ///< of the letter: indices and charges.
constexpr double kCapital = 0.72;  ///< height of a capital letter, of the letter.
constexpr QChar kMinus(0x2212);

QFont sized(const QFont& font, double pixels) {
  QFont result = font;
  result.setPixelSize(std::max(1, static_cast<int>(std::lround(pixels))));
  return result;
}

QString chargeText(int charge) {
  if (charge == 0) return {};
  const QString sign = charge > 0 ? QStringLiteral("+") : QString(kMinus);
  return std::abs(charge) == 1 ? sign : QString::number(std::abs(charge)) + sign;
}

/// Where a line that starts inside a box leaves it, as a part 0..1 of the line; 0 when it starts
/// outside and misses it.
double exitOf(const QRectF& box, const QLineF& line) {
  double enter = 0, leave = 1;
  const auto slab = [&](double start, double step, double low, double high) {
    if (std::abs(step) < 1e-9) return start >= low && start <= high;
    double first = (low - start) / step;
    double second = (high - start) / step;
    if (first > second) std::swap(first, second);
    enter = std::max(enter, first);
    leave = std::min(leave, second);
    return enter <= leave;
  };
  const bool crosses = slab(line.x1(), line.dx(), box.left(), box.right()) &&
                       slab(line.y1(), line.dy(), box.top(), box.bottom());
  return crosses ? leave : 0;
}

}  // namespace

bool AtomLabel::isNeeded(const chem::Atom& atom, std::size_t drawnNeighbours) {
  return atom.atomicNumber != 6 || atom.formalCharge != 0 || atom.isotope != 0 ||
         atom.radicalElectrons != 0 || drawnNeighbours == 0;
}

AtomLabel::Side AtomLabel::freeSide(const std::vector<QPointF>& bonds) {
  constexpr std::array<std::pair<Side, QPointF>, 4> kSides{{{Side::Right, {1, 0}},
                                                            {Side::Left, {-1, 0}},
                                                            {Side::Below, {0, 1}},
                                                            {Side::Above, {0, -1}}}};
  Side best = Side::Right;
  double bestRoom = -2;
  for (const auto& [side, direction] : kSides) {
    double room = 1;
    for (const QPointF& bond : bonds) room = std::min(room, -QPointF::dotProduct(bond, direction));
    // Formulas are read along the line: above and below only where two bonds take the sides.
    const bool upright = side == Side::Above || side == Side::Below;
    if (upright) room -= bonds.size() > 1 ? 0.45 : 2;
    if (room > bestRoom + 1e-6) {
      bestRoom = room;
      best = side;
    }
  }
  return best;
}

AtomLabel::AtomLabel(const chem::Atom& atom, int hydrogens, Side side, const QPointF& at,
                     double letter, const StructureInk& ink)
    : m_font(sized(ink.font, letter)),
      m_smallFont(sized(ink.font, letter * kSmall)),
      m_letter(letter),
      m_gap(letter * 0.14) {
  const QString symbol = QString::fromStdString(chem::elementSymbol(atom.atomicNumber));
  const double width = QFontMetricsF(m_font).horizontalAdvance(symbol);
  const double base = at.y() + letter * kCapital / 2;
  put(symbol, {at.x() - width / 2, base}, m_font, false);
  if (atom.isotope > 0) {
    const QString mass = QString::number(atom.isotope);
    const double massWidth = QFontMetricsF(m_smallFont).horizontalAdvance(mass);
    put(mass, {at.x() - width / 2 - massWidth, base - letter * 0.4}, m_smallFont, true);
  }
  const std::size_t beforeHydrogens = m_pieces.size();
  if (hydrogens > 0) putHydrogens(hydrogens, side, {at.x(), base}, width);
  if (const QString charge = chargeText(atom.formalCharge); !charge.isEmpty()) {
    double right = at.x() + width / 2;
    if (side == Side::Right)
      for (std::size_t i = beforeHydrogens; i < m_pieces.size(); ++i)
        right = std::max(right, m_pieces[i].box.right());
    put(charge, {right + letter * 0.04, base - letter * 0.42}, m_smallFont, true);
  }
  m_radicals = atom.radicalElectrons;
  m_radicalPlace = {at.x(), base - letter * (kCapital + 0.18)};
}

void AtomLabel::put(const QString& text, const QPointF& baseline, const QFont& font, bool small) {
  const double width = QFontMetricsF(font).horizontalAdvance(text);
  const double height = m_letter * kCapital * (small ? kSmall : 1);
  m_pieces.push_back(
      {text, baseline, small, QRectF(baseline.x(), baseline.y() - height, width, height)});
}

void AtomLabel::putHydrogens(int hydrogens, Side side, const QPointF& at, double symbolWidth) {
  const QString letter = QStringLiteral("H");
  const QString count = hydrogens > 1 ? QString::number(hydrogens) : QString();
  const double letterWidth = QFontMetricsF(m_font).horizontalAdvance(letter);
  const double countWidth = QFontMetricsF(m_smallFont).horizontalAdvance(count);
  double x = at.x() + symbolWidth / 2;
  double y = at.y();
  if (side == Side::Left) {
    x = at.x() - symbolWidth / 2 - letterWidth - countWidth;
    for (const Piece& piece : m_pieces)  // an isotope's mass stays next to its symbol
      x = std::min(x, piece.box.left() - letterWidth - countWidth);
  } else if (side != Side::Right) {
    x = at.x() - letterWidth / 2;
    y += (side == Side::Above ? -1 : 1) * m_letter * 0.95;
  }
  put(letter, {x, y}, m_font, false);
  if (!count.isEmpty()) put(count, {x + letterWidth, y + m_letter * 0.18}, m_smallFont, true);
}

std::optional<QLineF> AtomLabel::clipped(QLineF fromAtom) const {
  double start = 0;
  for (const Piece& piece : m_pieces) {
    start = std::max(start, exitOf(piece.box.adjusted(-m_gap, -m_gap, m_gap, m_gap), fromAtom));
  }
  if (start >= 0.999) return std::nullopt;
  return QLineF(fromAtom.pointAt(start), fromAtom.p2());
}

QRectF AtomLabel::bounds() const {
  QRectF bounds;
  for (const Piece& piece : m_pieces) bounds |= piece.box;
  return bounds;
}

void AtomLabel::paint(QPainter& painter, const QColor& colour) const {
  painter.setPen(colour);
  for (const Piece& piece : m_pieces) {
    painter.setFont(piece.small ? m_smallFont : m_font);
    painter.drawText(piece.baseline, piece.text);
  }
  if (m_radicals == 0) return;
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  const double dot = std::max(1.0, m_letter * 0.09);
  const double step = dot * 3;
  for (int index = 0; index < m_radicals; ++index) {
    const double x = m_radicalPlace.x() + (index - (m_radicals - 1) / 2.0) * step;
    painter.drawEllipse(QPointF(x, m_radicalPlace.y()), dot, dot);
  }
  painter.setBrush(Qt::NoBrush);
}

}  // namespace molloquy::widgets
