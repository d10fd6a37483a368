#include "widgets/depiction/structure_painting.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/depiction/atom_label.h"
#include "widgets/depiction/bond_lines.h"
#include "widgets/depiction/highlight_shape.h"
#include "widgets/depiction/thumbnail.h"

namespace molloquy::widgets {
namespace {

constexpr double kLetter = 0.46;         ///< height of a letter's font, of a bond length.
constexpr double kSmallestLetter = 6.5;  ///< logical pixels.
constexpr double kLine = 0.05;           ///< width of a line, of a bond length.
constexpr double kThinnest = 1.0;
/// With shorter bonds letters would only cover one another; the halves of the bonds keep the
/// elements' colours.
constexpr double kLettersFrom = 6.5;
constexpr double kLabelRoom = 0.55;  ///< around the atoms for their letters, of a bond length.

bool isChalcogenOrHalogen(int atomicNumber) {
  for (const int number : {8, 9, 16, 17, 34, 35, 52, 53})
    if (number == atomicNumber) return true;
  return false;
}

/// The middle of the widest gap between the bonds of an atom.
QPointF roomiestDirection(const std::vector<QPointF>& bonds) {
  if (bonds.empty()) return {0.6, 0.8};
  std::vector<double> angles;
  for (const QPointF& bond : bonds) angles.push_back(std::atan2(bond.y(), bond.x()));
  std::sort(angles.begin(), angles.end());
  angles.push_back(angles.front() + 2 * M_PI);
  double widest = 0, middle = 0;
  for (std::size_t i = 0; i + 1 < angles.size(); ++i) {
    if (angles[i + 1] - angles[i] <= widest) continue;
    widest = angles[i + 1] - angles[i];
    middle = (angles[i] + angles[i + 1]) / 2;
  }
  return {std::cos(middle), std::sin(middle)};
}

/// One drawing in the making.
class Drawing {
 public:
  Drawing(const chem::Molecule& molecule, const chem::Layout2D& layout, const PaperView& view,
          const StructureInk& ink)
      : m_molecule(molecule), m_layout(layout), m_view(view), m_ink(ink) {
    m_places.resize(molecule.atoms().size());
    m_neighbours.resize(molecule.atoms().size());
    for (std::size_t atom = 0; atom < m_places.size(); ++atom)
      if (layout.places[atom]) m_places[atom] = view.toScreen(*layout.places[atom]);
    for (const chem::Bond& bond : molecule.bonds()) {
      if (!isDrawn(bond)) continue;
      m_neighbours[bond.begin.value].push_back(bond.end.value);
      m_neighbours[bond.end.value].push_back(bond.begin.value);
    }
    makeLabels();
  }

  void paint(QPainter& painter) const {
    const double width = std::max(kThinnest, kLine * m_view.bondLength());
    for (std::size_t bond = 0; bond < m_molecule.bonds().size(); ++bond)
      if (isDrawn(m_molecule.bonds()[bond])) paintBond(painter, bond, width);
    for (std::size_t atom = 0; atom < m_labels.size(); ++atom)
      if (m_labels[atom]) m_labels[atom]->paint(painter, colourOf(atom));
  }

  /// What the drawing covers, letters included.
  [[nodiscard]] QRectF bounds() const {
    QRectF bounds;
    for (std::size_t atom = 0; atom < m_places.size(); ++atom) {
      if (!m_layout.places[atom]) continue;
      bounds |= QRectF(m_places[atom] - QPointF(1, 1), QSizeF(2, 2));
      if (m_labels[atom]) bounds |= m_labels[atom]->bounds();
    }
    return bounds;
  }

  /// R, S, E and Z.
  void paintStereo(QPainter& painter) const;

 private:
  [[nodiscard]] bool isDrawn(const chem::Bond& bond) const {
    return m_layout.places[bond.begin.value] && m_layout.places[bond.end.value];
  }
  [[nodiscard]] const QColor& colourOf(std::size_t atom) const {
    return m_ink.of(m_molecule.atoms()[atom].atomicNumber);
  }
  [[nodiscard]] std::vector<QPointF> directionsAt(std::size_t atom) const {
    std::vector<QPointF> directions;
    for (const std::uint32_t other : m_neighbours[atom]) {
      const QLineF line(m_places[atom], m_places[other]);
      const double length = std::max(1e-6, line.length());
      directions.emplace_back(line.dx() / length, line.dy() / length);
    }
    return directions;
  }

  void makeLabels();
  [[nodiscard]] BondSurroundings surroundings(std::size_t bond) const;
  [[nodiscard]] std::optional<QLineF> cut(QLineF line, std::uint32_t begin,
                                          std::uint32_t end) const;
  void paintBond(QPainter& painter, std::size_t bond, double width) const;
  void paintHalves(QPainter& painter, const QLineF& line, const chem::Bond& bond, QPen pen) const;

  const chem::Molecule& m_molecule;
  const chem::Layout2D& m_layout;
  const PaperView& m_view;
  const StructureInk& m_ink;
  std::vector<QPointF> m_places;
  std::vector<std::vector<std::uint32_t>> m_neighbours;
  std::vector<std::optional<AtomLabel>> m_labels;
};

void Drawing::makeLabels() {
  const double letter = std::max(kSmallestLetter, kLetter * m_view.bondLength());
  m_labels.resize(m_places.size());
  const bool crowded = m_view.bondLength() < kLettersFrom;
  for (std::size_t atom = 0; atom < m_places.size(); ++atom) {
    const chem::Atom& what = m_molecule.atoms()[atom];
    if (!m_layout.places[atom] || !AtomLabel::isNeeded(what, m_neighbours[atom].size())) continue;
    if (crowded && !m_neighbours[atom].empty()) continue;
    const auto directions = directionsAt(atom);
    // Hydrides of chalcogens and halogens are written H2O, HCl.
    const bool hydride = directions.empty() && isChalcogenOrHalogen(what.atomicNumber);
    m_labels[atom].emplace(what, m_layout.hydrogens[atom],
                           hydride ? AtomLabel::Side::Left : AtomLabel::freeSide(directions),
                           m_places[atom], letter, m_ink);
  }
}

BondSurroundings Drawing::surroundings(std::size_t index) const {
  const chem::Bond& bond = m_molecule.bonds()[index];
  BondSurroundings around;
  if (const auto& ring = m_layout.ringSide[index];
      ring && ring->value < m_places.size() && m_layout.places[ring->value])
    around.ringAtom = m_places[ring->value];
  for (const std::uint32_t other : m_neighbours[bond.begin.value])
    if (other != bond.end.value) around.aroundBegin.push_back(m_places[other]);
  for (const std::uint32_t other : m_neighbours[bond.end.value])
    if (other != bond.begin.value) around.aroundEnd.push_back(m_places[other]);
  around.beginLabelled = m_labels[bond.begin.value].has_value();
  around.endLabelled = m_labels[bond.end.value].has_value();
  return around;
}

std::optional<QLineF> Drawing::cut(QLineF line, std::uint32_t begin, std::uint32_t end) const {
  if (m_labels[begin]) {
    const auto rest = m_labels[begin]->clipped(line);
    if (!rest) return std::nullopt;
    line = *rest;
  }
  if (m_labels[end]) {
    const auto rest = m_labels[end]->clipped({line.p2(), line.p1()});
    if (!rest) return std::nullopt;
    line = {rest->p2(), rest->p1()};
  }
  return line;
}

void Drawing::paintHalves(QPainter& painter, const QLineF& line, const chem::Bond& bond,
                          QPen pen) const {
  const auto shown = cut(line, bond.begin.value, bond.end.value);
  if (!shown) return;
  const QColor& first = colourOf(bond.begin.value);
  const QColor& second = colourOf(bond.end.value);
  pen.setColor(first);
  if (first == second) {
    painter.setPen(pen);
    painter.drawLine(*shown);
    return;
  }
  // The colour changes half-way between the atoms, not in the middle of what the letters leave.
  const QPointF middle = line.pointAt(0.5);
  const double half = QLineF(line.p1(), middle).length();
  const bool inside = QLineF(line.p1(), shown->p1()).length() < half &&
                      QLineF(line.p2(), shown->p2()).length() < half;
  const QPointF change = inside ? middle : shown->pointAt(0.5);
  painter.setPen(pen);
  painter.drawLine(shown->p1(), change);
  pen.setColor(second);
  painter.setPen(pen);
  painter.drawLine(change, shown->p2());
}

void Drawing::paintBond(QPainter& painter, std::size_t index, double width) const {
  const chem::Bond& bond = m_molecule.bonds()[index];
  const QPointF begin = m_places[bond.begin.value];
  const QPointF end = m_places[bond.end.value];
  const QPen pen(m_ink.line, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
  const auto mark =
      std::find_if(m_layout.marks.begin(), m_layout.marks.end(),
                   [&](const chem::MarkedBond& marked) { return marked.bond.value == index; });
  if (mark != m_layout.marks.end()) {
    const bool fromBegin = mark->narrowEnd == bond.begin;
    const auto line = fromBegin ? cut({begin, end}, bond.begin.value, bond.end.value)
                                : cut({end, begin}, bond.end.value, bond.begin.value);
    if (!line) return;
    painter.setPen(pen);
    paintMark(painter, mark->mark, *line, m_view.bondLength());
    return;
  }
  const chem::BondOrder order =
      bond.order == chem::BondOrder::Aromatic ? bond.kekuleOrder : bond.order;
  const BondLines lines = linesOf(order, begin, end, surroundings(index));
  for (const QLineF& line : lines.solid) paintHalves(painter, line, bond, pen);
  QPen dashed(pen);
  dashed.setCapStyle(Qt::FlatCap);
  dashed.setDashPattern({3, 2.5});
  for (const QLineF& line : lines.dashed) paintHalves(painter, line, bond, dashed);
}

void Drawing::paintStereo(QPainter& painter) const {
  QFont font = m_ink.font;
  font.setPixelSize(std::max(8, static_cast<int>(m_view.bondLength() * 0.3)));
  painter.setFont(font);
  painter.setPen(m_ink.quiet);
  const QFontMetricsF metrics(font);
  const auto write = [&](const std::string& label, const QPointF& middle) {
    const QString text = QStringLiteral("(%1)").arg(QString::fromStdString(label));
    painter.drawText(
        middle + QPointF(-metrics.horizontalAdvance(text) / 2, metrics.ascent() * 0.36), text);
  };
  for (std::size_t atom = 0; atom < m_places.size(); ++atom) {
    if (!m_layout.places[atom] || m_layout.atomLabels[atom].empty()) continue;
    const double distance = m_view.bondLength() * (m_labels[atom] ? 0.52 : 0.38);
    write(m_layout.atomLabels[atom],
          m_places[atom] + roomiestDirection(directionsAt(atom)) * distance);
  }
  for (std::size_t bond = 0; bond < m_layout.bondLabels.size(); ++bond) {
    if (m_layout.bondLabels[bond].empty() || !isDrawn(m_molecule.bonds()[bond])) continue;
    const QLineF line(m_places[m_molecule.bonds()[bond].begin.value],
                      m_places[m_molecule.bonds()[bond].end.value]);
    const QPointF normal = QPointF(line.dy(), -line.dx()) / std::max(1e-6, line.length());
    write(m_layout.bondLabels[bond], line.pointAt(0.5) + normal * m_view.bondLength() * 0.34);
  }
}

bool fits(const chem::Molecule& molecule, const chem::Layout2D& layout) {
  return layout.places.size() == molecule.atoms().size() &&
         layout.hydrogens.size() == molecule.atoms().size() &&
         layout.atomLabels.size() == molecule.atoms().size() &&
         layout.ringSide.size() == molecule.bonds().size() &&
         layout.bondLabels.size() == molecule.bonds().size();
}

}  // namespace

PaperView fittedView(const chem::Layout2D& layout, const QRectF& room, double longestBond) {
  double left = std::numeric_limits<double>::max(), right = std::numeric_limits<double>::lowest();
  double bottom = left, top = right;
  for (const auto& place : layout.places) {
    if (!place) continue;
    left = std::min(left, (*place)[0]);
    right = std::max(right, (*place)[0]);
    bottom = std::min(bottom, (*place)[1]);
    top = std::max(top, (*place)[1]);
  }
  PaperView view;
  const double longest = longestBond / chem::kLayoutBond;
  if (left > right) return {room.center(), longest};
  const double margin = 2 * kLabelRoom * chem::kLayoutBond;
  view.scale = std::min(
      {longest, room.width() / (right - left + margin), room.height() / (top - bottom + margin)});
  view.origin =
      room.center() + QPointF(-(left + right) / 2 * view.scale, (top + bottom) / 2 * view.scale);
  return view;
}

void paintStructure(QPainter& painter, const chem::Molecule& molecule, const chem::Layout2D& layout,
                    const PaperView& view, const StructureInk& ink, const StructureNotes& notes) {
  if (!fits(molecule, layout)) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const Drawing drawing(molecule, layout, view, ink);
  drawing.paint(painter);
  if (notes.stereo == StructureNotes::Stereo::Shown) drawing.paintStereo(painter);
  painter.restore();
}

namespace {

/// A view in which the letters fit too: they do not shrink with the bonds below a certain size.
PaperView fittedWithLetters(const chem::Molecule& molecule, const chem::Layout2D& layout,
                            const QRectF& room, double longestBond, const StructureInk& ink) {
  constexpr int kRounds = 4;
  PaperView view = fittedView(layout, room, longestBond);
  for (int round = 0; round < kRounds && fits(molecule, layout); ++round) {
    const QRectF covered = Drawing(molecule, layout, view, ink).bounds();
    const double scale = std::min({1.0, room.width() / std::max(1.0, covered.width()),
                                   room.height() / std::max(1.0, covered.height())});
    if (scale == 1.0 && room.contains(covered)) break;
    // Scaled about the middle of what is covered, which goes to the middle of the room.
    view.origin = room.center() + (view.origin - covered.center()) * scale;
    view.scale *= scale;
  }
  return view;
}

constexpr double kHighlightOpacity = 0.32;
constexpr double kHighlightRadius = 0.34;  ///< of a bond's length.

HighlightShape highlightShape(const chem::Molecule& molecule, const chem::Layout2D& layout,
                              const PaperView& view, const std::vector<AtomIndex>& atoms) {
  HighlightShape shape;
  shape.radius = kHighlightRadius * view.bondLength();
  if (!fits(molecule, layout)) return shape;
  std::vector<bool> marked(layout.places.size());
  for (const AtomIndex atom : atoms) {
    if (atom.value >= marked.size() || !layout.places[atom.value]) continue;
    marked[atom.value] = true;
    shape.discs.push_back(view.toScreen(*layout.places[atom.value]));
  }
  for (const chem::Bond& bond : molecule.bonds()) {
    if (!marked[bond.begin.value] || !marked[bond.end.value]) continue;
    shape.bands.emplace_back(view.toScreen(*layout.places[bond.begin.value]),
                             view.toScreen(*layout.places[bond.end.value]));
  }
  return shape;
}

}  // namespace

QImage structureThumbnail(const chem::Molecule& molecule, const chem::Layout2D& layout,
                          const StructureInk& ink, const QSize& size, qreal devicePixelRatio,
                          const HighlightedAtoms& highlighted) {
  constexpr double kLongestBond = 16;
  QImage image(size * devicePixelRatio, QImage::Format_ARGB32_Premultiplied);
  if (image.isNull()) return image;
  image.setDevicePixelRatio(devicePixelRatio);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.scale(kThumbnailOversize, kThumbnailOversize);
  const QRectF room(QPointF(0, 0), QSizeF(size) / kThumbnailOversize);
  const PaperView view =
      fittedWithLetters(molecule, layout, room.adjusted(1, 1, -1, -1), kLongestBond, ink);
  if (!highlighted.atoms.empty()) {
    fillShape(painter, highlightShape(molecule, layout, view, highlighted.atoms),
              highlighted.colour, kHighlightOpacity);
  }
  paintStructure(painter, molecule, layout, view, ink);
  return image;
}

}  // namespace molloquy::widgets
