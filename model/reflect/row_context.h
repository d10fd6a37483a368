#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "model/align/alignment_jsonl.h"
#include "model/align/lexicon.h"
#include "model/chem/molecule.h"
#include "model/reflect/direction.h"
#include "model/retrieval/reference_rows.h"

namespace molloquy::reflect {

/// A row, and its molecule in the atom order of its SMILES.
struct RowContext {
  const retrieval::ReferenceRow* row = nullptr;
  std::shared_ptr<const chem::Molecule> molecule;
};

/// Errors: InvalidInput (the SMILES cannot be read).
Result<RowContext> contextOf(const retrieval::ReferenceRow& row);

/// A retrieved row with the alignments that were extracted for it.
struct RetrievedRow {
  RowContext context;
  const align::AlignedText* alignments = nullptr;
  double similarity = 0.0;
};

/// How many tokens a text takes.
using CountTokens = std::function<std::size_t(std::string_view text)>;

/// A third of the bytes: what texts with SMILES take in vocabularies of 32,000, for when no
/// tokenizer is at hand.
std::size_t estimateTokens(std::string_view text);

/// Alignments of a row without records yet. text  what the records' phrases stand in.
align::AlignedText textOf(const RowContext& context, Direction direction, std::string text,
                          std::string kind, std::string name);

/// Numbers the records a1, a2, ... and sets their stage.
void finishRecords(align::AlignedText& text, align::AlignmentStage stage);

/// What became of the records that claim something about the structure.
struct VerdictCounts {
  std::size_t verified = 0;
  std::size_t refuted = 0;  ///< no match, or less often than said.
  std::size_t invalid = 0;
  std::size_t unplaced = 0;  ///< roles, other molecules, the molecule as a whole.

  void add(const align::AlignedText& text);
  /// Verified among verified, refuted and invalid; 0 without any.
  [[nodiscard]] double verifiedShare() const;
};

}  // namespace molloquy::reflect
