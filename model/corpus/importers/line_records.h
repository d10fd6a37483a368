#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "model/corpus/importers/import_run.h"

namespace molloquy::corpus {

/// Every line of the run's file; those that are too long are rejected, empty ones passed over.
/// Errors: those of opening, those of `onLine`, Corrupt (a packed file that is cut off).
Result<void> forEachLine(
    ImportRun& run,
    const std::function<Result<void>(std::size_t number, std::string&& line)>& onLine);

/// Every line that is a JSON object; the others are rejected. Errors: as forEachLine.
Result<void> forEachJsonLine(
    ImportRun& run,
    const std::function<Result<void>(std::size_t number, nlohmann::json&& object)>& onObject);

}  // namespace molloquy::corpus
