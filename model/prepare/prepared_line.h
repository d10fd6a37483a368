#pragma once

#include <optional>

#include "model/prepare/examples.h"
#include "model/prepare/geometry.h"

namespace molloquy::prepare {

/// One corpus line, worked out and waiting to be added to the data in the corpus's order.
struct PreparedLine {
  std::size_t file = 0;  ///< index of the corpus file.
  std::size_t line = 0;  ///< from 1.
  std::string name;      ///< the row's id or SMILES, shortened, for the report.
  std::string source;
  std::string split;
  std::string identity;  ///< what the held-out draw goes by: SMILES, atoms or text.
  std::optional<GeometryResult> geometry;  ///< absent where the objective needs none, or on loss.
  std::string geometryKey;
  LineExamples content;
};

/// Works a line out: tokens, and a geometry where the objective uses structures. Rows of the test
/// split are lost before anything is computed for them.
PreparedLine prepareLine(const Plan& plan, const corpus::Line& line, ConformerStore* store,
                         const std::stop_token& stop);

/// "validation", "valid" and "val" are the same split, and so on.
enum class Split { Learnt, Measured, Test };
Split splitOf(const std::string& name);

}  // namespace molloquy::prepare
