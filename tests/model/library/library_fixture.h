#pragma once

#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/chem/conformers.h"
#include "model/chem/structure_reader.h"
#include "model/library/molecule_library.h"

namespace molloquy::library {

/// A molecule of facts: what a test puts into a library.
inline NewMolecule moleculeOf(const std::string& smiles, std::vector<std::string> names = {},
                              std::vector<std::string> texts = {}) {
  NewMolecule made;
  auto record = chem::parseSmiles(smiles);
  if (record) made.molecule = record->molecule;
  for (const std::string& name : names) made.names.push_back({name, NameKind::Synonym});
  if (!made.names.empty()) made.names.front().kind = NameKind::Title;
  for (const std::string& text : texts)
    made.texts.push_back({TextId(-1), text, {"Facts", {}, {}, {}}});
  made.source = {"Facts", smiles, {}, {}};
  return made;
}

/// Small molecules that everybody knows.
inline std::vector<NewMolecule> wellKnown() {
  return {
      moleculeOf("CCO", {"Ethanol", "Ethyl alcohol", "Grain alcohol"},
                 {"Ethanol is a flammable liquid and the alcohol of wine."}),
      moleculeOf("CO", {"Methanol", "Wood alcohol"}, {"Methanol is a poisonous liquid."}),
      moleculeOf("CC(=O)O", {"Acetic acid", "Ethanoic acid"},
                 {"Acetic acid gives vinegar its sour taste."}),
      moleculeOf("CC(=O)Oc1ccccc1C(=O)O", {"Aspirin", "2-Acetyloxybenzoic acid"},
                 {"Aspirin is a salicylate that eases pain and fever."}),
      moleculeOf("OC(=O)c1ccccc1O", {"Salicylic acid"}, {"Salicylic acid occurs in willow bark."}),
      moleculeOf("c1ccccc1", {"Benzene"}, {"Benzene is an aromatic liquid."}),
      moleculeOf("Cc1ccccc1", {"Toluene", "Methylbenzene"}, {"Toluene is an aromatic solvent."}),
      moleculeOf("Oc1ccccc1", {"Phenol", "Carbolic acid"}),
      moleculeOf("CC(C)=O", {"Acétone", "Propan-2-one"},
                 {"Acetone is a solvent of many plastics."}),
      moleculeOf("CN1C=NC2=C1C(=O)N(C(=O)N2C)C", {"Caffeine", "1,3,7-Trimethylxanthine"},
                 {"Caffeine is the stimulant of coffee and tea."}),
      moleculeOf("C1CCCCC1", {"Cyclohexane"}),
      moleculeOf("CCOC(C)=O", {"Ethyl acetate"}, {"Ethyl acetate smells sweet, like pear drops."}),
      moleculeOf("NCC(=O)O", {"Glycine"}, {"Glycine is the smallest amino acid."}),
      moleculeOf("C[C@H](N)C(=O)O", {"L-Alanine"}, {"L-Alanine is an amino acid."}),
      moleculeOf("C[C@@H](N)C(=O)O", {"D-Alanine"}),
      moleculeOf("[Na+].[Cl-]", {"Sodium chloride", "Table salt"}),
  };
}

inline SearchQuery byName(std::string name) {
  SearchQuery query;
  query.name = std::move(name);
  return query;
}
inline SearchQuery byWords(std::string words) {
  SearchQuery query;
  query.words = std::move(words);
  return query;
}
inline SearchQuery bySubstructure(std::string smarts) {
  SearchQuery query;
  query.substructure = std::move(smarts);
  return query;
}

/// Where a fixture's library lies; each kind of store has one of its own to link with.
class LibraryPlace {
 public:
  virtual ~LibraryPlace() = default;
  /// A file, or a server's database that is empty at first.
  [[nodiscard]] virtual std::string location() const = 0;
};
std::unique_ptr<LibraryPlace> newLibraryPlace();

/// A library in a place of its own.
class LibraryFixture {
 public:
  LibraryFixture() : place(newLibraryPlace()) {
    auto made = createLibrary(place->location(), "Tests");
    if (!made) qFatal("%s", made.error().toString().c_str());
    library = std::move(*made);
  }
  [[nodiscard]] std::filesystem::path file() const { return place->location(); }
  [[nodiscard]] bool isOnServer() const { return place->location().starts_with("postgresql:"); }
  std::vector<Added> add(const std::vector<NewMolecule>& molecules) {
    auto added = library->add(molecules, {});
    if (!added) qFatal("%s", added.error().toString().c_str());
    return *added;
  }
  /// Closes and opens it.
  void reopen() {
    library.reset();
    auto opened = openLibrary(file().string());
    if (!opened) qFatal("%s", opened.error().toString().c_str());
    library = std::move(*opened);
  }
  /// Titles of what a search finds, in its order.
  QStringList titles(const SearchQuery& query) {
    auto found = library->search(query, {}, {});
    if (!found) qFatal("%s", found.error().toString().c_str());
    return titlesOf(found->hits);
  }
  QStringList titlesOf(const std::vector<SearchHit>& hits) {
    std::vector<MoleculeId> ids;
    for (const SearchHit& hit : hits) ids.push_back(hit.id);
    QStringList titles;
    for (const LibraryRow& row : *library->rows(ids)) titles << QString::fromStdString(row.title);
    return titles;
  }

  std::unique_ptr<LibraryPlace> place;
  std::unique_ptr<MoleculeLibrary> library;
};

/// A molecule with one conformer of its own.
inline NewMolecule withShape(NewMolecule molecule) {
  auto conformers = chem::embedConformers(*molecule.molecule, {});
  if (!conformers) qFatal("%s", conformers.error().toString().c_str());
  molecule.conformers.push_back({conformers->front(), molecule.source});
  return molecule;
}

}  // namespace molloquy::library
