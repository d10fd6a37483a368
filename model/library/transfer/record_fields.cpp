#include "model/library/transfer/record_fields.h"

#include <array>
#include <charconv>
#include <string_view>

#include "model/library/transfer/column_roles.h"

namespace molloquy::library {
namespace {

constexpr std::string_view kPubChem = "PUBCHEM_";

/// What PubChem's fields are called here.
struct PubChemValue {
  std::string_view field;
  const char* name;
};
constexpr std::array kPubChemValues = {
    PubChemValue{"PUBCHEM_XLOGP3", "XLogP3"},
    PubChemValue{"PUBCHEM_XLOGP3_AA", "XLogP3-AA"},
    PubChemValue{"PUBCHEM_CACTVS_COMPLEXITY", "Complexity (PubChem)"},
    PubChemValue{"PUBCHEM_CACTVS_TPSA", "TPSA (PubChem)"},
    PubChemValue{"PUBCHEM_CACTVS_HBOND_DONOR", "H-bond donors (PubChem)"},
    PubChemValue{"PUBCHEM_CACTVS_HBOND_ACCEPTOR", "H-bond acceptors (PubChem)"},
    PubChemValue{"PUBCHEM_CACTVS_ROTATABLE_BOND", "Rotatable bonds (PubChem)"},
    PubChemValue{"PUBCHEM_EXACT_MASS", "Exact mass (PubChem)"},
    PubChemValue{"PUBCHEM_MONOISOTOPIC_WEIGHT", "Monoisotopic mass (PubChem)"},
};

std::string valueOf(const chem::StructureRecord& record, std::string_view field) {
  for (const auto& [name, value] : record.properties) {
    if (name == field) return trimmedText(value);
  }
  return {};
}

void addPubChemNames(NewMolecule& molecule, const chem::StructureRecord& record) {
  const std::string preferred = valueOf(record, "PUBCHEM_IUPAC_NAME");
  const std::string traditional = valueOf(record, "PUBCHEM_IUPAC_TRADITIONAL_NAME");
  addName(molecule, traditional.empty() ? preferred : traditional, NameKind::Title);
  addName(molecule, preferred, NameKind::Systematic);
  for (const char* field : {"PUBCHEM_IUPAC_SYSTEMATIC_NAME", "PUBCHEM_IUPAC_CAS_NAME",
                            "PUBCHEM_IUPAC_OPENEYE_NAME", "PUBCHEM_IUPAC_NAME_MARKUP"}) {
    const std::string name = valueOf(record, field);
    // Marked-up names repeat the others with tags.
    if (name.find('<') == std::string::npos) addName(molecule, name, NameKind::Systematic);
  }
}

/// The force-field energy of PubChem's 3D records.
void addPubChemEnergy(NewMolecule& molecule, const chem::StructureRecord& record) {
  const std::string text = valueOf(record, "PUBCHEM_MMFF94_ENERGY");
  double energy = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), energy);
  if (text.empty() || read.ec != std::errc() || molecule.conformers.empty()) return;
  chem::Conformer& conformer = molecule.conformers.front().conformer;
  conformer.energyKcalPerMol = energy;
  conformer.energyMethod = "MMFF94";
}

Draft draftOfPubChem(const chem::StructureRecord& record, const std::string& cid) {
  Draft draft = draftOf(record, pubChemSource(cid));
  addPubChemNames(draft.molecule, record);
  addName(draft.molecule, "CID " + cid, NameKind::Identifier);
  for (const PubChemValue& value : kPubChemValues) {
    addProperty(draft.molecule, value.name, valueOf(record, value.field));
  }
  addPubChemEnergy(draft.molecule, record);
  draft.toldInchiKey = valueOf(record, "PUBCHEM_IUPAC_INCHIKEY");
  return draft;
}

void addField(Draft& draft, const std::string& name, const std::string& value) {
  switch (roleOfName(name).value_or(ColumnRole::Property)) {
    case ColumnRole::Name:
      return addName(draft.molecule, value, NameKind::Title);
    case ColumnRole::Synonym:
      return addSynonyms(draft.molecule, name, value);
    case ColumnRole::Text:
      return addText(draft.molecule, value, draft.molecule.source);
    case ColumnRole::Identifier:
      return addName(draft.molecule, identifierText(name, value), NameKind::Identifier);
    case ColumnRole::Tag:
    case ColumnRole::Property:
      return addProperty(draft.molecule, name, value);
    case ColumnRole::Smiles:  // the record has its structure
    case ColumnRole::Inchi:
    case ColumnRole::Ignored:
      return;
  }
}

}  // namespace

Draft draftOfFields(const chem::StructureRecord& record, const Source& source) {
  const std::string cid = valueOf(record, "PUBCHEM_COMPOUND_CID");
  if (isNumber(cid)) return draftOfPubChem(record, cid);
  Draft draft = draftOf(record, source);
  const std::string title = trimmedText(record.molecule->name());
  addName(draft.molecule, title, isNumber(title) ? NameKind::Identifier : NameKind::Title);
  for (const auto& [name, value] : record.properties) {
    if (!name.starts_with(kPubChem)) addField(draft, name, value);
  }
  return draft;
}

}  // namespace molloquy::library
