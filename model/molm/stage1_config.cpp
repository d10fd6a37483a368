#include "model/molm/stage1_config.h"

#include "model/nn/config_fields.h"

namespace molloquy::molm {

Result<void> Stage1Config::validate() const {
  if (Result<void> valid = unimol.validate(); !valid) return valid;
  if (Result<void> valid = qformer.validate(); !valid) return valid;
  if (Result<void> valid = pretraining.validate(); !valid) return valid;
  const int lastId = qformer.vocab - 1;
  return nn::FieldChecks("qformer")
      .require(
          qformer.encoderWidth == unimol.embedDim, "encoder_width",
          fmt::format("is {} but unimol.embed_dim is {}", qformer.encoderWidth, unimol.embedDim))
      .require(qformer.textPath, "text_path", "is false but stage 1 reads text")
      .range("pad_id", pretraining.padId, 0, lastId)
      .range("cls_id", pretraining.clsId, 0, lastId)
      .range("sep_id", pretraining.sepId, 0, lastId)
      .range("dec_token_id", pretraining.decoderStartId, 0, lastId)
      .range("text_max_len", pretraining.textMaxLength, 2, qformer.maxPosition)
      .result();
}

Result<Stage1Config> stage1ConfigFromJson(const nlohmann::json& object) {
  Stage1Config config;
  std::string policy = qformer::toString(config.graphMask);
  if (Result<void> read = nn::FieldReader(object, "model").read("graph_mask", policy).result();
      !read) {
    return tl::unexpected(read.error());
  }
  for (const char* part : {"unimol", "qformer"}) {
    if (!object.contains(part)) {
      return fail(ErrorCode::Corrupt, fmt::format("The configuration has no \"{}\" part.", part));
    }
  }
  const auto unimol = unimol::configFromJson(object["unimol"]);
  if (!unimol) return tl::unexpected(unimol.error());
  const auto qformer = qformer::configFromJson(object["qformer"]);
  if (!qformer) return tl::unexpected(qformer.error());
  const auto pretraining = qformer::pretrainingConfigFromJson(object["qformer"]);
  if (!pretraining) return tl::unexpected(pretraining.error());
  const auto mask = qformer::graphMaskPolicyFromString(policy);
  if (!mask) return tl::unexpected(mask.error());
  config = {*unimol, *qformer, *pretraining, *mask};
  config.qformer.textPath = true;
  if (const Result<void> valid = config.validate(); !valid) return tl::unexpected(valid.error());
  return config;
}

nlohmann::json toJson(const Stage1Config& config) {
  nlohmann::json qformer = qformer::toJson(config.qformer);
  qformer.update(qformer::toJson(config.pretraining));
  return {{"unimol", unimol::toJson(config.unimol)},
          {"qformer", std::move(qformer)},
          {"graph_mask", qformer::toString(config.graphMask)}};
}

}  // namespace molloquy::molm
