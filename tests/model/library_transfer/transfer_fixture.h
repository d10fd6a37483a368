#pragma once

#include <QByteArray>
#include <QTemporaryDir>
#include <QTest>

#include "model/base/atomic_file.h"
#include "model/chem/formats/gzip.h"
#include "model/chem/inchi.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"
#include "model/library/transfer/library_import.h"

/// Files and a library in a folder of their own, for the tests of this folder.
namespace test {

/// A record in the manner of PubChem: title and fields as there.
inline std::string pubChemRecord(int cid, const std::string& smiles, const std::string& name,
                                 const std::string& key = {}) {
  const auto record = molloquy::chem::parseSmiles(smiles);
  if (!record) qFatal("%s", record.error().message.c_str());
  molloquy::chem::WrittenRecord written;
  written.molecule = record->molecule;
  written.title = std::to_string(cid);
  written.properties = {{"PUBCHEM_COMPOUND_CID", std::to_string(cid)},
                        {"PUBCHEM_IUPAC_NAME", name},
                        {"PUBCHEM_XLOGP3", "1.2"},
                        {"PUBCHEM_CACTVS_SUBSKEYS", "AAADcQAAAA=="}};
  if (!key.empty()) written.properties.emplace_back("PUBCHEM_IUPAC_INCHIKEY", key);
  return *molloquy::chem::writeStructure({written}, molloquy::chem::FileFormat::MolSdf);
}

inline std::string keyOf(const std::string& smiles) {
  return molloquy::chem::inchiOf(*molloquy::chem::parseSmiles(smiles)->molecule)->key;
}

class Folder {
 public:
  std::filesystem::path write(const char* name, const std::string& bytes) {
    const std::filesystem::path file = path(name);
    std::filesystem::create_directories(file.parent_path());
    if (!molloquy::writeFileAtomically(file, bytes)) qFatal("cannot write %s", name);
    return file;
  }
  [[nodiscard]] std::filesystem::path path(const char* name) const {
    return std::filesystem::path(m_folder.path().toStdString()) / name;
  }
  std::unique_ptr<molloquy::library::MoleculeLibrary> library(const char* name = "test.mollib") {
    auto library = molloquy::library::createLibrary(path(name), "Test");
    if (!library) qFatal("%s", library.error().message.c_str());
    return *std::move(library);
  }

 private:
  QTemporaryDir m_folder;
};

/// The molecule of an InChIKey; fails the program when there is none.
inline molloquy::library::LibraryMolecule moleculeOf(molloquy::library::MoleculeLibrary& library,
                                                     const std::string& smiles) {
  const auto id = library.byInchiKey(keyOf(smiles));
  if (!id || !*id) qFatal("%s is not there", smiles.c_str());
  return *library.molecule(**id);
}

}  // namespace test
