#pragma once

#include <vector>

#include "app/cli/answer.h"

namespace molloquy::cli {

/// Answers every record of a list, several at a time; one JSON object a line, or one paragraph a
/// record, in the order of the list. A record that fails is told in its place and the others go on;
/// the exit code is BadInput then.
ExitCode answerList(const AskOptions& options, std::vector<LoadedMolecule> molecules);

}  // namespace molloquy::cli
