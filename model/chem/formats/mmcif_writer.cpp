#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/chem/formats/atom_labels.h"
#include "model/chem/formats/standard_residues.h"
#include "model/chem/formats/writers.h"

namespace molloquy::chem {
namespace {

/// A value that any CIF reader takes back as it was.
std::string cifValue(std::string_view text) {
  if (text.empty()) return "?";
  std::string value(text);
  std::replace(value.begin(), value.end(), '\n', ' ');
  const bool plain = value.find_first_of(" \t'\"#") == std::string::npos && value[0] != '_' &&
                     value[0] != ';' && value[0] != '$' && value[0] != '[' && value[0] != ']' &&
                     value != "." && value != "?" && !value.starts_with("data_") &&
                     !value.starts_with("loop_") && !value.starts_with("save_");
  if (plain) return value;
  if (value.find("' ") == std::string::npos) return fmt::format("'{}'", value);
  if (value.find("\" ") == std::string::npos) return fmt::format("\"{}\"", value);
  return fmt::format("\n;{}\n;\n", value);
}

std::string insertionOf(const Residue& residue) {
  return residue.insertionCode == ' ' ? "?" : std::string(1, residue.insertionCode);
}

std::string blockName(const WrittenRecord& record, std::size_t place) {
  std::string name;
  for (const char c : titleOf(record).substr(0, 60)) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    name += plain ? c : '_';
  }
  return name.empty() ? fmt::format("structure_{}", place + 1) : name;
}

/// The components' bonds would be shared by residues of one name, so every residue that is not
/// standard gets a component name of its own when its bonds differ.
class Components {
 public:
  Components(const Molecule& molecule, Biopolymer& labels) {
    std::map<std::string, std::uint32_t> first;
    std::vector<std::set<std::string>> rows(labels.residues.size());
    for (const Bond& bond : molecule.bonds()) {
      const std::uint32_t residue = labels.residueOf[bond.begin.value];
      const bool within = residue == labels.residueOf[bond.end.value];
      const bool standard = isStandard(labels.residues[residue]);
      if (within && standard) continue;
      if (within) rows[residue].insert(row(bond, labels));
      if (!within && !(standard && isStandard(labels.residues[labels.residueOf[bond.end.value]]))) {
        m_between.push_back(&bond);
      }
    }
    for (std::uint32_t i = 0; i < labels.residues.size(); ++i) {
      Residue& residue = labels.residues[i];
      if (isStandard(residue)) continue;
      const std::string plain = residue.name;
      for (int copy = 2; first.count(residue.name) != 0 && m_tables[residue.name] != rows[i];
           ++copy) {
        residue.name = fmt::format("{}_{}", plain, copy);
      }
      first.emplace(residue.name, i);
      m_tables[residue.name] = std::move(rows[i]);
    }
  }

  [[nodiscard]] std::string text() const {
    std::string lines;
    for (const auto& [name, rows] : m_tables) {
      for (const std::string& row : rows) lines += fmt::format("{} {}\n", cifValue(name), row);
    }
    if (lines.empty()) return {};
    return "loop_\n_chem_comp_bond.comp_id\n_chem_comp_bond.atom_id_1\n_chem_comp_bond.atom_id_2\n"
           "_chem_comp_bond.value_order\n" +
           lines + "#\n";
  }
  [[nodiscard]] const std::vector<const Bond*>& between() const { return m_between; }
  static const char* orderOf(BondOrder order) {
    switch (order) {
      case BondOrder::Double:
        return "doub";
      case BondOrder::Triple:
        return "trip";
      case BondOrder::Quadruple:
        return "quad";
      case BondOrder::Aromatic:
        return "arom";
      default:
        return "sing";
    }
  }

 private:
  static bool isStandard(const Residue& residue) { return isStandardResidue(residue.name); }
  static std::string row(const Bond& bond, const Biopolymer& labels) {
    return fmt::format("{} {} {}", cifValue(labels.atomNames[bond.begin.value]),
                       cifValue(labels.atomNames[bond.end.value]), orderOf(bond.kekuleOrder));
  }
  std::map<std::string, std::set<std::string>> m_tables;
  std::vector<const Bond*> m_between;
};

std::string connectionsText(const std::vector<const Bond*>& bonds, const Biopolymer& labels) {
  if (bonds.empty()) return {};
  std::string text = "loop_\n_struct_conn.id\n_struct_conn.conn_type_id\n";
  for (const int which : {1, 2}) {
    text += fmt::format(
        "_struct_conn.ptnr{0}_auth_asym_id\n_struct_conn.ptnr{0}_auth_seq_id\n"
        "_struct_conn.pdbx_ptnr{0}_PDB_ins_code\n_struct_conn.ptnr{0}_label_atom_id\n",
        which);
  }
  text += "_struct_conn.pdbx_value_order\n";
  for (std::size_t i = 0; i < bonds.size(); ++i) {
    text += fmt::format("c{} covale", i + 1);
    for (const AtomIndex end : {bonds[i]->begin, bonds[i]->end}) {
      const Residue& residue = labels.residues[labels.residueOf[end.value]];
      text += fmt::format(" {} {} {} {}", cifValue(residue.chain), residue.number,
                          insertionOf(residue), cifValue(labels.atomNames[end.value]));
    }
    text += fmt::format(" {}\n", Components::orderOf(bonds[i]->kekuleOrder));
  }
  return text + "#\n";
}

std::string foldText(const Biopolymer& labels, Fold fold) {
  const bool helix = fold == Fold::Helix;
  std::string rows;
  int number = 0;
  for (std::size_t first = 0; first < labels.residues.size(); ++first) {
    const Residue& a = labels.residues[first];
    if (a.fold != fold) continue;
    std::size_t last = first;
    while (last + 1 < labels.residues.size() && labels.residues[last + 1].fold == fold &&
           labels.residues[last + 1].chain == a.chain) {
      ++last;
    }
    const Residue& b = labels.residues[last];
    rows += fmt::format("{} {} {} {} {} {} {} {}\n", helix ? "HELX_P" : "A", ++number,
                        cifValue(a.chain), a.number, insertionOf(a), cifValue(b.chain), b.number,
                        insertionOf(b));
    first = last;
  }
  if (rows.empty()) return {};
  const char* table = helix ? "_struct_conf" : "_struct_sheet_range";
  return fmt::format(
      "loop_\n{0}.{1}\n{0}.id\n{0}.beg_auth_asym_id\n{0}.beg_auth_seq_id\n"
      "{0}.pdbx_beg_PDB_ins_code\n{0}.end_auth_asym_id\n{0}.end_auth_seq_id\n"
      "{0}.pdbx_end_PDB_ins_code\n{2}#\n",
      table, helix ? "conf_type_id" : "sheet_id", rows);
}

std::string atomsText(const WrittenRecord& record, const Biopolymer& labels) {
  const Molecule& molecule = *record.molecule;
  std::string text = "loop_\n";
  for (const char* item : {"group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id",
                           "label_comp_id", "label_asym_id", "label_seq_id", "pdbx_PDB_ins_code",
                           "Cartn_x", "Cartn_y", "Cartn_z", "pdbx_formal_charge", "auth_seq_id",
                           "auth_comp_id", "auth_asym_id", "auth_atom_id", "pdbx_PDB_model_num"}) {
    text += fmt::format("_atom_site.{}\n", item);
  }
  const std::vector<std::uint32_t> order = orderByResidue(labels);
  std::size_t serial = 0;
  for (std::size_t model = 0; model < record.conformers.size(); ++model) {
    for (const std::uint32_t i : order) {
      const Residue& residue = labels.residues[labels.residueOf[i]];
      const Point3& at = record.conformers[model].positions[i];
      const std::string name = cifValue(labels.atomNames[i]);
      const std::string component = cifValue(residue.name);
      const std::string chain = cifValue(residue.chain);
      fmt::format_to(std::back_inserter(text),
                     "{} {} {} {} . {} {} {} {} {:.4f} {:.4f} {:.4f} {} {} {} {} {} {}\n",
                     residue.hetero ? "HETATM" : "ATOM", ++serial,
                     elementSymbol(molecule.atoms()[i].atomicNumber), name, component, chain,
                     residue.number, insertionOf(residue), at[0], at[1], at[2],
                     molecule.atoms()[i].formalCharge, residue.number, component, chain, name,
                     model + 1);
    }
  }
  return text + "#\n";
}

}  // namespace

Result<std::string> writeMmCif(const std::vector<WrittenRecord>& records) {
  if (auto refused = refuseWithoutPositions(records, FileFormat::MmCif)) {
    return tl::unexpected(*std::move(refused));
  }
  std::string text;
  for (std::size_t i = 0; i < records.size(); ++i) {
    Biopolymer labels = labelledResidues(*records[i].molecule);
    const Components components(*records[i].molecule, labels);
    text += fmt::format("data_{}\n#\n", blockName(records[i], i));
    if (!titleOf(records[i]).empty()) {
      text += fmt::format("_struct.title {}\n#\n", cifValue(titleOf(records[i])));
    }
    text += components.text();
    text += foldText(labels, Fold::Helix);
    text += foldText(labels, Fold::Strand);
    text += connectionsText(components.between(), labels);
    text += atomsText(records[i], labels);
  }
  return text;
}

}  // namespace molloquy::chem
