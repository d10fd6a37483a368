#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/qformer/config.h"
#include "model/qformer/pretraining_config.h"
#include "model/unimol/config.h"

namespace molloquy::molm {

/// Everything that shapes the stage-1 network.
struct Stage1Config {
  unimol::Config unimol;
  qformer::Config qformer;  ///< with the text path.
  qformer::PretrainingConfig pretraining;
  qformer::GraphMaskPolicy graphMask = qformer::GraphMaskPolicy::AllTokens;

  /// Errors: Corrupt, naming the field, its value and the rule.
  [[nodiscard]] Result<void> validate() const;
};

/// Reads "unimol", "qformer" (with the pretraining fields in it) and "graph_mask"; switches the
/// text path on. Errors: Corrupt, naming the field.
Result<Stage1Config> stage1ConfigFromJson(const nlohmann::json& object);
/// What stage1ConfigFromJson reads.
nlohmann::json toJson(const Stage1Config& config);

}  // namespace molloquy::molm
