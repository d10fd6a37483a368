#include "model/qformer/pretraining_config.h"

#include "model/nn/config_fields.h"

namespace molloquy::qformer {

Result<void> PretrainingConfig::validate() const {
  constexpr int kMostTokens = 1 << 24;
  return nn::FieldChecks("qformer")
      .range("projection_dim", projectionDim, 1, 16384)
      .positive("temperature", temperature)
      .fraction("lm_label_smoothing", labelSmoothing)
      .range("text_max_len", textMaxLength, 2, 1 << 20)
      .range("pad_id", padId, 0, kMostTokens)
      .range("cls_id", clsId, 0, kMostTokens)
      .range("sep_id", sepId, 0, kMostTokens)
      .range("dec_token_id", decoderStartId, 0, kMostTokens)
      .result();
}

Result<PretrainingConfig> pretrainingConfigFromJson(const nlohmann::json& object) {
  PretrainingConfig config;
  const Result<void> read = nn::FieldReader(object, "qformer")
                                .read("projection_dim", config.projectionDim)
                                .read("temperature", config.temperature)
                                .read("lm_label_smoothing", config.labelSmoothing)
                                .read("text_max_len", config.textMaxLength)
                                .read("pad_id", config.padId)
                                .read("cls_id", config.clsId)
                                .read("sep_id", config.sepId)
                                .read("dec_token_id", config.decoderStartId)
                                .result();
  if (!read) return tl::unexpected(read.error());
  if (const Result<void> valid = config.validate(); !valid) return tl::unexpected(valid.error());
  return config;
}

nlohmann::json toJson(const PretrainingConfig& config) {
  return {{"projection_dim", config.projectionDim},
          {"temperature", config.temperature},
          {"lm_label_smoothing", config.labelSmoothing},
          {"text_max_len", config.textMaxLength},
          {"pad_id", config.padId},
          {"cls_id", config.clsId},
          {"sep_id", config.sepId},
          {"dec_token_id", config.decoderStartId}};
}

}  // namespace molloquy::qformer
