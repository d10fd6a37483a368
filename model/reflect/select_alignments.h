#pragma once

#include "model/reflect/alignment_stages.h"
#include "model/reflect/render_alignments.h"
#include "model/reflect/selection.h"
#include "model/reflect/student.h"

namespace molloquy::reflect {

/// Whether each record's part in the perplexity is measured: one more pass for every record.
enum class PhraseCredit { LeftOut, Measured };

struct SelectionSettings {
  StageSettings stage;
  SelectionRule rule = SelectionRule::TargetConditional;  ///< rows of the split "test" use Self.
  PhraseCredit credit = PhraseCredit::LeftOut;
  RenderOptions render;
};

struct SelectionReport {
  StageReport stage;
  SelectionMeans means;
  std::size_t zero = 0;  ///< rows for which K_zero was chosen.
  std::size_t reflected = 0;
  std::size_t none = 0;
  std::size_t byVerifiedShare = 0;  ///< decided by the verified share, not by the perplexity.
};

/// Where the stage writes.
struct SelectionFiles {
  std::filesystem::path scores;      ///< JSON lines, one selection each.
  std::filesystem::path alignments;  ///< the chosen texts; their records have stage Selected.
};

/// Stage 2, second half: which of K_zero and K_reflected each row keeps, by the student's
/// perplexity. Examples carry their K_zero, the same for both candidates.
/// Errors: those of ResumableLog, failures of the model.
/// Source: molreflect.md 4.2, 7.4.
Result<SelectionReport> selectAlignments(std::span<const retrieval::ReferenceRow> rows,
                                         const ExampleFinder& finder, const AlignmentSet& zero,
                                         const AlignmentSet& reflected, Student& student,
                                         const SelectionSettings& settings,
                                         const SelectionFiles& files, std::stop_token stop);

/// x, K and y of a row as prompts show them.
Sample sampleOf(const RowContext& context, Direction direction, const align::AlignedText* text,
                const RenderOptions& render);

}  // namespace molloquy::reflect
