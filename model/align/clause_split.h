#pragma once

#include <string_view>
#include <vector>

#include "model/align/alignment_record.h"

namespace molloquy::align {

/// Which kind of statement each place of a ChEBI-style description belongs to: role and relation
/// clauses speak of something other than this molecule's structure.
/// Source: molreflect.md 7.1, rules 1-4 (count and stereo depend on the phrase, not on the clause).
class ClauseMap {
 public:
  /// `lowerCaseText` in lower case.
  explicit ClauseMap(std::string_view lowerCaseText);

  [[nodiscard]] Clause clauseAt(std::size_t byte) const;

 private:
  struct Piece {
    std::size_t begin;
    std::size_t end;
    Clause clause;
  };
  std::vector<Piece> m_pieces;
};

}  // namespace molloquy::align
