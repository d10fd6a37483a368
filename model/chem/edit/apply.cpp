#include "model/chem/edit/apply.h"

#include <exception>
#include <new>

#include <fmt/format.h>

#include "model/chem/edit/edits.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {

std::optional<Error> noSuchAtom(const Before& before, std::span<const AtomIndex> atoms) {
  const std::size_t count = before.molecule.atoms().size();
  for (const AtomIndex atom : atoms) {
    if (atom.value < count) continue;
    return Error(ErrorCode::InvalidInput,
                 fmt::format("There is no atom {}; the structure has {}. Choose the atoms again.",
                             std::uint64_t{atom.value} + 1, count));
  }
  return std::nullopt;
}

std::optional<Error> noSuchElement(int atomicNumber) {
  if (atomicNumber >= 0 && atomicNumber <= 118) return std::nullopt;
  return Error(ErrorCode::InvalidInput,
               fmt::format("There is no element {}; choose one from 1 to 118, or 0 for a dummy.",
                           atomicNumber));
}

std::optional<Error> noSuchPlace(const Point3& position) {
  constexpr double kFarthestAngstrom = 1e5;
  const bool near = isFinite(position) && lengthOf(position) < kFarthestAngstrom;
  if (near) return std::nullopt;
  return Error(ErrorCode::InvalidInput,
               "A position is not a number or lies over 100,000 Å away; choose another place.");
}

std::optional<Error> tooLarge(const Before& before, std::string_view task) {
  const std::size_t count = before.molecule.atoms().size();
  if (count <= kRdkitAtoms) return std::nullopt;
  return Error(ErrorCode::Unsupported,
               fmt::format("{} works on at most {} atoms, and this structure has {}. Cut out the "
                           "part of interest.",
                           task, kRdkitAtoms, count));
}

std::string nameOf(const Before& before, std::span<const AtomIndex> atoms) {
  if (atoms.size() == 1) return atomName(before.molecule, atoms[0]);
  return fmt::format("{} atoms", atoms.size());
}

std::string nameOf(const Before& before, std::span<const BondIndex> bonds) {
  if (bonds.size() != 1) return fmt::format("{} bonds", bonds.size());
  const Bond& bond = before.molecule.bonds()[bonds[0].value];
  const char* between = bond.order == BondOrder::Double   ? "="
                        : bond.order == BondOrder::Triple ? "≡"
                                                          : "–";
  return atomName(before.molecule, bond.begin) + between + atomName(before.molecule, bond.end);
}

std::string orderName(BondOrder order) {
  switch (order) {
    case BondOrder::Single:
      return "single";
    case BondOrder::Double:
      return "double";
    case BondOrder::Triple:
      return "triple";
    case BondOrder::Quadruple:
      return "quadruple";
    case BondOrder::Aromatic:
      return "aromatic";
    case BondOrder::Dative:
      return "dative";
    case BondOrder::Other:
      break;
  }
  return "loose";
}

int orderValue(BondOrder order) {
  switch (order) {
    case BondOrder::Double:
      return 2;
    case BondOrder::Triple:
      return 3;
    case BondOrder::Quadruple:
      return 4;
    case BondOrder::Dative:
    case BondOrder::Other:
      return 0;
    default:
      return 1;
  }
}

std::string chargeText(int charge) {
  if (charge == 0) return "0";
  return fmt::format("{}{}", charge > 0 ? "+" : "−", std::abs(charge));
}

std::shared_ptr<const Molecule> emptyMolecule() {
  Result<Built> built = builtMolecule({}, {}, {}, "", nullptr);
  if (built) return built->molecule;
  return std::make_shared<const Molecule>(std::vector<Atom>(), std::vector<Bond>(), "", nullptr);
}

Result<Outcome> apply(const Molecule& molecule, const Conformer& conformer,
                      const Operation& operation) {
  if (conformer.positions.size() != molecule.atoms().size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The structure has {} atoms but {} positions, so it cannot be edited. "
                            "Make its 3D shape first.",
                            molecule.atoms().size(), conformer.positions.size()));
  }
  const Before before{molecule, conformer};
  try {
    return std::visit([&](const auto& chosen) { return applied(before, chosen); }, operation);
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfMemory,
                "There is not enough memory for this edit; close other structures.");
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal, fmt::format("The edit was not made: {}.", problem.what()));
  }
}

}  // namespace molloquy::chem::edit
