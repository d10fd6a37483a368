#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "model/corpus/checks.h"
#include "model/corpus/checks/line_facts.h"
#include "model/corpus/importers/importer.h"

namespace molloquy::corpus {

/// A line and what it was found to be.
struct CheckedLine {
  std::size_t number = 0;
  Line content;
  LineFacts facts;
};

struct LineSinks {
  std::function<void(CheckedLine&& line)> onLine;  ///< in order of the file.
  std::function<void(const Rejection& rejection)> onRejection;
  OnImportProgress onProgress;
};

/// Reads a corpus or whatever importFile guesses; several threads look at a block of lines at once.
/// Errors: those of importFile. A stop ends it early.
Result<void> forEachCheckedLine(const std::filesystem::path& file, const CheckOptions& options,
                                const LineSinks& sinks, const std::stop_token& stop);

}  // namespace molloquy::corpus
