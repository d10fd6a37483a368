#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/session/chat_session.h"

namespace molloquy::session {

/// What turns structures into the soft tokens that stand in a language model's prompt.
class StructureEncoder {
 public:
  virtual ~StructureEncoder() = default;

  /// Places that a structure takes in the prompt, Q.
  [[nodiscard]] virtual int tokens() const = 0;
  /// Rows [Q, D] of each structure, D = width of the language model, float32.
  /// returns nothing after a stop request.
  /// Errors: InvalidInput (what unimol::tokenizeAtoms refuses). May throw on lack of memory.
  virtual Result<std::vector<std::vector<float>>> encode(std::span<const SeenStructure> structures,
                                                         std::stop_token stop) = 0;
};

}  // namespace molloquy::session
