#include "model/chem/structure_reader.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <fmt/format.h>

#include "model/chem/formats/readers.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"
#include "model/chem/smiles_scanner.h"

namespace molloquy::chem {
namespace {

constexpr std::size_t kLongestSmiles = 50 * kRdkitAtoms;
constexpr std::string_view kBlanks = " \t\r\n\v\f";

/// A line cut into SMILES, CXSMILES extension and name.
struct SmilesLine {
  std::string_view smiles;
  std::size_t firstColumn = 1;
  std::string_view extension;  ///< "|...|" or empty.
  std::size_t extensionColumn = 1;
  std::string name;
};

SmilesLine cut(std::string_view text) {
  SmilesLine line;
  const std::size_t first = std::min(text.find_first_not_of(kBlanks), text.size());
  line.firstColumn = first + 1;
  const std::size_t end = std::min(text.find_first_of(kBlanks, first), text.size());
  line.smiles = text.substr(first, end - first);
  std::string_view rest = trimmed(text.substr(end));
  if (!rest.empty() && rest.front() == '|') {
    const std::size_t close = rest.find('|', 1);
    line.extensionColumn = static_cast<std::size_t>(rest.data() - text.data()) + 1;
    line.extension = rest.substr(0, close == std::string_view::npos ? close : close + 1);
    rest = trimmed(rest.substr(line.extension.size()));
  }
  line.name = std::string(rest);
  return line;
}

AtomPlaces placesIn(const SmilesScan& scan, const RDKit::ROMol& mol) {
  const auto name = [&scan, &mol](unsigned index) {
    if (index >= scan.atomColumns.size()) return fmt::format("atom {}", index + 1);
    const RDKit::Atom* atom = mol.getAtomWithIdx(index);
    return fmt::format("{}{} at column {}", elementSymbol(atom->getAtomicNum()), index + 1,
                       scan.atomColumns[index]);
  };
  return {.name = name, .subject = "SMILES"};
}

std::unique_ptr<RDKit::RWMol> parseGraph(const SmilesLine& line) {
  RDKit::SmilesParserParams params;
  params.sanitize = false;
  params.removeHs = false;
  params.parseName = false;
  params.allowCXSMILES = !line.extension.empty();
  std::string text(line.smiles);
  if (params.allowCXSMILES) text.append(" ").append(line.extension);
  return std::unique_ptr<RDKit::RWMol>(RDKit::SmilesToMol(text, params));
}

/// Steps of RDKit's own SMILES reader that sanitize=false leaves out.
void finishGraph(RDKit::RWMol& mol) {
  RDKit::MolOps::sanitizeMol(mol);
  RDKit::MolOps::assignStereochemistry(mol, true, true);
}

Result<std::shared_ptr<const Molecule>> moleculeFrom(const SmilesLine& line,
                                                     const SmilesScan& scan) {
  std::unique_ptr<RDKit::RWMol> mol;
  try {
    mol = parseGraph(line);
    if (!mol) {
      return tl::unexpected(smilesError("SMILES cannot be read", line.firstColumn,
                                        "Check its bonds, ring numbers and brackets."));
    }
  } catch (...) {
    if (!line.extension.empty()) {
      return tl::unexpected(smilesError("SMILES has an extension \"|...|\" that cannot be read",
                                        line.extensionColumn, "Remove the extension."));
    }
    const auto name = [](unsigned index) { return fmt::format("atom {}", index + 1); };
    return tl::unexpected(currentRdkitError({.name = name, .subject = "SMILES"}));
  }
  try {
    finishGraph(*mol);
    return fromRdkit(*mol, line.name);
  } catch (...) {
    return tl::unexpected(currentRdkitError(placesIn(scan, *mol)));
  }
}

}  // namespace

Result<StructureRecord> parseSmiles(std::string_view text) {
  silenceRdkitLog();
  const SmilesLine line = cut(text);
  if (line.smiles.empty()) {
    return fail(ErrorCode::InvalidInput,
                "There is no SMILES. Type one, for example CC(=O)Oc1ccccc1C(=O)O.");
  }
  if (line.smiles.size() > kLongestSmiles) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("SMILES has {} characters, more than the {} that can be read.",
                            line.smiles.size(), kLongestSmiles));
  }
  const Result<SmilesScan> scan = scanSmiles(line.smiles, line.firstColumn);
  if (!scan) return tl::unexpected(scan.error());
  if (scan->atomColumns.size() > kRdkitAtoms) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("SMILES has {} atoms, more than the {} that can be opened.",
                            scan->atomColumns.size(), kRdkitAtoms));
  }
  Result<std::shared_ptr<const Molecule>> molecule = moleculeFrom(line, *scan);
  if (!molecule) return tl::unexpected(molecule.error());
  StructureRecord record;
  record.molecule = *std::move(molecule);
  record.smilesAsWritten = std::string(line.smiles);
  return record;
}

}  // namespace molloquy::chem
