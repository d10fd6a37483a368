#pragma once

#include <optional>
#include <span>
#include <string>

#include "model/chem/edit/apply.h"
#include "model/chem/edit/draft.h"
#include "model/chem/edit/structure_build.h"

/// One function per operation, and what they share. Private to this folder.
namespace molloquy::chem::edit {

/// The structure an operation is carried out on.
struct Before {
  const Molecule& molecule;
  const Conformer& conformer;
};

/// Refusals, each a sentence for the person.
std::optional<Error> noSuchAtom(const Before& before, std::span<const AtomIndex> atoms);
std::optional<Error> noSuchElement(int atomicNumber);
std::optional<Error> noSuchPlace(const Point3& position);
std::optional<Error> tooLarge(const Before& before, std::string_view task);

/// "C5" for one atom, "3 atoms" for more.
std::string nameOf(const Before& before, std::span<const AtomIndex> atoms);
/// "C5=O4", "3 bonds".
std::string nameOf(const Before& before, std::span<const BondIndex> bonds);
/// "single", "double", ...
std::string orderName(BondOrder order);
/// How many hydrogens a bond of this order takes the place of.
int orderValue(BondOrder order);
/// "+2", "−1", "0".
std::string chargeText(int charge);

/// Sets a bond's order; an aromatic bond is first given the Kekule structure in which the change
/// means something.
void setBondOrder(Draft& draft, std::uint32_t bond, BondOrder order);
/// Takes away the hydrogens that a new bond of `atom` along `direction` needs the place of.
/// extra  what the bond adds to the atom's bond orders.
void makeRoom(Draft& draft, std::uint32_t atom, const Point3& direction, int extra);

Result<Outcome> applied(const Before& before, const AddAtom& operation);
Result<Outcome> applied(const Before& before, const GrowAtom& operation);
Result<Outcome> applied(const Before& before, const SetBond& operation);
Result<Outcome> applied(const Before& before, const RemoveBonds& operation);
Result<Outcome> applied(const Before& before, const RemoveAtoms& operation);
Result<Outcome> applied(const Before& before, const SetElement& operation);
Result<Outcome> applied(const Before& before, const SetCharge& operation);
Result<Outcome> applied(const Before& before, const ChangeCharge& operation);
Result<Outcome> applied(const Before& before, const SetIsotope& operation);
Result<Outcome> applied(const Before& before, const SetRadical& operation);
Result<Outcome> applied(const Before& before, const AdjustHydrogens& operation);
Result<Outcome> applied(const Before& before, const RemoveHydrogens& operation);
Result<Outcome> applied(const Before& before, const PerceiveBonds& operation);
Result<Outcome> applied(const Before& before, const RemoveAllBonds& operation);
Result<Outcome> applied(const Before& before, const InvertCentre& operation);
Result<Outcome> applied(const Before& before, const FlipDoubleBond& operation);
Result<Outcome> applied(const Before& before, const AddFragment& operation);
Result<Outcome> applied(const Before& before, const Insert& operation);
Result<Outcome> applied(const Before& before, const Join& operation);
Result<Outcome> applied(const Before& before, const SetPositions& operation);
Result<Outcome> applied(const Before& before, const SetInternal& operation);
Result<Outcome> applied(const Before& before, const AlignToAxes& operation);
Result<Outcome> applied(const Before& before, const Symmetrise& operation);
Result<Outcome> applied(const Before& before, const MirrorAll& operation);
Result<Outcome> applied(const Before& before, const CanonicalOrder& operation);

}  // namespace molloquy::chem::edit
