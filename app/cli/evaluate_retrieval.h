#pragma once

#include "app/cli/answer.h"
#include "app/cli/evaluation_report.h"

namespace molloquy::cli {

/// Retrieval by the stage-1 network of a model folder: shapes are made, structures and texts
/// compared. Rows without a shape are left out and told.
/// Errors: those of opening the network and of measureRetrieval.
Step<EvaluationReport> evaluateRetrieval(const EvaluateOptions& options,
                                         const std::filesystem::path& folder,
                                         const evaluation::QuestionList& rows,
                                         evaluation::RunIdentity identity,
                                         const std::stop_token& stop);

}  // namespace molloquy::cli
