#pragma once

#include <optional>
#include <vector>

#include "model/chem/edit/operations.h"
#include "widgets/viewport/tools/tool_bench.h"

namespace molloquy::widgets {

/// A distance, angle or torsion that can be set: its atoms, and those that move with it.
struct InternalMove {
  std::vector<AtomIndex> atoms;  ///< 2, 3 or 4; the last one moves.
  std::vector<AtomIndex> moved;
  chem::edit::MovedSide side = chem::edit::MovedSide::Last;  ///< of the atoms as they were given.
  QString fault;  ///< why it cannot be set; empty when it can.
};

/// What moves when the value of `atoms` is set on a side, as chem::edit::SetInternal does it.
/// Ring bonds and ring angles have a fault, which names the ring's bond.
InternalMove internalMove(const ToolBench& bench, std::vector<AtomIndex> atoms,
                          chem::edit::MovedSide side);

/// The atoms of the torsion about a bond, heavy neighbours first; fewer than four when an end has
/// no other neighbour.
std::vector<AtomIndex> torsionAbout(const chem::Molecule& molecule, const chem::Bond& bond);

}  // namespace molloquy::widgets
