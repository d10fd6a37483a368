#pragma once

#include <QByteArray>
#include <QTest>

#include "model/chem/structure_reader.h"
#include "model/library/chemistry/molecule_keys.h"

/// Molecules from texts, for the tests of this folder.
namespace test {

inline std::shared_ptr<const molloquy::chem::Molecule> moleculeOf(const QByteArray& smiles) {
  const auto record = molloquy::chem::parseSmiles(smiles.toStdString());
  if (!record) qFatal("%s: %s", smiles.constData(), record.error().message.c_str());
  return record->molecule;
}

inline molloquy::library::MoleculeKeys keysOf(const molloquy::chem::Molecule& molecule) {
  auto keys = molloquy::library::computeKeys(molecule);
  if (!keys) qFatal("%s", keys.error().message.c_str());
  return *std::move(keys);
}

inline molloquy::chem::StructureRecord recordOf(const std::string& sdf) {
  auto file = molloquy::chem::readStructureText(sdf, molloquy::chem::FileFormat::MolSdf, "test");
  if (!file) qFatal("%s", file.error().message.c_str());
  return file->records.front();
}

}  // namespace test
