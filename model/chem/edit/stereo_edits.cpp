// Handedness of centres and sides of double bonds, changed by rigid moves.
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <GraphMol/ROMol.h>
#include <fmt/format.h>

#include "model/chem/edit/edits.h"
#include "model/chem/edit/rdkit_perception.h"
#include "model/chem/rdkit_molecule.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

constexpr double kHalfTurn = 180;

std::string labelOf(const RDKit::RDProps& thing) {
  std::string label;
  thing.getPropIfPresent("_CIPCode", label);
  return label;
}

std::string betweenLabels(const std::string& from, const std::string& to) {
  if (from.empty() || to.empty() || from == to) return "";
  return fmt::format(" from {} to {}", from, to);
}

/// Everything that hangs on `centre` by the neighbours in `through`, if no other neighbour does.
std::optional<std::vector<AtomIndex>> bodyBehind(const Draft& draft, std::uint32_t centre,
                                                 const std::vector<std::uint32_t>& through) {
  std::vector<bool> reached(draft.size(), false);
  std::vector<std::uint32_t> body = through;
  for (const std::uint32_t atom : through) reached[atom] = true;
  reached[centre] = true;
  for (std::size_t next = 0; next < body.size(); ++next) {
    for (const std::uint32_t other : draft.neighbours(body[next])) {
      if (reached[other]) continue;
      reached[other] = true;
      body.push_back(other);
    }
  }
  for (const std::uint32_t other : draft.neighbours(centre)) {
    const bool chosen = std::find(through.begin(), through.end(), other) != through.end();
    if (!chosen && reached[other]) return std::nullopt;
  }
  std::vector<AtomIndex> atoms;
  for (const std::uint32_t atom : body) atoms.emplace_back(atom);
  return atoms;
}

/// Two neighbours change places by half a turn about the line between them: both groups stay
/// rigid. The pair with the fewest atoms; nullopt when rings hold them all.
std::optional<Positions> swappedPair(const Draft& draft, std::uint32_t centre) {
  const std::vector<std::uint32_t> neighbours = draft.neighbours(centre);
  std::optional<std::vector<AtomIndex>> best;
  Point3 axis{};
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    for (std::size_t j = i + 1; j < neighbours.size(); ++j) {
      auto body = bodyBehind(draft, centre, {neighbours[i], neighbours[j]});
      if (!body || (best && best->size() <= body->size())) continue;
      const Point3 u = unit(draft.at(neighbours[i]) - draft.at(centre));
      const Point3 v = unit(draft.at(neighbours[j]) - draft.at(centre));
      if (lengthOf(u + v) < 1e-3) continue;
      best = std::move(body);
      axis = u + v;
    }
  }
  if (!best) return std::nullopt;
  return rotated(draft.positions(), *best, draft.at(centre), axis, kHalfTurn);
}

/// A centre that three neighbours hold in rings, and the neighbour that hangs free, if any.
struct HeldCentre {
  std::vector<std::uint32_t> held;
  std::vector<AtomIndex> free;
  std::optional<std::uint32_t> freeNeighbour;
};

std::optional<HeldCentre> heldCentre(const Draft& draft, std::uint32_t centre) {
  HeldCentre found;
  for (const std::uint32_t other : draft.neighbours(centre)) {
    auto body = bodyBehind(draft, centre, {other});
    if (!body) {
      found.held.push_back(other);
    } else if (found.freeNeighbour) {
      return std::nullopt;
    } else {
      found.freeNeighbour = other;
      found.free = *std::move(body);
    }
  }
  if (found.held.size() != 3) return std::nullopt;
  return found;
}

/// The centre goes through the plane of the three neighbours that hold it, and what hangs on it
/// turns over rigidly.
std::optional<Positions> pushedThrough(const Draft& draft, std::uint32_t centre) {
  const std::optional<HeldCentre> held = heldCentre(draft, centre);
  if (!held) return std::nullopt;
  const Point3& a = draft.at(held->held[0]);
  const Point3 normal = unit(cross(draft.at(held->held[1]) - a, draft.at(held->held[2]) - a));
  if (lengthOf(normal) == 0) return std::nullopt;
  Positions positions = draft.positions();
  const Point3 old = positions[centre];
  // Nearly flat centres go at least this far, so that the other side is really reached.
  constexpr double kLeastDepthAngstrom = 0.25;
  const double depth = dot(old - a, normal);
  const double deep = std::max(std::abs(depth), kLeastDepthAngstrom);
  const double sign = depth < 0 ? -1.0 : 1.0;
  positions[centre] = old - normal * (depth + sign * deep);
  if (!held->freeNeighbour) return positions;
  const Point3 arm = unit(positions[*held->freeNeighbour] - old);
  const Point3 mirrored = arm - normal * (2 * dot(arm, normal));
  const Point3 across = cross(arm, mirrored);
  const Point3 axis = lengthOf(across) > 1e-6 ? across : perpendicular(arm);
  const double degrees = std::atan2(lengthOf(across), dot(arm, mirrored)) / kRadiansPerDegree;
  positions = rotated(std::move(positions), held->free, old, axis, degrees);
  return translated(std::move(positions), held->free, positions[centre] - old);
}

bool isCentre(const RDKit::Atom& atom) {
  return atom.getChiralTag() != RDKit::Atom::CHI_UNSPECIFIED;
}

tl::unexpected<Error> heldByRings(const std::string& name) {
  return fail(
      ErrorCode::InvalidInput,
      fmt::format("{} is held by rings on all sides, so it cannot be inverted alone. Mirror "
                  "the whole structure instead.",
                  name));
}

/// The end of a double bond whose groups turn, and those groups.
std::optional<std::vector<AtomIndex>> turnedEnd(const Draft& draft, std::uint32_t end,
                                                std::uint32_t other) {
  std::vector<std::uint32_t> through;
  for (const std::uint32_t neighbour : draft.neighbours(end)) {
    if (neighbour != other) through.push_back(neighbour);
  }
  if (through.empty()) return std::nullopt;
  return bodyBehind(draft, end, through);
}

}  // namespace

Result<Outcome> applied(const Before& before, const InvertCentre& operation) {
  if (auto error = noSuchAtom(before, {&operation.centre, 1})) return tl::unexpected(*error);
  if (auto error = tooLarge(before, "Inverting a centre")) return tl::unexpected(*error);
  const std::string name = atomName(before.molecule, operation.centre);
  const std::uint32_t centre = operation.centre.value;
  const Perceived now =
      perceived3D(before.molecule.atoms(), before.molecule.bonds(), before.conformer.positions);
  const RDKit::Atom& atom = *now.rdkit->mol->getAtomWithIdx(centre);
  if (!isCentre(atom)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has no four different substituents, so there is nothing to invert. "
                            "Choose a stereocentre.",
                            name));
  }
  const Draft draft(before.molecule, before.conformer.positions);
  std::optional<Positions> positions = swappedPair(draft, centre);
  if (!positions) positions = pushedThrough(draft, centre);
  if (!positions) return heldByRings(name);
  const std::string from = labelOf(atom);
  // The marks of the molecule need not be those of its positions: it is built anew.
  Draft moved = draft;
  moved.setPositions(*std::move(positions));
  Result<Outcome> outcome =
      finished(moved, before.molecule, before.conformer, {.title = "Invert " + name});
  if (!outcome) return outcome;
  const RDKit::Atom& inverted = *outcome->molecule->rdkit()->mol->getAtomWithIdx(centre);
  if (!isCentre(inverted)) return heldByRings(name);
  outcome->title += betweenLabels(from, labelOf(inverted));
  return outcome;
}

Result<Outcome> applied(const Before& before, const FlipDoubleBond& operation) {
  if (operation.bond.value >= before.molecule.bonds().size()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("There is no bond {}; the structure has {}. Choose the bond again.",
                    std::uint64_t{operation.bond.value} + 1, before.molecule.bonds().size()));
  }
  if (auto error = tooLarge(before, "Turning a double bond")) return tl::unexpected(*error);
  const std::string name = nameOf(before, {&operation.bond, 1});
  const Perceived now =
      perceived3D(before.molecule.atoms(), before.molecule.bonds(), before.conformer.positions);
  const RDKit::Bond& bond = *now.rdkit->mol->getBondWithIdx(operation.bond.value);
  if (bond.getBondType() != RDKit::Bond::DOUBLE) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("{} is no double bond, so it has no E or Z. Choose a double bond.", name));
  }
  if (bond.getStereo() <= RDKit::Bond::STEREOANY) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has two equal substituents at one end or is part of a small ring, "
                            "so it has no E or Z. Choose another double bond.",
                            name));
  }
  const Draft draft(before.molecule, before.conformer.positions);
  const std::uint32_t a = bond.getBeginAtomIdx();
  const std::uint32_t b = bond.getEndAtomIdx();
  auto first = turnedEnd(draft, a, b);
  auto second = turnedEnd(draft, b, a);
  if (!first && !second) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is part of a ring, so its ends cannot be turned. Open the ring "
                            "first.",
                            name));
  }
  const bool turnFirst = first && (!second || first->size() < second->size());
  const std::vector<AtomIndex>& body = turnFirst ? *first : *second;
  const std::uint32_t pivot = turnFirst ? a : b;
  Draft moved = draft;
  moved.setPositions(
      rotated(draft.positions(), body, draft.at(pivot), draft.at(b) - draft.at(a), kHalfTurn));
  Result<Outcome> outcome =
      finished(moved, before.molecule, before.conformer, {.title = "Flip " + name});
  if (!outcome) return outcome;
  const RDKit::Bond& flipped =
      *outcome->molecule->rdkit()->mol->getBondWithIdx(operation.bond.value);
  outcome->title += betweenLabels(labelOf(bond), labelOf(flipped));
  return outcome;
}

}  // namespace molloquy::chem::edit
