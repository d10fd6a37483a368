#include "widgets/viewport/tools/internal_move.h"

#include <algorithm>

#include <QCoreApplication>

namespace molloquy::widgets {

namespace {

bool bonded(const chem::Molecule& molecule, AtomIndex a, AtomIndex b) {
  return std::any_of(
      molecule.bonds().begin(), molecule.bonds().end(), [&](const chem::Bond& bond) {
        return (bond.begin == a && bond.end == b) || (bond.begin == b && bond.end == a);
      });
}

/// The neighbour that a person would name: heavy before hydrogen, then in file order.
std::optional<AtomIndex> outerNeighbour(const chem::Molecule& molecule, AtomIndex of,
                                        AtomIndex except) {
  std::optional<AtomIndex> best;
  for (const AtomIndex each : molecule.neighbours(of)) {
    if (each == except) continue;
    const bool heavy = molecule.atoms()[each.value].atomicNumber > 1;
    const bool bestHeavy = best && molecule.atoms()[best->value].atomicNumber > 1;
    if (!best || (heavy && !bestHeavy) || (heavy == bestHeavy && each < *best)) best = each;
  }
  return best;
}

}  // namespace

InternalMove internalMove(const ToolBench& bench, std::vector<AtomIndex> atoms,
                          chem::edit::MovedSide side) {
  const chem::Molecule& molecule = *bench.molecule();
  InternalMove move;
  move.side = side;
  if (side == chem::edit::MovedSide::First) std::reverse(atoms.begin(), atoms.end());
  move.atoms = std::move(atoms);
  const std::size_t count = move.atoms.size();
  AtomIndex fixed = move.atoms[count - 2], moving = move.atoms[count - 1];
  if (count == 4 && bonded(molecule, move.atoms[1], move.atoms[2]) &&
      bonded(molecule, moving, move.atoms[2])) {
    fixed = move.atoms[1];
    moving = move.atoms[2];
  }
  const auto moved = chem::sideOf(molecule, fixed, moving);
  const auto stays = [&](AtomIndex atom) {
    return !moved || std::find(moved->begin(), moved->end(), atom) == moved->end();
  };
  const bool ring = !moved || !stays(move.atoms.front());
  if (ring) {
    move.fault = QCoreApplication::translate(
                     "molloquy::widgets",
                     "%1–%2 is part of a ring, so neither side can move without breaking it.")
                     .arg(bench.atomName(fixed), bench.atomName(moving));
    return move;
  }
  move.moved = *moved;
  const auto held = std::find_if(move.moved.begin(), move.moved.end(),
                                 [&](AtomIndex atom) { return bench.isFixed(atom); });
  if (held != move.moved.end()) {
    move.fault =
        QCoreApplication::translate("molloquy::widgets", "%1 is fixed and would have to move.")
            .arg(bench.atomName(*held));
  }
  return move;
}

std::vector<AtomIndex> torsionAbout(const chem::Molecule& molecule, const chem::Bond& bond) {
  std::vector<AtomIndex> atoms;
  if (const auto first = outerNeighbour(molecule, bond.begin, bond.end)) atoms.push_back(*first);
  atoms.push_back(bond.begin);
  atoms.push_back(bond.end);
  if (const auto last = outerNeighbour(molecule, bond.end, bond.begin)) atoms.push_back(*last);
  return atoms;
}

}  // namespace molloquy::widgets
