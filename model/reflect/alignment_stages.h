#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>

#include "model/reflect/alignment_set.h"
#include "model/reflect/example_finder.h"
#include "model/reflect/teacher.h"

namespace molloquy::reflect {

/// A row that was left out, and why.
using OnSkipped =
    std::function<void(const retrieval::ReferenceRow& row, const std::string& reason)>;

/// What all stages have in common.
struct StageSettings {
  Direction direction = Direction::Mol2Cap;
  int threads = 1;
  retrieval::OnProgress onProgress;
  OnSkipped onSkipped;
};

struct StageReport {
  std::size_t rows = 0;     ///< of the corpus.
  std::size_t done = 0;     ///< with alignments, those of earlier runs included.
  std::size_t resumed = 0;  ///< of these, found from an earlier run that was interrupted.
  std::size_t skipped = 0;
  VerdictCounts verdicts;
  bool stopped = false;  ///< the file was not finished; the next run goes on.
};

/// Stage 1: the teacher's alignments of every row, into an alignment file that appears when all is
/// done. Rows that the teacher refuses are told to onSkipped.
/// Errors: those of ResumableLog; what a model's failure says (not a refused row).
/// Source: molreflect.md 4.1.
Result<StageReport> extractAlignments(std::span<const retrieval::ReferenceRow> rows,
                                      Teacher& teacher, const StageSettings& settings,
                                      const std::filesystem::path& file, std::stop_token stop);

/// Stage 2, first half: the alignments of `zero` again, in the light of similar training rows.
/// Source: molreflect.md 4.2.
Result<StageReport> reflectAlignments(std::span<const retrieval::ReferenceRow> rows,
                                      const ExampleFinder& finder, const AlignmentSet& zero,
                                      Teacher& teacher, const StageSettings& settings,
                                      const std::filesystem::path& file, std::stop_token stop);

/// The retrieved rows of a row, with their alignments; those without, or with an unreadable SMILES,
/// are left out.
std::vector<RetrievedRow> retrievedFor(std::span<const retrieval::ReferenceRow> rows,
                                       std::size_t row, const ExampleFinder& finder,
                                       const AlignmentSet& alignments);

/// What the rows of a corpus are, for settings of a ResumableLog.
std::string markOf(std::span<const retrieval::ReferenceRow> rows);

}  // namespace molloquy::reflect
