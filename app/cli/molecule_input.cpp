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

void tellWhatIsLeftOut(const chem::StructureFile& file, int shown) {
  for (const Error& rejected : file.rejected) note("left out: " + rejected.toString());
  if (file.records.size() > 1) {
    note(fmt::format("{} has {} records; this is record {} (--record N for another).",
                     file.displayName, file.records.size(), shown));
  }
}

}  // namespace

Result<LoadedMolecule> loadMolecule(const MoleculeArgument& argument) {
  Result<chem::StructureFile> file = readSource(argument.text);
  if (!file) return tl::unexpected(file.error());
  const std::size_t count = file->records.size();
  if (argument.record < 1 || static_cast<std::size_t>(argument.record) > count) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has {} record{}; there is no record {}.", file->displayName, count,
                            count == 1 ? "" : "s", argument.record));
  }
  tellWhatIsLeftOut(*file, argument.record);
  LoadedMolecule loaded;
  loaded.record = std::move(file->records[static_cast<std::size_t>(argument.record - 1)]);
  loaded.source = file->displayName;
  loaded.number = argument.record;
  loaded.count = count;
  return loaded;
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
