#pragma once

#include <QTest>

#include <memory>
#include <string>

#include "model/chem/conformers.h"
#include "model/chem/edit/apply.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"

/// What tests of edits share: a structure that operations are applied to one after another.
namespace molloquy::chem::edit {

struct Edited {
  std::shared_ptr<const Molecule> molecule = emptyMolecule();
  Conformer conformer;
  Outcome last;
  std::string error;  ///< of the first operation that was refused.

  /// Applies an operation; false and `error` when it is refused.
  bool make(const Operation& operation) {
    Result<Outcome> outcome = apply(*molecule, conformer, operation);
    if (!outcome) {
      error = outcome.error().toString();
      return false;
    }
    last = *std::move(outcome);
    if (last.molecule) molecule = last.molecule;
    conformer = *last.conformer;
    return true;
  }
  [[nodiscard]] std::string smiles() const {
    const Result<std::string> text = canonicalSmiles(*molecule);
    return text ? *text : "(none)";
  }
};

/// A structure from SMILES, embedded with a fixed seed.
inline Edited fromSmiles(const std::string& smiles) {
  Edited edited;
  Result<StructureRecord> record = parseSmiles(smiles);
  if (!record) {
    edited.error = record.error().toString();
    return edited;
  }
  Result<std::vector<Conformer>> conformers = embedConformers(*record->molecule, {.seed = 7});
  if (!conformers) {
    edited.error = conformers.error().toString();
    return edited;
  }
  edited.molecule = record->molecule;
  edited.conformer = conformers->front();
  return edited;
}

/// Place of the first atom of an element.
inline AtomIndex firstOf(const Molecule& molecule, int atomicNumber) {
  for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
    if (molecule.atoms()[i].atomicNumber == atomicNumber) return AtomIndex(i);
  }
  return AtomIndex(0);
}

}  // namespace molloquy::chem::edit
