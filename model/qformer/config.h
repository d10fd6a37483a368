#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "model/base/result.h"

namespace molloquy::qformer {

/// Which rows of the encoder the queries may read.
///
/// AllTokens       the marks and atoms, never padding: correct attention; our own models.
/// PadReadout      only padding rows, of which every molecule gets at least one: what the published
///                 weights were trained with, made independent of the batch.
/// ReferenceBatch  the reference's inverted mask as is, so the result depends on the batch: padding
///                 rows where a molecule has them, uniform over all rows where only its neighbours
///                 have them, ordinary attention where nobody has.
enum class GraphMaskPolicy { AllTokens, PadReadout, ReferenceBatch };

std::string toString(GraphMaskPolicy policy);
Result<GraphMaskPolicy> graphMaskPolicyFromString(const std::string& name);

/// Sizes of the Q-Former. Defaults: the published model (SciBERT base, 8 queries).
///
/// Source: BLIP-2 (Li et al., ICML 2023); 3D-MoLM (Li et al., ICLR 2024), reference
/// blip2qformer.py.
struct Config {
  int hidden = 768;
  int layers = 12;
  int heads = 12;
  int intermediate = 3072;
  int crossAttentionFreq = 2;  ///< layers with index % freq == 0 read the encoder.
  int queryTokens = 8;         ///< Q.
  int encoderWidth = 512;      ///< D of the encoder.
  double layerNormEps = 1e-12;
  double dropout = 0.1;   ///< hidden and attention, training only.
  bool textPath = false;  ///< stage 1 only: word embeddings and the text feed-forward.
  int vocab = 31091;      ///< V of the text path.
  int maxPosition = 512;  ///< positions of the text path.

  [[nodiscard]] int headDim() const { return hidden / heads; }
  [[nodiscard]] bool hasCrossAttention(int layer) const { return layer % crossAttentionFreq == 0; }
  /// Errors: Corrupt, naming the field, its value and the rule.
  [[nodiscard]] Result<void> validate() const;
};

/// Reads and validates. Errors: Corrupt, naming the field.
Result<Config> configFromJson(const nlohmann::json& object);
nlohmann::json toJson(const Config& config);

}  // namespace molloquy::qformer
