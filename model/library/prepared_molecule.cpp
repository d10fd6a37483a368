#include "model/library/prepared_molecule.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "model/library/in_threads.h"

namespace molloquy::library {
namespace {

PreparedMolecule prepare(const NewMolecule& molecule) {
  PreparedMolecule prepared;
  if (!molecule.molecule) {
    prepared.refusal = Error(ErrorCode::InvalidInput, "The record has no structure.");
    return prepared;
  }
  const std::size_t atoms = molecule.molecule->atoms().size();
  for (const MoleculeConformer& one : molecule.conformers) {
    if (one.conformer.positions.size() == atoms) continue;
    prepared.refusal =
        Error(ErrorCode::InvalidInput, fmt::format("A 3D shape has {} positions for {} atoms.",
                                                   one.conformer.positions.size(), atoms));
    return prepared;
  }
  auto keys = computeKeys(*molecule.molecule, molecule.knownInchiKey);
  if (!keys) {
    prepared.refusal = keys.error();
    return prepared;
  }
  prepared.keys = std::move(*keys);
  if (!molecule.conformers.empty()) {
    // A molecule without a shape of its own (two atoms, say) is found by everything else.
    auto shape = computeShape(*molecule.molecule, molecule.conformers.front().conformer);
    if (shape) prepared.shape = *shape;
  }
  return prepared;
}

}  // namespace

std::string titleOf(const NewMolecule& molecule) {
  const auto title =
      std::find_if(molecule.names.begin(), molecule.names.end(),
                   [](const MoleculeName& name) { return name.kind == NameKind::Title; });
  if (title != molecule.names.end()) return title->text;
  return molecule.names.empty() ? std::string() : molecule.names.front().text;
}

std::vector<MoleculeConformer> conformersInOrderOf(const PlacedMolecule& kept,
                                                   const NewMolecule& molecule) {
  std::vector<MoleculeConformer> ordered;
  for (const MoleculeConformer& one : molecule.conformers) {
    const std::vector<AtomIndex> atoms = sameAtoms({*molecule.molecule, one.conformer}, kept);
    if (atoms.empty()) continue;
    MoleculeConformer again = one;
    for (std::size_t at = 0; at < atoms.size(); ++at) {
      again.conformer.positions[at] = one.conformer.positions[atoms[at].value];
    }
    ordered.push_back(std::move(again));
  }
  return ordered;
}

const char* identityInWords(const MoleculeKeys& keys) {
  return keys.inchiKey.starts_with("SMILES:") ? "the same canonical SMILES" : "the same InChIKey";
}

std::vector<PreparedMolecule> prepareMolecules(std::span<const NewMolecule> molecules) {
  std::vector<PreparedMolecule> prepared(molecules.size());
  inThreads(molecules.size(),
            [&](std::size_t place) { prepared[place] = prepare(molecules[place]); });
  return prepared;
}

std::string mergedRemark(const std::string& called, const MoleculeKeys& keys, const Joined& joined,
                         const std::string& leftOut) {
  std::string remark =
      joined.anything()
          ? fmt::format("Merged into {}: {}; {}.", called, identityInWords(keys), joined.inWords())
          : fmt::format("Nothing is new for {}: {}.", called, identityInWords(keys));
  if (!leftOut.empty()) remark.append(" ").append(leftOut);
  return remark;
}

std::string Joined::inWords() const {
  std::vector<std::string> parts;
  const auto count = [&parts](std::size_t number, const char* one, const char* many) {
    if (number > 0) parts.push_back(fmt::format("{} {}", number, number == 1 ? one : many));
  };
  count(names, "name", "names");
  count(texts, "text", "texts");
  count(conformers, "3D shape", "3D shapes");
  count(properties, "value", "values");
  count(tags, "tag", "tags");
  count(sources, "source", "sources");
  if (notes) parts.emplace_back("notes");
  if (parts.empty()) return {};
  std::string words;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    if (part > 0) words += part + 1 == parts.size() ? " and " : ", ";
    words += parts[part];
  }
  const bool single = names + texts + conformers + properties + tags + sources == 1 && !notes;
  return words + (single ? " is new" : " are new");
}

std::optional<double> numberOf(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace molloquy::library
