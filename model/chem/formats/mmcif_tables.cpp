#include "model/chem/formats/mmcif_tables.h"

#include <algorithm>
#include <tuple>

#include "model/chem/formats/text_lines.h"

namespace molloquy::chem {
namespace {

const CifTable* tableIn(const CifTables& tables, std::string_view name) {
  const auto found = tables.find(name);
  return found == tables.end() ? nullptr : &found->second;
}

char codeFrom(std::string_view text) { return text.empty() ? ' ' : text.front(); }

FoldRange rangeFrom(const CifTable& table, std::size_t row, Fold fold) {
  constexpr int kNowhere = -1'000'000;
  return {.chain = std::string(table.at(row, "beg_auth_asym_id")),
          .first = smallIntegerFrom(table.at(row, "beg_auth_seq_id"), 1'000'000).value_or(kNowhere),
          .firstInsertion = codeFrom(table.at(row, "pdbx_beg_PDB_ins_code")),
          .last = smallIntegerFrom(table.at(row, "end_auth_seq_id"), 1'000'000).value_or(kNowhere),
          .lastInsertion = codeFrom(table.at(row, "pdbx_end_PDB_ins_code")),
          .fold = fold};
}

BondOrder orderFrom(std::string_view word) {
  const std::string order = lowerCase(word).substr(0, 4);
  if (order == "doub") return BondOrder::Double;
  if (order == "trip") return BondOrder::Triple;
  if (order == "quad") return BondOrder::Quadruple;
  if (order == "arom") return BondOrder::Aromatic;
  return BondOrder::Single;
}

std::optional<std::uint32_t> partner(const CifTable& table, std::size_t row, char which,
                                     const NamedAtoms& atoms) {
  const std::string prefix = std::string("ptnr") + which;
  const auto number = smallIntegerFrom(table.at(row, prefix + "_auth_seq_id"), 1'000'000);
  if (!number) return std::nullopt;
  return atoms.find(table.at(row, prefix + "_auth_asym_id"), *number,
                    codeFrom(table.at(row, "pdbx_" + prefix + "_PDB_ins_code")),
                    table.at(row, prefix + "_label_atom_id"));
}

}  // namespace

std::string_view CifTable::at(std::size_t row, std::string_view item) const {
  const auto column = std::find(items.begin(), items.end(), item);
  if (column == items.end()) return {};
  return values[row * items.size() + static_cast<std::size_t>(column - items.begin())];
}

NamedAtoms::NamedAtoms(const Biopolymer& biopolymer) : m_biopolymer(biopolymer) {
  m_firstAtom.assign(biopolymer.residues.size() + 1,
                     static_cast<std::uint32_t>(biopolymer.residueOf.size()));
  for (auto i = static_cast<std::uint32_t>(biopolymer.residueOf.size()); i-- > 0;) {
    m_firstAtom[biopolymer.residueOf[i]] = i;
  }
  for (std::uint32_t i = 0; i < biopolymer.residues.size(); ++i) {
    const Residue& residue = biopolymer.residues[i];
    m_residues.try_emplace({residue.chain, residue.number, residue.insertionCode}, i);
  }
}

std::optional<std::uint32_t> NamedAtoms::find(std::string_view chain, int number, char insertion,
                                              std::string_view atom) const {
  const auto residue = m_residues.find({chain, number, insertion});
  if (residue == m_residues.end()) return std::nullopt;
  for (std::uint32_t i = m_firstAtom[residue->second]; i < m_firstAtom[residue->second + 1]; ++i) {
    if (m_biopolymer.atomNames[i] == atom) return i;
  }
  return std::nullopt;
}

std::vector<FoldRange> foldRangesFrom(const CifTables& tables) {
  std::vector<FoldRange> ranges;
  if (const CifTable* helices = tableIn(tables, "_struct_conf")) {
    for (std::size_t row = 0; row < helices->rowCount(); ++row) {
      const std::string_view type = helices->at(row, "conf_type_id");
      if (type.starts_with("HELX")) ranges.push_back(rangeFrom(*helices, row, Fold::Helix));
      if (type.starts_with("STRN")) ranges.push_back(rangeFrom(*helices, row, Fold::Strand));
    }
  }
  if (const CifTable* sheets = tableIn(tables, "_struct_sheet_range")) {
    for (std::size_t row = 0; row < sheets->rowCount(); ++row) {
      ranges.push_back(rangeFrom(*sheets, row, Fold::Strand));
    }
  }
  return ranges;
}

KnownBonds knownBondsFrom(const CifTables& tables, const Biopolymer& biopolymer) {
  KnownBonds known;
  if (const CifTable* components = tableIn(tables, "_chem_comp_bond")) {
    for (std::size_t row = 0; row < components->rowCount(); ++row) {
      known.components[std::string(components->at(row, "comp_id"))].push_back(
          {.a = std::string(components->at(row, "atom_id_1")),
           .b = std::string(components->at(row, "atom_id_2")),
           .order = orderFrom(components->at(row, "value_order"))});
    }
  }
  const CifTable* connections = tableIn(tables, "_struct_conn");
  if (connections == nullptr) return known;
  const NamedAtoms atoms(biopolymer);
  for (std::size_t row = 0; row < connections->rowCount(); ++row) {
    const std::string_view type = connections->at(row, "conn_type_id");
    const bool bond =
        type.starts_with("covale") || type.starts_with("disulf") || type.starts_with("metalc");
    const bool sameCell =
        connections->at(row, "ptnr1_symmetry") == connections->at(row, "ptnr2_symmetry");
    if (!bond || !sameCell) continue;
    const auto a = partner(*connections, row, '1', atoms);
    const auto b = partner(*connections, row, '2', atoms);
    if (!a || !b || *a == *b) continue;
    known.explicitBonds.push_back({.begin = AtomIndex(*a),
                                   .end = AtomIndex(*b),
                                   .order = orderFrom(connections->at(row, "pdbx_value_order"))});
  }
  return known;
}

}  // namespace molloquy::chem
