#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

#include "model/corpus/generators/shape_questions.h"
#include "model/corpus/importers/importer.h"

namespace molloquy::corpus {

/// Whether a run that was interrupted is gone on with.
enum class Continuation { StartNew, Resume };

struct LabelRequest {
  std::filesystem::path input;   ///< anything that importFile reads.
  std::filesystem::path output;  ///< a corpus; beside it a journal while the run is not complete.
  ShapeQuestionOptions questions;
  int jobs = 1;           ///< threads, each of which embeds and computes.
  std::size_t limit = 0;  ///< structures of the input that are looked at; 0 = all.
  Continuation continuation = Continuation::StartNew;
};

struct LabelReport {
  std::size_t structures = 0;  ///< looked at, with those of earlier runs.
  std::size_t resumed = 0;     ///< of them, finished by earlier runs.
  std::size_t labelledStructures = 0;
  std::size_t entries = 0;   ///< written: conformers.
  std::size_t refusals = 0;  ///< rows, structures and conformers.
  double wallSeconds = 0;    ///< of this run.
  bool stopped = false;  ///< what was finished is in the output; the journal waits for a resume.
};

/// done and total: bytes of the input, or structures when there is a limit.
using OnLabelProgress = std::function<void(std::uintmax_t done, std::uintmax_t total)>;

struct LabelSinks {
  OnRejection onRejection;     ///< in the order of the input, at the end; from the caller's thread.
  OnLabelProgress onProgress;  ///< any thread; may be empty.
};

/// Labels the structures of a file with several threads. The output appears at the end, in the
/// order of the input whatever the number of threads; what is finished is kept in `output`.journal
/// until then, so that a killed run loses only what was in work. Lines are the same for the same
/// input, options and xtb. Errors: those of importFile and LabelJournal; those of writing. The
/// journal stays.
Result<LabelReport> labelFile(const LabelRequest& request, const SinglePointCalculator& compute,
                              const LabelSinks& sinks, const std::stop_token& stop);

/// Where the journal of an output is.
std::filesystem::path journalOf(const std::filesystem::path& output);

}  // namespace molloquy::corpus
