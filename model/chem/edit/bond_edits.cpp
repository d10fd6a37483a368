// Atoms and bonds that come and go.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/chem/describer/element_names.h"
#include "model/chem/edit/edits.h"
#include "model/chem/edit/hydrogens.h"
#include "model/chem/edit/valence.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

/// Cosine of the angle below which a hydrogen stands in a new bond's way.
constexpr double kInTheWay = 0.17;  // 80 degrees

/// Alternating path of aromatic bonds from `at` to `goal`, the next bond having Kekule order
/// `wanted`; the bonds of the path in `path`.
bool alternatingPath(const Draft& draft, std::uint32_t at, std::uint32_t goal, BondOrder wanted,
                     std::vector<std::uint32_t>& path, std::vector<bool>& seen, int& stepsLeft) {
  if (--stepsLeft < 0) return false;
  for (const std::uint32_t bond : draft.bondsOf(at)) {
    const Bond& b = draft.bond(bond);
    if (b.order != BondOrder::Aromatic || b.kekuleOrder != wanted) continue;
    if (!path.empty() && path.front() == bond) continue;
    const std::uint32_t other = draft.otherEnd(bond, at);
    // The cycle closes with the same kind of bond that it began with after the first one.
    if (other == goal && wanted != draft.bond(path.front()).kekuleOrder) {
      path.push_back(bond);
      return true;
    }
    if (other == goal || seen[other]) continue;
    seen[other] = true;
    path.push_back(bond);
    const BondOrder next = wanted == BondOrder::Single ? BondOrder::Double : BondOrder::Single;
    if (alternatingPath(draft, other, goal, next, path, seen, stepsLeft)) return true;
    path.pop_back();
    seen[other] = false;
  }
  return false;
}

/// Gives an aromatic ring its other Kekule structure, in which `bond` has the other order.
void swapKekule(Draft& draft, std::uint32_t bond) {
  const Bond& b = draft.bond(bond);
  const BondOrder opposite =
      b.kekuleOrder == BondOrder::Single ? BondOrder::Double : BondOrder::Single;
  std::vector<std::uint32_t> path{bond};
  std::vector<bool> seen(draft.size(), false);
  seen[b.begin.value] = true;
  int steps = 20'000;
  seen[b.end.value] = true;
  if (!alternatingPath(draft, b.end.value, b.begin.value, opposite, path, seen, steps)) return;
  for (const std::uint32_t swapped : path) {
    const BondOrder order = draft.bond(swapped).kekuleOrder == BondOrder::Single
                                ? BondOrder::Double
                                : BondOrder::Single;
    draft.setKekuleOrder(swapped, order);
  }
}

/// Moves an atom at the end of its bond, with its hydrogens, to the bond's usual length.
void fitTerminal(Draft& draft, std::uint32_t bond) {
  const Bond& b = draft.bond(bond);
  for (const auto& [end, fixed] :
       {std::pair(b.end.value, b.begin.value), std::pair(b.begin.value, b.end.value)}) {
    const std::vector<std::uint32_t> hydrogens = draft.plainHydrogensOf(end);
    const std::size_t heavy = draft.bondsOf(end).size() - hydrogens.size();
    const bool bondedToHydrogen = draft.isPlainHydrogen(fixed);
    if (heavy > 1 || bondedToHydrogen) continue;
    const Point3 along = draft.at(end) - draft.at(fixed);
    const double length =
        bondLength(draft.atom(end).atomicNumber, draft.atom(fixed).atomicNumber, b.kekuleOrder);
    const Point3 by = unit(along) * (length - lengthOf(along));
    draft.at(end) = draft.at(end) + by;
    for (const std::uint32_t hydrogen : hydrogens) {
      if (hydrogen != fixed) draft.at(hydrogen) = draft.at(hydrogen) + by;
    }
    return;
  }
}

}  // namespace

void setBondOrder(Draft& draft, std::uint32_t bond, BondOrder order) {
  const Bond& b = draft.bond(bond);
  if (b.order == BondOrder::Aromatic && b.kekuleOrder != BondOrder::Aromatic) {
    const bool swap = (order == BondOrder::Single && b.kekuleOrder == BondOrder::Single) ||
                      (order == BondOrder::Double && b.kekuleOrder == BondOrder::Single);
    if (swap) swapKekule(draft, bond);
    // An aromatic bond that is asked to be aromatic has its order.
    if (order == BondOrder::Aromatic) return;
  }
  draft.setOrder(bond, order);
}

void makeRoom(Draft& draft, std::uint32_t atom, const Point3& direction, int extra) {
  const Atom& a = draft.atom(atom);
  const int others = draft.bondOrders(atom, Draft::Counted::WithoutHydrogens) + extra;
  if (valenceState(a.atomicNumber, a.formalCharge, a.radicalElectrons, others) ==
      ValenceState::Unknown) {
    return;
  }
  const int wanted = missingHydrogens(a.atomicNumber, a.formalCharge, a.radicalElectrons, others);
  auto spare = static_cast<int>(draft.plainHydrogensOf(atom).size()) - wanted;
  for (; spare > 0; --spare) removeHydrogenTowards(draft, atom, direction);
}

Result<Outcome> applied(const Before& before, const AddAtom& operation) {
  if (auto error = noSuchElement(operation.atomicNumber)) return tl::unexpected(*error);
  if (auto error = noSuchPlace(operation.position)) return tl::unexpected(*error);
  Draft draft(before.molecule, before.conformer.positions);
  const std::uint32_t atom =
      draft.addAtom({.atomicNumber = operation.atomicNumber}, operation.position);
  if (operation.hydrogens == Hydrogens::Adjust) adjustHydrogens(draft, atom, Layout::KeepPlaces);
  return finished(draft, before.molecule, before.conformer,
                  {.title = "Add " + describer::elementName(operation.atomicNumber),
                   .added = {atom},
                   .touched = {atom}});
}

Result<Outcome> applied(const Before& before, const GrowAtom& operation) {
  if (auto error = noSuchAtom(before, {&operation.from, 1})) return tl::unexpected(*error);
  if (auto error = noSuchElement(operation.atomicNumber)) return tl::unexpected(*error);
  if (auto error = noSuchPlace(operation.position)) return tl::unexpected(*error);
  Draft draft(before.molecule, before.conformer.positions);
  const std::uint32_t from = operation.from.value;
  const bool adjust = operation.hydrogens == Hydrogens::Adjust;
  Point3 direction = unit(operation.position - draft.at(from));
  const bool directed = lengthOf(direction) > 0;
  if (!directed) {
    const std::vector<std::uint32_t> hydrogens = draft.plainHydrogensOf(from);
    direction = hydrogens.empty() || !adjust ? freeDirections(draft, from, 1).front()
                                             : unit(draft.at(hydrogens.front()) - draft.at(from));
  }
  if (adjust) makeRoom(draft, from, direction, orderValue(operation.order));
  const double length =
      bondLength(draft.atom(from).atomicNumber, operation.atomicNumber, operation.order);
  const std::uint32_t atom =
      draft.addAtom({.atomicNumber = operation.atomicNumber}, draft.at(from) + direction * length);
  draft.addBond(from, atom, operation.order);
  if (adjust) {
    bool inTheWay = operation.order != BondOrder::Single;
    for (const std::uint32_t hydrogen : draft.plainHydrogensOf(from)) {
      if (hydrogen == atom) continue;
      inTheWay |= dot(unit(draft.at(hydrogen) - draft.at(from)), direction) > kInTheWay;
    }
    if (inTheWay && operation.atomicNumber != 1) layOutHydrogens(draft, from);
    adjustHydrogens(draft, from, Layout::KeepPlaces);
    adjustHydrogens(draft, atom, Layout::KeepPlaces);
  }
  const std::string title =
      fmt::format("Add {} to {}", describer::elementName(operation.atomicNumber),
                  atomName(before.molecule, operation.from));
  return finished(draft, before.molecule, before.conformer,
                  {.title = title, .added = {atom}, .touched = {from, atom}});
}

Result<Outcome> applied(const Before& before, const SetBond& operation) {
  const std::array ends{operation.begin, operation.end};
  if (auto error = noSuchAtom(before, ends)) return tl::unexpected(*error);
  if (operation.begin == operation.end) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} cannot be bonded to itself; choose a second atom.",
                            atomName(before.molecule, operation.begin)));
  }
  Draft draft(before.molecule, before.conformer.positions);
  const std::uint32_t a = operation.begin.value;
  const std::uint32_t b = operation.end.value;
  const bool adjust = operation.hydrogens == Hydrogens::Adjust;
  const std::optional<std::uint32_t> existing = draft.bondBetween(a, b);
  std::string title;
  if (existing) {
    title = fmt::format("Make {} a {} bond", atomNames(before.molecule, ends),
                        orderName(operation.order));
    setBondOrder(draft, *existing, operation.order);
    fitTerminal(draft, *existing);
  } else {
    title =
        fmt::format("Add {} bond {}", orderName(operation.order), atomNames(before.molecule, ends));
    const Point3 direction = draft.at(b) - draft.at(a);
    if (adjust) {
      makeRoom(draft, a, direction, orderValue(operation.order));
      makeRoom(draft, b, -direction, orderValue(operation.order));
    }
    // Making room may have taken one of the two, a hydrogen of the other.
    if (draft.has(a) && draft.has(b)) draft.addBond(a, b, operation.order);
  }
  if (adjust) {
    for (const std::uint32_t end : {a, b}) {
      if (draft.has(end)) adjustHydrogens(draft, end, Layout::LayOutAnew);
    }
  }
  return finished(draft, before.molecule, before.conformer, {.title = title, .touched = {a, b}});
}

Result<Outcome> applied(const Before& before, const RemoveBonds& operation) {
  Draft draft(before.molecule, before.conformer.positions);
  std::vector<std::uint32_t> ends;
  for (const BondIndex bond : operation.bonds) {
    if (bond.value >= before.molecule.bonds().size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("There is no bond {}; the structure has {}. Choose the bonds again.",
                              std::uint64_t{bond.value} + 1, before.molecule.bonds().size()));
    }
    if (!draft.hasBond(bond.value)) continue;
    ends.push_back(draft.bond(bond.value).begin.value);
    ends.push_back(draft.bond(bond.value).end.value);
    draft.removeBond(bond.value);
  }
  if (operation.hydrogens == Hydrogens::Adjust) {
    for (const std::uint32_t end : ends) adjustHydrogens(draft, end, Layout::KeepPlaces);
  }
  return finished(draft, before.molecule, before.conformer,
                  {.title = "Delete " + (operation.bonds.size() == 1 ? "bond " : std::string()) +
                            nameOf(before, operation.bonds),
                   .touched = ends});
}

Result<Outcome> applied(const Before& before, const RemoveAtoms& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  Draft draft(before.molecule, before.conformer.positions);
  const bool adjust = operation.hydrogens == Hydrogens::Adjust;
  std::vector<std::uint32_t> neighbours;
  for (const AtomIndex index : operation.atoms) {
    if (!draft.has(index.value)) continue;
    // A hydrogen that was chosen is gone for good; what loses another atom gets hydrogens.
    const bool hydrogen = draft.isPlainHydrogen(index.value);
    if (adjust && !hydrogen) {
      for (const std::uint32_t h : draft.plainHydrogensOf(index.value)) draft.removeAtom(h);
      for (const std::uint32_t other : draft.neighbours(index.value)) neighbours.push_back(other);
    }
    draft.removeAtom(index.value);
  }
  for (const std::uint32_t atom : neighbours) {
    if (draft.has(atom)) adjustHydrogens(draft, atom, Layout::KeepPlaces);
  }
  return finished(draft, before.molecule, before.conformer,
                  {.title = "Delete " + nameOf(before, operation.atoms), .touched = neighbours});
}

Result<Outcome> applied(const Before& before, const RemoveAllBonds&) {
  Draft draft(before.molecule, before.conformer.positions);
  for (std::uint32_t bond = 0; bond < draft.bondSlots(); ++bond) draft.removeBond(bond);
  return finished(draft, before.molecule, before.conformer, {.title = "Delete all bonds"});
}

}  // namespace molloquy::chem::edit
