#pragma once

#include <span>
#include <stop_token>
#include <string>

#include "model/reflect/row_context.h"

namespace molloquy::reflect {

/// Whether a teacher may be asked by several threads at once.
enum class TeacherThreads { One, Any };

/// Who proposes which phrases belong to which substructures. Every record that it returns has been
/// through the verifier; its answers are never trusted.
class Teacher {
 public:
  virtual ~Teacher() = default;

  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual TeacherThreads threads() const = 0;

  /// Zero-shot: Mol2Cap from the structure alone, Cap2Mol from the caption alone; the other side of
  /// the row is used to judge, not to propose.
  /// Errors: what keeps this row from being done. Source: molreflect.md 4.1.
  virtual Result<align::AlignedText> extract(const RowContext& row, Direction direction,
                                             std::stop_token stop) = 0;

  /// The same alignments rewritten in the light of similar rows and of what the verifier said.
  /// Errors: as extract. Source: molreflect.md 4.2.
  virtual Result<align::AlignedText> reflect(const RowContext& row, Direction direction,
                                             const align::AlignedText& zero,
                                             std::span<const RetrievedRow> retrieved,
                                             std::stop_token stop) = 0;
};

}  // namespace molloquy::reflect
