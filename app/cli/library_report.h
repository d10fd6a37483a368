#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/output.h"
#include "model/library/molecule_library.h"

namespace molloquy::cli {

/// A library that a command works on. The location is a file or a postgresql:// server; an exit
/// code was told when there is none.
struct OpenedLibrary {
  std::unique_ptr<library::MoleculeLibrary> library;
  ExitCode failure = ExitCode::Ok;
};
OpenedLibrary openForCommand(Output& output, const std::string& location);

/// Exit code of an error about a library: BadInput, or Environment when the machine is at fault.
ExitCode libraryExitCode(const Error& error);

/// The id that a number or an InChIKey names. Errors: NotFound, InvalidInput.
Result<library::MoleculeId> moleculeNamed(library::MoleculeLibrary& library,
                                          const std::string& text);

/// "tanimoto", "cosine", ...
const char* scoreName(library::ScoreKind kind);
nlohmann::ordered_json rowJson(const library::LibraryRow& row);
nlohmann::ordered_json moleculeJson(const library::LibraryMolecule& molecule);
std::string textOf(const library::LibraryMolecule& molecule);
nlohmann::ordered_json infoJson(const library::LibraryInfo& info);
std::string textOf(const library::LibraryInfo& info);

}  // namespace molloquy::cli
