#include <algorithm>
#include <memory>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/bond_perception.h"
#include "model/chem/formats/readers.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

/// "C", "c" and "6" all mean carbon in XYZ files.
std::optional<int> elementOf(std::string_view word) {
  if (const auto number = integerFrom(word)) {
    return *number >= 1 && *number <= 118 ? std::optional<int>(static_cast<int>(*number))
                                          : std::nullopt;
  }
  std::string symbol(word);
  for (char& c : symbol) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (!symbol.empty() && symbol[0] >= 'a' && symbol[0] <= 'z') {
    symbol[0] = static_cast<char>(symbol[0] - 'a' + 'A');
  }
  return atomicNumberOf(symbol);
}

Error badLine(const TextLines& text, std::size_t index) {
  return Error(
      ErrorCode::InvalidInput,
      fmt::format("Line {} should be an element and three coordinates but is \"{}\". Write "
                  "for example: C 0.0 1.4 0.0",
                  text.number(index), text.lines[index].substr(0, 60)));
}

/// Atoms and positions of one frame, without bonds.
Result<std::unique_ptr<RDKit::RWMol>> atomsFrom(const TextLines& text, std::size_t begin,
                                                std::size_t count) {
  auto mol = std::make_unique<RDKit::RWMol>();
  auto conformer = std::make_unique<RDKit::Conformer>(static_cast<unsigned>(count));
  conformer->set3D(true);
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<std::string_view> words = wordsOf(text.lines[begin + i]);
    if (words.size() < 4) return tl::unexpected(badLine(text, begin + i));
    const auto element = elementOf(words[0]);
    const auto x = numberFrom(words[1]);
    const auto y = numberFrom(words[2]);
    const auto z = numberFrom(words[3]);
    if (!element || *element == 0 || !x || !y || !z)
      return tl::unexpected(badLine(text, begin + i));
    auto atom = std::make_unique<RDKit::Atom>(*element);
    const unsigned index = mol->addAtom(atom.release(), false, true);
    conformer->setAtomPos(index, RDGeom::Point3D(*x, *y, *z));
  }
  mol->addConformer(conformer.release(), true);
  return mol;
}

Result<StructureRecord> recordFromAtoms(RDKit::RWMol& mol, std::string_view comment) {
  try {
    const std::string note = perceiveBonds(mol);
    RDKit::MolOps::sanitizeMol(mol);
    RDKit::MolOps::assignStereochemistryFrom3D(mol);
    return recordFrom(mol, std::string(trimmed(comment)), note);
  } catch (...) {
    const auto name = [&mol](unsigned index) {
      return fmt::format("{}{}", elementSymbol(mol.getAtomWithIdx(index)->getAtomicNum()),
                         index + 1);
    };
    return tl::unexpected(currentRdkitError({.name = name, .subject = "The frame"}));
  }
}

/// How many atoms a frame's first line promises.
Result<std::size_t> promisedAtoms(const TextLines& text, std::size_t at) {
  const auto count = integerFrom(trimmed(text.lines[at]));
  if (!count || *count < 0) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("Line {} should be the number of atoms but is \"{}\". An XYZ file starts "
                    "with that number and a comment line.",
                    text.number(at), text.lines[at].substr(0, 40)));
  }
  const auto atoms = static_cast<std::size_t>(*count);
  if (auto refused = refuseAtomCount(atoms)) return tl::unexpected(*std::move(refused));
  if (at + 2 + atoms > text.lines.size()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("Line {} promises {} atoms, but the file ends at line {}. It is probably "
                    "cut off; get it again.",
                    text.number(at), atoms, text.number(text.lines.size()) - 1));
  }
  return atoms;
}

}  // namespace

void readXyz(const TextLines& text, StructureFile& file, const std::stop_token& stop) {
  std::size_t at = 0;
  while (at < text.lines.size() && !stop.stop_requested()) {
    if (trimmed(text.lines[at]).empty()) {
      ++at;
      continue;
    }
    const std::size_t number = file.records.size() + file.rejected.size() + 1;
    const std::string place = fmt::format("frame {}, from line {}", number, text.number(at));
    const Result<std::size_t> atoms = promisedAtoms(text, at);
    if (!atoms) {  // where the next frame starts is unknown
      file.rejected.push_back(atoms.error().within(place));
      return;
    }
    Result<std::unique_ptr<RDKit::RWMol>> mol = atomsFrom(text, at + 2, *atoms);
    Result<StructureRecord> record = mol ? recordFromAtoms(**mol, text.lines[at + 1])
                                         : Result<StructureRecord>(tl::unexpected(mol.error()));
    if (record) {
      file.records.push_back(*std::move(record));
    } else {
      file.rejected.push_back(record.error().within(place));
    }
    at += 2 + *atoms;
  }
}

}  // namespace molloquy::chem
