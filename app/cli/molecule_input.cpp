#include "app/cli/molecule_input.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "app/cli/progress.h"
#include "model/chem/conformers.h"
#include "model/chem/structure_writer.h"

namespace molloquy::cli {
namespace {

namespace fs = std::filesystem;

bool hasStructureExtension(const std::string& text) {
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto& patterns = chem::readableExtensions();
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return lower.ends_with(pattern.substr(1));  // "*.sdf"
  });
}

Result<chem::StructureFile> readStandardInput() {
  const std::string text{std::istreambuf_iterator<char>(std::cin),
                         std::istreambuf_iterator<char>()};
  return chem::readStructureText(text, chem::sniffFormat(text), "standard input");
}

Result<chem::StructureFile> readSource(const std::string& text) {
  if (text == "-") return readStandardInput();
  std::error_code ignored;
  const bool plausiblePath = text.size() < 4096;
  if (plausiblePath && (fs::exists(text, ignored) || hasStructureExtension(text))) {
    return chem::readStructureFile(text);
  }
  auto record = chem::parseSmiles(text);
  if (!record) return tl::unexpected(record.error());
  chem::StructureFile file;
  file.records.push_back(*std::move(record));
  file.displayName = "SMILES";
  return file;
}

/// The record that was asked for, told where it is one of several.
Result<LoadedMolecule> pick(chem::StructureFile file, int number) {
  const std::size_t count = file.records.size();
  if (number < 1 || static_cast<std::size_t>(number) > count) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has {} record{}; there is no record {}.", file.displayName, count,
                            count == 1 ? "" : "s", number));
  }
  return LoadedMolecule{std::move(file.records[static_cast<std::size_t>(number - 1)]),
                        file.displayName, number, count};
}

Result<chem::StructureFile> readAndTell(const std::string& text) {
  Result<chem::StructureFile> file = readSource(text);
  if (!file) return file;
  for (const Error& rejected : file->rejected) note("left out: " + rejected.toString());
  return file;
}

}  // namespace

Result<LoadedMolecule> loadMolecule(const MoleculeArgument& argument) {
  Result<chem::StructureFile> file = readAndTell(argument.text);
  if (!file) return tl::unexpected(file.error());
  auto picked = pick(*std::move(file), std::max(argument.record, 1));
  if (picked && picked->count > 1) {
    note(fmt::format("{} has {} records; this is record {} (--record N for another).",
                     picked->source, picked->count, picked->number));
  }
  return picked;
}

Result<std::vector<LoadedMolecule>> loadMolecules(const MoleculeArgument& argument) {
  std::vector<LoadedMolecule> molecules;
  if (argument.record > 0) {
    auto one = loadMolecule(argument);
    if (!one) return tl::unexpected(one.error());
    molecules.push_back(*std::move(one));
    return molecules;
  }
  Result<chem::StructureFile> file = readAndTell(argument.text);
  if (!file) return tl::unexpected(file.error());
  const std::size_t count = file->records.size();
  if (count == 0) {
    return fail(ErrorCode::InvalidInput, fmt::format("{} has no records.", file->displayName));
  }
  for (chem::StructureRecord& record : file->records) {
    const int number = static_cast<int>(molecules.size()) + 1;
    molecules.push_back({std::move(record), file->displayName, number, count});
  }
  return molecules;
}

Result<chem::Conformer> shapeOf(const LoadedMolecule& molecule, std::uint32_t seed,
                                std::stop_token stop) {
  if (molecule.record.conformer) return *molecule.record.conformer;
  const Progress progress("Making the 3D shape");
  auto conformers =
      chem::embedConformers(*molecule.record.molecule, {.seed = seed, .count = 1}, stop);
  if (!conformers) return tl::unexpected(conformers.error());
  if (conformers->empty())
    return fail(ErrorCode::InvalidInput, "Stopped before there was a shape.");
  return std::move(conformers->front());
}

Result<nlohmann::ordered_json> moleculeJson(const LoadedMolecule& molecule) {
  const chem::Molecule& graph = *molecule.record.molecule;
  auto smiles = chem::canonicalSmiles(graph);
  if (!smiles) return tl::unexpected(smiles.error());
  return nlohmann::ordered_json{{"name", graph.name()},
                                {"smiles", *smiles},
                                {"source", molecule.source},
                                {"record", molecule.number},
                                {"records", molecule.count},
                                {"atoms", graph.atoms().size()},
                                {"heavy_atoms", graph.heavyAtomCount()}};
}

ExitCode exitCodeOf(const Error& error) {
  switch (error.code) {
    case ErrorCode::Unsupported:
    case ErrorCode::InvalidInput:
    case ErrorCode::NotFound:
    case ErrorCode::Corrupt:
      return ExitCode::BadInput;
    case ErrorCode::OutOfMemory:
    case ErrorCode::Internal:
      return ExitCode::Environment;
  }
  return ExitCode::Environment;
}

}  // namespace molloquy::cli
