#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/base/result.h"

namespace molloquy::qformer {

/// Sizes and constants of the heads that the Q-Former is pretrained with. Defaults: the published
/// stage-1 model (SciBERT's vocabulary with [DEC] appended).
///
/// JSON names: projection_dim, temperature, lm_label_smoothing, text_max_len, pad_id, cls_id,
/// sep_id, dec_token_id. Source: 3D-MoLM (Li et al., ICLR 2024), reference blip2qformer.py.
struct PretrainingConfig {
  int projectionDim = 256;      ///< P, width of the space in which structure and text are compared.
  double temperature = 0.1;     ///< of the contrast; fixed, not learned.
  double labelSmoothing = 0.1;  ///< of captioning alone.
  int textMaxLength = 256;      ///< tokens of a text, marks included; texts are padded to it.
  int padId = 0;
  int clsId = 102;             ///< begins a text.
  int sepId = 103;             ///< ends a text.
  int decoderStartId = 31090;  ///< [DEC] takes the place of [CLS] in captioning.

  /// Errors: Corrupt, naming the field, its value and the rule.
  [[nodiscard]] Result<void> validate() const;
};

/// Reads and validates; other fields of the object are left alone. Errors: Corrupt, naming the
/// field.
Result<PretrainingConfig> pretrainingConfigFromJson(const nlohmann::json& object);
nlohmann::json toJson(const PretrainingConfig& config);

}  // namespace molloquy::qformer
