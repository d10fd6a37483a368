// What an atom is, and its hydrogens.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "model/chem/describer/element_names.h"
#include "model/chem/edit/edits.h"
#include "model/chem/edit/hydrogens.h"
#include "model/chem/edit/valence.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

constexpr int kHighestCharge = 15;
constexpr int kHeaviestIsotope = 400;
constexpr int kMostRadicalElectrons = 8;

std::vector<std::uint32_t> places(std::span<const AtomIndex> atoms) {
  std::vector<std::uint32_t> result;
  for (const AtomIndex atom : atoms) result.push_back(atom.value);
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::optional<Error> outside(std::string_view what, int value, int lowest, int highest) {
  if (value >= lowest && value <= highest) return std::nullopt;
  return Error(ErrorCode::InvalidInput, fmt::format("{} of {} is not possible; type one from {} to "
                                                    "{}.",
                                                    what, value, lowest, highest));
}

/// A terminal atom keeps its direction and takes the usual length for its new element.
void fitLength(Draft& draft, std::uint32_t atom) {
  const std::vector<std::uint32_t> hydrogens = draft.plainHydrogensOf(atom);
  for (const std::uint32_t bond : draft.bondsOf(atom)) {
    const std::uint32_t other = draft.otherEnd(bond, atom);
    if (draft.isPlainHydrogen(other)) continue;
    if (draft.bondsOf(atom).size() - hydrogens.size() != 1) return;
    const Point3 along = draft.at(atom) - draft.at(other);
    const double length = bondLength(draft.atom(atom).atomicNumber, draft.atom(other).atomicNumber,
                                     draft.bond(bond).kekuleOrder);
    const Point3 by = unit(along) * (length - lengthOf(along));
    draft.at(atom) = draft.at(atom) + by;
    for (const std::uint32_t hydrogen : hydrogens) {
      if (hydrogen != other) draft.at(hydrogen) = draft.at(hydrogen) + by;
    }
    return;
  }
}

void fitHydrogenLengths(Draft& draft, std::uint32_t atom) {
  const double length = bondLength(draft.atom(atom).atomicNumber, 1, BondOrder::Single);
  for (const std::uint32_t hydrogen : draft.plainHydrogensOf(atom)) {
    const Point3 along = draft.at(hydrogen) - draft.at(atom);
    draft.at(hydrogen) = draft.at(atom) + unit(along) * length;
  }
}

int groupOf(int atomicNumber) {
  for (const int noble : {2, 10, 18, 36, 54, 86}) {
    if (atomicNumber <= noble) return noble - atomicNumber;
  }
  return -1;
}

void changeElement(Draft& draft, std::uint32_t i, int atomicNumber) {
  Atom& atom = draft.atom(i);
  if (atom.atomicNumber == atomicNumber) return;
  if (groupOf(atom.atomicNumber) != groupOf(atomicNumber)) atom.formalCharge = 0;
  atom.atomicNumber = atomicNumber;
  atom.isotope = 0;
  atom.radicalElectrons = 0;
}

Result<Outcome> chargesSet(const Before& before, std::span<const AtomIndex> atoms,
                           const std::vector<int>& charges, Hydrogens hydrogens) {
  Draft draft(before.molecule, before.conformer.positions);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (auto error = outside("A charge", charges[i], -kHighestCharge, kHighestCharge)) {
      return tl::unexpected(*std::move(error));
    }
    draft.atom(atoms[i].value).formalCharge = charges[i];
  }
  const std::vector<std::uint32_t> touched = places(atoms);
  if (hydrogens == Hydrogens::Adjust) {
    for (const std::uint32_t atom : touched) adjustHydrogens(draft, atom, Layout::LayOutAnew);
  }
  const bool equal = std::all_of(charges.begin(), charges.end(),
                                 [&](int charge) { return charge == charges.front(); });
  const std::string name = nameOf(before, atoms);
  const std::string title = equal && !charges.empty() ? fmt::format("Set charge of {} to {}", name,
                                                                    chargeText(charges.front()))
                                                      : fmt::format("Change charge of {}", name);
  return finished(draft, before.molecule, before.conformer, {.title = title, .touched = touched});
}

}  // namespace

Result<Outcome> applied(const Before& before, const SetElement& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  if (auto error = noSuchElement(operation.atomicNumber)) return tl::unexpected(*error);
  Draft draft(before.molecule, before.conformer.positions);
  const std::vector<std::uint32_t> touched = places(operation.atoms);
  for (const std::uint32_t atom : touched) {
    if (operation.hydrogens == Hydrogens::Adjust && operation.atomicNumber <= 1) {
      for (const std::uint32_t h : draft.plainHydrogensOf(atom)) {
        // Two hydrogens bonded to each other stay.
        if (draft.atom(atom).atomicNumber != 1) draft.removeAtom(h);
      }
    }
    if (draft.has(atom)) changeElement(draft, atom, operation.atomicNumber);
  }
  for (const std::uint32_t atom : touched) {
    if (!draft.has(atom)) continue;
    fitLength(draft, atom);
    if (operation.hydrogens == Hydrogens::Keep || operation.atomicNumber <= 1) continue;
    adjustHydrogens(draft, atom, Layout::LayOutAnew);
    fitHydrogenLengths(draft, atom);
  }
  return finished(draft, before.molecule, before.conformer,
                  {.title = fmt::format("Change {} to {}", nameOf(before, operation.atoms),
                                        describer::elementName(operation.atomicNumber)),
                   .touched = touched});
}

Result<Outcome> applied(const Before& before, const SetCharge& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  return chargesSet(before, operation.atoms,
                    std::vector<int>(operation.atoms.size(), operation.formalCharge),
                    operation.hydrogens);
}

Result<Outcome> applied(const Before& before, const ChangeCharge& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  if (auto error = outside("A change", operation.by, -kHighestCharge, kHighestCharge)) {
    return tl::unexpected(*std::move(error));
  }
  std::vector<int> charges;
  for (const AtomIndex atom : operation.atoms) {
    charges.push_back(before.molecule.atoms()[atom.value].formalCharge + operation.by);
  }
  return chargesSet(before, operation.atoms, charges, operation.hydrogens);
}

Result<Outcome> applied(const Before& before, const SetIsotope& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  if (auto error = outside("A mass number", operation.massNumber, 0, kHeaviestIsotope)) {
    return tl::unexpected(*std::move(error));
  }
  Draft draft(before.molecule, before.conformer.positions);
  for (const AtomIndex atom : operation.atoms) {
    const int protons = draft.atom(atom.value).atomicNumber;
    if (operation.massNumber != 0 && operation.massNumber < protons) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("{} has {} protons, so its mass number cannot be {}.",
                              atomName(before.molecule, atom), protons, operation.massNumber));
    }
    draft.atom(atom.value).isotope = operation.massNumber;
  }
  const std::string name = nameOf(before, operation.atoms);
  const std::string title =
      operation.massNumber == 0
          ? fmt::format("Set {} to natural isotopes", name)
          : fmt::format("Set mass number of {} to {}", name, operation.massNumber);
  return finished(draft, before.molecule, before.conformer, {.title = title});
}

Result<Outcome> applied(const Before& before, const SetRadical& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  if (auto error =
          outside("A number of radical electrons", operation.electrons, 0, kMostRadicalElectrons)) {
    return tl::unexpected(*std::move(error));
  }
  Draft draft(before.molecule, before.conformer.positions);
  const std::vector<std::uint32_t> touched = places(operation.atoms);
  for (const std::uint32_t atom : touched) {
    draft.atom(atom).radicalElectrons = operation.electrons;
    if (operation.hydrogens == Hydrogens::Adjust) {
      adjustHydrogens(draft, atom, Layout::LayOutAnew);
    }
  }
  return finished(draft, before.molecule, before.conformer,
                  {.title = fmt::format("Set radical electrons of {} to {}",
                                        nameOf(before, operation.atoms), operation.electrons),
                   .touched = touched});
}

Result<Outcome> applied(const Before& before, const AdjustHydrogens& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  Draft draft(before.molecule, before.conformer.positions);
  std::vector<std::uint32_t> touched = places(operation.atoms);
  if (touched.empty()) {
    for (std::uint32_t i = 0; i < before.molecule.atoms().size(); ++i) touched.push_back(i);
  }
  for (const std::uint32_t atom : touched) {
    if (draft.has(atom)) adjustHydrogens(draft, atom, Layout::KeepPlaces);
  }
  std::size_t removed = 0;
  const auto old = static_cast<std::uint32_t>(before.molecule.atoms().size());
  for (std::uint32_t i = 0; i < old; ++i) removed += !draft.has(i);
  const std::size_t added = draft.size() - old;
  const auto counted = [](std::size_t count) {
    return count == 1 ? std::string("1 hydrogen") : fmt::format("{} hydrogens", count);
  };
  std::string title = "Adjust hydrogens";
  if (added > 0 && removed == 0) title = "Add " + counted(added);
  if (added == 0 && removed > 0) title = "Remove " + counted(removed);
  return finished(draft, before.molecule, before.conformer, {.title = title, .touched = touched});
}

Result<Outcome> applied(const Before& before, const RemoveHydrogens& operation) {
  Draft draft(before.molecule, before.conformer.positions);
  const bool all = operation.which == RemoveHydrogens::Which::All;
  for (std::uint32_t i = 0; i < before.molecule.atoms().size(); ++i) {
    if (!draft.isPlainHydrogen(i)) continue;
    const int neighbour = draft.atom(draft.neighbours(i).front()).atomicNumber;
    if (neighbour == 6 || (all && neighbour != 1)) draft.removeAtom(i);
  }
  return finished(draft, before.molecule, before.conformer,
                  {.title = all ? "Remove hydrogens" : "Remove non-polar hydrogens"});
}

}  // namespace molloquy::chem::edit
