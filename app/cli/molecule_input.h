#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/output.h"
#include "model/base/result.h"
#include "model/chem/structure_reader.h"

namespace molloquy::cli {

/// What a command is asked about, as the command line names it.
struct MoleculeArgument {
  std::string text;  ///< a file, a SMILES, or "-" for standard input.
  int record = 0;    ///< which record of a file, from 1; 0 = none was chosen.
};

/// One record, and where it came from.
struct LoadedMolecule {
  chem::StructureRecord record;
  std::string source;     ///< file name, "SMILES" or "standard input".
  int number = 1;         ///< of the record, from 1.
  std::size_t count = 1;  ///< records in the source.
};

/// The chosen record, or the first. An existing file is read as one; a text with the extension of a
/// structure file must exist; everything else is a SMILES. What a file leaves out is said on
/// standard error. Errors: InvalidInput, NotFound, Unsupported: as the readers say.
Result<LoadedMolecule> loadMolecule(const MoleculeArgument& argument);

/// The chosen record, or all of them; at least one. Errors: as above.
Result<std::vector<LoadedMolecule>> loadMolecules(const MoleculeArgument& argument);

/// The record's own positions, or embedded ones (one conformer).
/// Errors: as embedConformers; InvalidInput when stopped before there was one.
Result<chem::Conformer> shapeOf(const LoadedMolecule& molecule, std::uint32_t seed,
                                std::stop_token stop);

/// The "molecule" member of every JSON answer.
Result<nlohmann::ordered_json> moleculeJson(const LoadedMolecule& molecule);

/// Exit code of an error about a molecule: BadInput, or Environment when the machine is at fault.
ExitCode exitCodeOf(const Error& error);

}  // namespace molloquy::cli
