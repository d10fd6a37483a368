// Fragments of the library and whole pieces joined.
#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "model/chem/edit/attachment.h"
#include "model/chem/edit/edits.h"
#include "model/chem/edit/fragments.h"
#include "model/chem/edit/hydrogens.h"
#include "model/chem/edit/valence.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

constexpr double kObstaclesBeyondAngstrom = 4;

/// "Benzene" in the middle of a title; "L-Alanine" and "EDTA" stay.
std::string inTitle(std::string name) {
  const bool word = name.size() > 1 && std::islower(static_cast<unsigned char>(name[1])) != 0;
  if (word) name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  return name;
}

/// What of a fragment is put: all but the atom that stands for the structure, and its hydrogens.
struct Piece {
  std::vector<std::uint32_t> atoms;     ///< places in the shape.
  std::vector<std::uint32_t> attached;  ///< atoms bonded to the stand-in.
  Positions positions;                  ///< of `atoms`.
};

Piece pieceOf(const FragmentShape& shape) {
  const Molecule& molecule = *shape.molecule;
  std::vector<bool> left(molecule.atoms().size(), false);
  Piece piece;
  if (shape.attachment) {
    left[shape.attachment->value] = true;
    for (const AtomIndex other : molecule.neighbours(*shape.attachment)) {
      const bool ownHydrogen = molecule.atoms()[other.value].atomicNumber == 1;
      if (ownHydrogen) left[other.value] = true;
      if (!ownHydrogen) piece.attached.push_back(other.value);
    }
    // A hydrogen as the whole fragment stays.
    if (piece.attached.empty()) {
      const AtomIndex only = molecule.neighbours(*shape.attachment).front();
      left[only.value] = false;
      piece.attached.push_back(only.value);
    }
  }
  for (std::uint32_t i = 0; i < left.size(); ++i) {
    if (left[i]) continue;
    piece.atoms.push_back(i);
    piece.positions.push_back(shape.positions[i]);
  }
  return piece;
}

/// Adds a piece's atoms and inner bonds; returns the place in the draft by place in the shape.
std::map<std::uint32_t, std::uint32_t> addPiece(Draft& draft, const FragmentShape& shape,
                                                const Piece& piece, const Positions& positions,
                                                Step& step) {
  std::map<std::uint32_t, std::uint32_t> placeOf;
  for (std::size_t i = 0; i < piece.atoms.size(); ++i) {
    const Atom& atom = shape.molecule->atoms()[piece.atoms[i]];
    const std::uint32_t added = draft.addAtom(atom, positions[i]);
    placeOf[piece.atoms[i]] = added;
    step.touched.push_back(added);
    if (atom.atomicNumber != 1) step.added.push_back(added);
  }
  for (const Bond& bond : shape.molecule->bonds()) {
    const auto begin = placeOf.find(bond.begin.value);
    const auto end = placeOf.find(bond.end.value);
    if (begin == placeOf.end() || end == placeOf.end()) continue;
    const std::uint32_t added = draft.addBond(begin->second, end->second, bond.order);
    draft.setKekuleOrder(added, bond.kekuleOrder);
  }
  return placeOf;
}

/// The order of a fragment's bond to its stand-in.
BondOrder orderBetween(const Molecule& molecule, std::uint32_t a, std::uint32_t b) {
  for (const Bond& bond : molecule.bonds()) {
    const bool same = (bond.begin.value == a && bond.end.value == b) ||
                      (bond.begin.value == b && bond.end.value == a);
    if (same) return bond.kekuleOrder;
  }
  return BondOrder::Single;
}

double reachOf(const Positions& positions, const Point3& pivot) {
  double reach = 0;
  for (const Point3& p : positions) reach = std::max(reach, distanceOf(p, pivot));
  return reach + kObstaclesBeyondAngstrom;
}

/// The atom that a fragment hangs on, and the atom that goes for it.
struct Anchor {
  std::uint32_t atom = 0;
  std::optional<std::uint32_t> replaced;
};

Anchor anchorOf(const Draft& draft, std::uint32_t at) {
  const Atom& atom = draft.atom(at);
  const bool one = draft.bondsOf(at).size() == 1;
  const bool halogen = atom.atomicNumber == 9 || atom.atomicNumber == 17 ||
                       atom.atomicNumber == 35 || atom.atomicNumber == 53;
  if (one && (atom.atomicNumber <= 1 || (halogen && atom.formalCharge == 0))) {
    return {draft.neighbours(at).front(), at};
  }
  return {at, std::nullopt};
}

/// Attaches a fragment to an anchor along a direction.
void attach(Draft& draft, const FragmentShape& shape, std::uint32_t anchor, const Point3& direction,
            Step& step) {
  const Piece piece = pieceOf(shape);
  const std::uint32_t standIn = shape.attachment->value;
  int orders = 0;
  for (const std::uint32_t atom : piece.attached) {
    orders += std::max(1, orderValue(orderBetween(*shape.molecule, standIn, atom)));
  }
  makeRoom(draft, anchor, direction, orders);
  Placement placement;
  const Point3& standInAt = shape.positions[standIn];
  if (piece.attached.size() == 1) {
    const std::uint32_t first = piece.attached.front();
    const BondOrder order = orderBetween(*shape.molecule, standIn, first);
    const double length = bondLength(draft.atom(anchor).atomicNumber,
                                     shape.molecule->atoms()[first].atomicNumber, order);
    placement.pivot = shape.positions[first];
    placement.arm = shape.positions[first] - standInAt;
    placement.place = draft.at(anchor) + direction * length;
  } else {
    placement.pivot = standInAt;
    Point3 middle{};
    for (const std::uint32_t atom : piece.attached) {
      middle = middle + (shape.positions[atom] - standInAt);
    }
    placement.arm = middle;
    placement.place = draft.at(anchor);
  }
  placement.direction = direction;
  std::vector<bool> without(draft.size(), false);
  without[anchor] = true;
  const std::vector<Point3> obstacles =
      obstaclesNear(draft, placement.place, reachOf(piece.positions, placement.pivot), without);
  const Positions positions = placed(piece.positions, placement, obstacles);
  const auto placeOf = addPiece(draft, shape, piece, positions, step);
  for (const std::uint32_t atom : piece.attached) {
    draft.addBond(placeOf.at(atom), anchor, orderBetween(*shape.molecule, standIn, atom));
  }
  step.touched.push_back(anchor);
  adjustHydrogens(draft, anchor, Layout::KeepPlaces);
}

/// The fragment alone, with hydrogens where it would be attached, its middle at a place.
void putAlone(Draft& draft, const FragmentShape& shape, const Point3& position, Step& step) {
  const Piece piece = pieceOf(shape);
  Point3 middle{};
  for (const Point3& p : piece.positions) middle = middle + p;
  middle = middle * (1.0 / static_cast<double>(piece.positions.size()));
  Positions positions;
  for (const Point3& p : piece.positions) positions.push_back(p - middle + position);
  const auto placeOf = addPiece(draft, shape, piece, positions, step);
  for (const std::uint32_t atom : piece.attached) {
    adjustHydrogens(draft, placeOf.at(atom), Layout::KeepPlaces);
  }
}

/// A place beside everything there is, for fragments that cannot be attached.
Point3 placeBeside(const Draft& draft, std::uint32_t atom, const FragmentShape& shape) {
  const Point3 direction = roomiestDirection(draft, atom);
  const Point3 centre = centreOf(draft.positions(), {});
  double extent = 0;
  for (const Point3& p : shape.positions) extent = std::max(extent, distanceOf(p, centre));
  return draft.at(atom) + direction * (extent + kObstaclesBeyondAngstrom);
}

}  // namespace

Result<Outcome> applied(const Before& before, const AddFragment& operation) {
  if (operation.at) {
    if (auto error = noSuchAtom(before, {&*operation.at, 1})) return tl::unexpected(*error);
  }
  if (auto error = noSuchPlace(operation.position)) return tl::unexpected(*error);
  if (auto error = tooLarge(before, "Adding a fragment")) return tl::unexpected(*error);
  const Result<std::shared_ptr<const FragmentShape>> shape = fragmentShape(operation.id);
  if (!shape) return tl::unexpected(shape.error());
  Draft draft(before.molecule, before.conformer.positions);
  Step step{.title = "Add " + inTitle((*shape)->fragment.name)};
  if (!operation.at) {
    putAlone(draft, **shape, operation.position, step);
    return finished(draft, before.molecule, before.conformer, std::move(step));
  }
  const Anchor anchor = anchorOf(draft, operation.at->value);
  const std::string anchorName = atomName(before.molecule, AtomIndex(anchor.atom));
  if (!(*shape)->attachment) {
    step.warnings.push_back(fmt::format("{} has no place to attach it by, so it stands beside {}.",
                                        (*shape)->fragment.name, anchorName));
    putAlone(draft, **shape, placeBeside(draft, anchor.atom, **shape), step);
    return finished(draft, before.molecule, before.conformer, std::move(step));
  }
  Point3 direction{};
  if (anchor.replaced) {
    direction = unit(draft.at(*anchor.replaced) - draft.at(anchor.atom));
    draft.removeAtom(*anchor.replaced);
  }
  if (lengthOf(direction) == 0) direction = roomiestDirection(draft, anchor.atom);
  attach(draft, **shape, anchor.atom, direction, step);
  step.title += " to " + anchorName;
  return finished(draft, before.molecule, before.conformer, std::move(step));
}

Result<Outcome> applied(const Before& before, const Join& operation) {
  if (auto error = noSuchAtom(before, std::array{operation.first, operation.second})) {
    return tl::unexpected(*error);
  }
  Draft draft(before.molecule, before.conformer.positions);
  // Hydrogens that were chosen stand for the atoms they hang on.
  const auto meant = [&](AtomIndex chosen) {
    const bool hydrogen = draft.isPlainHydrogen(chosen.value);
    return hydrogen ? draft.neighbours(chosen.value).front() : chosen.value;
  };
  const std::uint32_t first = meant(operation.first);
  const std::uint32_t second = meant(operation.second);
  const std::array ends{AtomIndex(first), AtomIndex(second)};
  const std::string title = fmt::format("Join {} and {}", atomName(before.molecule, ends[0]),
                                        atomName(before.molecule, ends[1]));
  const auto group = draft.sideOf(first, second);
  const bool apart = group && std::find(group->begin(), group->end(), first) == group->end() &&
                     first != second && !draft.bondBetween(first, second);
  if (!apart) {
    // Two atoms of one fragment: a ring is closed where they are.
    Result<Outcome> closed =
        applied(before, SetBond{.begin = ends[0], .end = ends[1], .order = operation.order});
    if (closed) closed->title = title;
    return closed;
  }
  const Point3 out = roomiestDirection(draft, first);
  const Point3 back = roomiestDirection(draft, second);
  makeRoom(draft, first, out, orderValue(operation.order));
  makeRoom(draft, second, back, orderValue(operation.order));
  Positions positions;
  std::vector<bool> moving(draft.size(), false);
  for (const std::uint32_t atom : *group) {
    moving[atom] = true;
    positions.push_back(draft.at(atom));
  }
  const double length =
      bondLength(draft.atom(first).atomicNumber, draft.atom(second).atomicNumber, operation.order);
  const Placement placement{.pivot = draft.at(second),
                            .arm = -back,
                            .place = draft.at(first) + out * length,
                            .direction = out};
  moving[first] = true;
  const Positions there =
      placed(positions, placement,
             obstaclesNear(draft, placement.place, reachOf(positions, placement.pivot), moving));
  for (std::size_t i = 0; i < group->size(); ++i) draft.at((*group)[i]) = there[i];
  draft.addBond(first, second, operation.order);
  adjustHydrogens(draft, first, Layout::KeepPlaces);
  adjustHydrogens(draft, second, Layout::KeepPlaces);
  return finished(draft, before.molecule, before.conformer,
                  {.title = title, .added = {}, .touched = {first, second}});
}

}  // namespace molloquy::chem::edit
