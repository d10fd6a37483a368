#pragma once

#include <filesystem>
#include <stop_token>

#include "model/corpus/generators/property_questions.h"
#include "model/corpus/importers/importer.h"

namespace molloquy::corpus {

struct PropertyRunReport {
  std::size_t structures = 0;
  std::size_t entries = 0;
  std::size_t questions = 0;
  std::size_t refusals = 0;
  bool stopped = false;  ///< no corpus was written then.
};

struct PropertyRunSinks {
  OnRejection onRejection;
  OnImportProgress onProgress;  ///< may be empty.
};

/// Writes a corpus of property questions about the structures of a file (anything that importFile
/// reads), in its order. The corpus appears whole or not at all.
/// Errors: those of importFile and of writing; InvalidInput (not one structure could be used).
Result<PropertyRunReport> writePropertyQuestions(const std::filesystem::path& input,
                                                 const std::filesystem::path& output,
                                                 const PropertyQuestionOptions& options,
                                                 const PropertyRunSinks& sinks,
                                                 const std::stop_token& stop);

}  // namespace molloquy::corpus
