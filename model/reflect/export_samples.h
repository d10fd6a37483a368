#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <stop_token>

#include "model/reflect/select_alignments.h"

namespace molloquy::reflect {

struct ExportSettings {
  StageSettings stage;
  PromptForm form = PromptForm::Chat;
  std::size_t cutoff = kCutoff;  ///< tokens; the longest example goes first.
  RenderOptions render;
  CountTokens count = estimateTokens;
};

struct ExportReport {
  StageReport stage;
  std::size_t test = 0;               ///< rows of the split "test": refused.
  std::size_t withoutAlignments = 0;  ///< samples whose K is empty.
  std::size_t examples = 0;           ///< in all samples together.
  std::size_t examplesDropped = 0;    ///< to keep to the cutoff.
};

/// Stage 3's samples: for every row, the examples with their alignments, the question with its own,
/// and the target as what is learnt. Chat: corpus::Dialogue lines; Plain: corpus::PlainText lines,
/// in which every word is learnt. Rows of the split "test" are refused, and examples are rows of
/// the training split only. scores  of the selection, for the samples' notes; may be empty. Errors:
/// those of CorpusWriter; InvalidInput (not one sample). Source: molreflect.md 4.3, 6.4.
Result<ExportReport> exportSamples(std::span<const retrieval::ReferenceRow> rows,
                                   const ExampleFinder& finder, const AlignmentSet& alignments,
                                   const std::map<std::string, RowSelection>& scores,
                                   const PromptBook& book, const ExportSettings& settings,
                                   const std::filesystem::path& file, std::stop_token stop);

/// The selections of a scores file, by row; damaged lines are left out. Errors: NotFound.
Result<std::map<std::string, RowSelection>> readSelections(const std::filesystem::path& file);

}  // namespace molloquy::reflect
