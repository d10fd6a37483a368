#pragma once

#include <stop_token>
#include <string>

#include "app/cli/commands.h"
#include "app/pubchem/compound_types.h"
#include "model/base/result.h"

namespace molloquy::cli {

void addPubChemConformers(CLI::App& group, ChosenCommand& chosen);
void addPubChemAnnotations(CLI::App& group, ChosenCommand& chosen);
void addPubChemImport(CLI::App& group, ChosenCommand& chosen);

/// Gives an entry that came without one a 3D shape that is made here.
/// returns "PubChem" or "generated here". Errors: as embedConformers.
Result<std::string> completeShape(pubchem::Compound& compound, std::stop_token stop);

}  // namespace molloquy::cli
