#pragma once

#include <QByteArray>
#include <memory>
#include <string>
#include <vector>

#include "model/chem/conformers.h"
#include "model/chem/geometry.h"
#include "model/chem/structure_reader.h"

namespace molloquy::test {

/// The molecule of a SMILES; null when it is wrong.
inline std::shared_ptr<const chem::Molecule> moleculeOf(const QByteArray& smiles) {
  auto record = chem::parseSmiles(smiles.toStdString());
  return record ? record->molecule : nullptr;
}

/// A 3D shape of it, minimised with MMFF94; empty when there is none.
inline chem::Positions shapeOf(const chem::Molecule& molecule, std::uint32_t seed = 7) {
  auto made = chem::embedConformers(molecule, {.seed = seed});
  return made && !made->empty() ? made->front().positions : chem::Positions{};
}

/// Atoms by their places, from 0.
inline std::vector<AtomIndex> atoms(std::initializer_list<std::uint32_t> places) {
  std::vector<AtomIndex> list;
  for (const std::uint32_t place : places) list.emplace_back(place);
  return list;
}

}  // namespace molloquy::test
