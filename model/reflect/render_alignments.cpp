#include "model/reflect/render_alignments.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <GraphMol/SmilesParse/SmilesWrite.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::reflect {
namespace {

using align::AlignmentRecord;
using align::AlignmentStatus;

/// Places of one feature that are written out; the rest is counted.
constexpr std::size_t kMostPlaces = 4;

/// "0-4,7" for sorted atoms.
std::string ranges(const std::vector<AtomIndex>& atoms) {
  std::string text;
  for (std::size_t i = 0; i < atoms.size();) {
    std::size_t last = i;
    while (last + 1 < atoms.size() && atoms[last + 1].value == atoms[last].value + 1) ++last;
    if (!text.empty()) text += ',';
    text += last == i ? fmt::format("{}", atoms[i].value)
                      : fmt::format("{}-{}", atoms[i].value, atoms[last].value);
    i = last + 1;
  }
  return text;
}

std::string placesOf(const AlignmentRecord& record) {
  std::string text;
  const std::size_t shown = std::min(kMostPlaces, record.atoms.size());
  for (std::size_t i = 0; i < shown; ++i) {
    text += (i == 0 ? "" : " and ") + ranges(record.atoms[i]);
  }
  if (record.atoms.size() > shown) {
    text += fmt::format(" and {} more", record.atoms.size() - shown);
  }
  return text;
}

/// SMILES of the atoms of one match; empty when RDKit does not write one.
std::string fragmentOf(const chem::Molecule& molecule, const std::vector<AtomIndex>& atoms) {
  if (!molecule.rdkit() || atoms.empty()) return {};
  std::vector<int> wanted;
  for (const AtomIndex atom : atoms) wanted.push_back(static_cast<int>(atom.value));
  try {
    return RDKit::MolFragmentToSmiles(*molecule.rdkit()->mol, wanted);
  } catch (const std::exception&) {
    return {};
  }
}

/// The first of the alternatives that a pattern lists, without the marks of context atoms.
std::string firstPattern(const std::string& smarts) {
  std::string pattern = smarts.substr(0, smarts.find(" || "));
  for (std::size_t at = pattern.find(":9]"); at != std::string::npos; at = pattern.find(":9]")) {
    pattern.erase(at, 2);
  }
  return pattern;
}

bool isShown(const AlignmentRecord& record, Direction direction) {
  const bool verified =
      record.status == AlignmentStatus::Verified || record.status == AlignmentStatus::User;
  if (direction == Direction::Mol2Cap) return verified && !record.atoms.empty();
  const bool elsewhere =
      record.clause == align::Clause::Role || record.clause == align::Clause::Relation;
  const bool claimed = record.status == AlignmentStatus::Unlocalised && !elsewhere;
  return (verified || claimed) && !record.smarts.empty();
}

std::string lineOf(const AlignmentRecord& record, Direction direction,
                   const chem::Molecule& molecule, AtomNumbers numbers) {
  if (direction == Direction::Cap2Mol) {
    return fmt::format("- \"{}\" <-> {}", record.phrase, firstPattern(record.smarts));
  }
  std::string line =
      fmt::format("- \"{}\" <-> {}", record.phrase, fragmentOf(molecule, record.atoms.front()));
  if (numbers == AtomNumbers::Written) line += " at atoms " + placesOf(record);
  return line;
}

}  // namespace

RenderedAlignments renderWithIds(const align::AlignedText& text, Direction direction,
                                 const chem::Molecule& molecule, const RenderOptions& options) {
  RenderedAlignments rendered;
  std::set<std::string> written;
  for (const AlignmentRecord& record : text.records) {
    if (written.size() == options.maximum) break;
    if (!isShown(record, direction)) continue;
    const std::string line = lineOf(record, direction, molecule, options.atoms);
    if (!written.insert(line).second) continue;
    rendered.text += (rendered.text.empty() ? "" : "\n") + line;
    rendered.ids.push_back(record.id);
  }
  return rendered;
}

std::string renderAlignments(const align::AlignedText& text, Direction direction,
                             const chem::Molecule& molecule, const RenderOptions& options) {
  return renderWithIds(text, direction, molecule, options).text;
}

}  // namespace molloquy::reflect
