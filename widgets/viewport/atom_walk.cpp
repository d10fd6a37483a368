#include "widgets/viewport/atom_walk.h"

#include <cmath>

#include <QStringList>

#include "widgets/viewport/element_names.h"

namespace molloquy::widgets {

namespace {

/// Cosine of the widest angle between an arrow and the way to an atom.
constexpr double kWidestCosine = 0.2;
constexpr qsizetype kMostNeighbours = 8;

}  // namespace

AtomWalk::AtomWalk(ToolBench* bench, QObject* parent) : QObject(parent), m_bench(bench) {
  connect(bench, &ToolBench::structureChanged, this, [this] {
    m_ended = false;
    if (m_atom && m_atom->value >= m_bench->atomCount()) set(std::nullopt);
  });
}

void AtomWalk::set(std::optional<AtomIndex> atom) {
  if (atom == m_atom) return;
  m_atom = atom;
  Q_EMIT atomChanged(atom);
}

bool AtomWalk::next() {
  if (m_ended || m_bench->atomCount() == 0) return m_ended = false;
  const std::uint32_t wanted = m_atom ? m_atom->value + 1 : 0;
  if (wanted >= m_bench->atomCount()) {
    set(std::nullopt);
    return false;
  }
  set(AtomIndex(wanted));
  return true;
}

bool AtomWalk::previous() {
  if (m_ended || m_bench->atomCount() == 0) return m_ended = false;
  if (m_atom && m_atom->value == 0) {
    set(std::nullopt);
    return false;
  }
  const auto last = static_cast<std::uint32_t>(m_bench->atomCount() - 1);
  set(AtomIndex(m_atom ? m_atom->value - 1 : last));
  return true;
}

void AtomWalk::towards(const QPointF& direction) {
  if (!m_atom) return;
  const auto from = m_bench->placeOf(*m_atom);
  if (!from) return;
  double best = kWidestCosine;
  std::optional<AtomIndex> found;
  for (const AtomIndex neighbour : m_bench->molecule()->neighbours(*m_atom)) {
    const auto place = m_bench->placeOf(neighbour);
    if (!place) continue;
    const QPointF way = *place - *from;
    const double length = std::hypot(way.x(), way.y());
    if (length == 0) continue;
    const double cosine = QPointF::dotProduct(way, direction) / length;
    if (cosine <= best) continue;
    best = cosine;
    found = neighbour;
  }
  if (found) set(found);
}

void AtomWalk::goTo(AtomIndex atom) {
  m_ended = false;
  if (atom.value < m_bench->atomCount()) set(atom);
}

bool AtomWalk::end() {
  if (!m_atom) return false;
  m_ended = true;
  set(std::nullopt);
  return true;
}

QString AtomWalk::sentence(AtomIndex atom) const {
  if (atom.value >= m_bench->atomCount()) return {};
  const chem::Molecule& molecule = *m_bench->molecule();
  const auto spoken = [&molecule](AtomIndex which) {
    return QStringLiteral("%1 %2")
        .arg(elementName(molecule.atoms()[which.value].atomicNumber))
        .arg(which.value + 1);
  };
  const chem::Atom& own = molecule.atoms()[atom.value];
  QStringList parts{spoken(atom)};
  if (own.aromatic) parts << tr("aromatic");
  if (own.formalCharge != 0) {
    parts << tr("charge %1%2")
                 .arg(own.formalCharge > 0 ? tr("plus ") : tr("minus "))
                 .arg(std::abs(own.formalCharge));
  }
  QStringList others;
  const std::vector<AtomIndex> neighbours = molecule.neighbours(atom);
  for (const AtomIndex neighbour : neighbours) {
    if (others.size() < kMostNeighbours) others << spoken(neighbour);
  }
  if (others.isEmpty()) {
    parts << tr("bonded to nothing");
  } else {
    const QString last = others.takeLast();
    parts << tr("bonded to %1")
                 .arg(others.isEmpty() ? last
                                       : tr("%1 and %2").arg(others.join(QLatin1String(", ")), last));
  }
  if (m_bench->selection().contains(atom)) parts << tr("selected");
  return parts.join(QLatin1String(", "));
}

}  // namespace molloquy::widgets
