#include "widgets/selection/atom_selection_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace molloquy::widgets {

namespace {

std::vector<AtomIndex> sortedUnique(std::vector<AtomIndex> atoms) {
  std::sort(atoms.begin(), atoms.end());
  atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
  return atoms;
}

}  // namespace

AtomSelectionModel::AtomSelectionModel(QObject* parent) : QObject(parent) {}

bool AtomSelectionModel::contains(AtomIndex atom) const {
  return std::binary_search(m_atoms.begin(), m_atoms.end(), atom);
}

void AtomSelectionModel::select(std::vector<AtomIndex> atoms, Origin origin) {
  atoms = sortedUnique(std::move(atoms));
  if (atoms == m_atoms) return;
  m_atoms = std::move(atoms);
  Q_EMIT selectionChanged(origin);
}

void AtomSelectionModel::add(const std::vector<AtomIndex>& atoms, Origin origin) {
  std::vector<AtomIndex> all = m_atoms;
  all.insert(all.end(), atoms.begin(), atoms.end());
  select(std::move(all), origin);
}

void AtomSelectionModel::remove(const std::vector<AtomIndex>& atoms, Origin origin) {
  const std::vector<AtomIndex> gone = sortedUnique(atoms);
  std::vector<AtomIndex> rest;
  std::set_difference(m_atoms.begin(), m_atoms.end(), gone.begin(), gone.end(),
                      std::back_inserter(rest));
  select(std::move(rest), origin);
}

void AtomSelectionModel::toggle(AtomIndex atom, Origin origin) {
  contains(atom) ? remove({atom}, origin) : add({atom}, origin);
}

void AtomSelectionModel::clear(Origin origin) { select({}, origin); }

}  // namespace molloquy::widgets
