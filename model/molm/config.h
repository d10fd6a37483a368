#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "model/base/result.h"
#include "model/base/strong_index.h"
#include "model/llama/config.h"
#include "model/qformer/config.h"
#include "model/unimol/config.h"

namespace molloquy::molm {

/// Ids that the network treats specially. Defaults: the published tokenizer's ([PAD] and <mol> are
/// appended to 32000 pieces; <s> and </s> are both 2).
struct SpecialTokens {
  TokenId begin{2};
  TokenId end{2};
  TokenId pad{32000};
  TokenId molecule{32001};
};

/// How the model likes to be asked.
struct GenerationDefaults {
  int maxNewTokens = 128;
  int minNewTokens = 0;
  double repetitionPenalty = 1.0;
};

/// Everything that makes a model folder's config.json: sizes of the three networks, token ids, and
/// the conventions the weights were trained with.
struct Config {
  std::string name = "unnamed";
  unimol::Config unimol;
  qformer::Config qformer;
  llama::Config llama;
  SpecialTokens special;
  qformer::GraphMaskPolicy graphMask = qformer::GraphMaskPolicy::AllTokens;
  /// True for the published checkpoints: a second begin token stands between prompt and answer and
  /// no end token follows the answer. Ours: none between, one after.
  bool answerPrefixBos = false;
  GenerationDefaults generation;

  /// Errors: Corrupt, naming the field, its value and the rule.
  [[nodiscard]] Result<void> validate() const;
};

/// Reads and validates the whole object ("unimol", "qformer", "llama", "special_tokens", ...).
/// Errors: Corrupt, naming the field.
Result<Config> configFromJson(const nlohmann::json& object);
nlohmann::json toJson(const Config& config);

}  // namespace molloquy::molm
