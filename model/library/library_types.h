#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/base/strong_index.h"
#include "model/chem/molecule.h"

namespace molloquy::library {

/// A molecule of a library: from 0 upwards in the order of arrival, never used again.
using MoleculeId = StrongIndex<struct MoleculeIdTag, std::int64_t>;
/// A text of a library.
using TextId = StrongIndex<struct TextIdTag, std::int64_t>;

/// Where something came from, as it is shown and credited.
struct Source {
  std::string name;       ///< "PubChem", "aspirin.sdf", "ChEBI-20".
  std::string reference;  ///< "CID 2244", "record 3", "CHEBI:15365"; may be empty.
  std::string url;        ///< may be empty.
  std::string credit;     ///< who has to be named, licence included; may be empty.
  friend bool operator==(const Source&, const Source&) = default;
};

enum class NameKind : std::uint8_t { Title, Synonym, Systematic, Identifier };
struct MoleculeName {
  std::string text;
  NameKind kind = NameKind::Synonym;
  friend bool operator==(const MoleculeName&, const MoleculeName&) = default;
};

/// A sentence or more about a molecule.
struct MoleculeText {
  TextId id{-1};  ///< -1 before it is kept.
  std::string text;
  Source source;
};

struct MoleculeConformer {
  chem::Conformer conformer;
  Source source;
};

/// A named value that came with the record ("logP", "1.31").
using NamedValue = std::pair<std::string, std::string>;

/// What is put into a library: a structure and what is known of it.
struct NewMolecule {
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<MoleculeConformer> conformers;  ///< of molecule's atoms; may be empty.
  std::vector<MoleculeName> names;            ///< the first Title, else the first name, is shown.
  std::vector<MoleculeText> texts;
  std::vector<NamedValue> properties;
  std::vector<std::string> tags;
  std::string notes;
  Source source;
  /// The InChIKey that a trustworthy source gave with the record, which spares its computation;
  /// else empty.
  std::string knownInchiKey;
};

/// A molecule of a library with all that is kept of it.
struct LibraryMolecule {
  MoleculeId id;
  std::string inchiKey;  ///< its identity; "SMILES:" and the canonical SMILES where InChI has none.
  std::string smiles;    ///< canonical, isomeric.
  std::string formula;   ///< Hill order, plain.
  double averageMass = 0;  ///< g/mol.
  std::string title;
  std::vector<MoleculeName> names;
  std::vector<MoleculeText> texts;
  std::vector<NamedValue> properties;  ///< of the records, in their order.
  std::vector<std::string> tags;
  std::string notes;
  std::vector<Source> sources;  ///< every record that was merged into it.
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<MoleculeConformer> conformers;
};

/// What a list shows of a molecule.
struct LibraryRow {
  MoleculeId id;
  std::string inchiKey;
  std::string title;
  std::string smiles;
  std::string formula;
  double averageMass = 0;
  std::string source;  ///< the first one's name and reference.
  std::vector<std::string> tags;
};

/// A change by the person; what is nullopt stays.
struct MoleculeChange {
  std::optional<std::string> title;
  std::optional<std::string> notes;
  std::optional<std::vector<std::string>> tags;
  std::vector<MoleculeName> addNames;
  std::vector<MoleculeText> addTexts;
  std::vector<TextId> removeTexts;
};

}  // namespace molloquy::library
