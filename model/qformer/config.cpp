#include "model/qformer/config.h"

#include <array>
#include <utility>

#include "model/nn/config_fields.h"

namespace molloquy::qformer {
namespace {

constexpr std::array<std::pair<GraphMaskPolicy, const char*>, 3> kPolicyNames = {{
    {GraphMaskPolicy::AllTokens, "all_tokens"},
    {GraphMaskPolicy::PadReadout, "pad_readout"},
    {GraphMaskPolicy::ReferenceBatch, "reference_batch"},
}};

}  // namespace

std::string toString(GraphMaskPolicy policy) {
  for (const auto& [value, name] : kPolicyNames) {
    if (value == policy) return name;
  }
  return "all_tokens";
}

Result<GraphMaskPolicy> graphMaskPolicyFromString(const std::string& name) {
  for (const auto& [value, known] : kPolicyNames) {
    if (name == known) return value;
  }
  return fail(ErrorCode::Corrupt,
              fmt::format("\"{}\" is not a graph mask policy; use all_tokens, pad_readout or "
                          "reference_batch.",
                          name));
}

Result<void> Config::validate() const {
  return nn::FieldChecks("qformer")
      .range("hidden", hidden, 1, 16384)
      .range("layers", layers, 1, 256)
      .range("heads", heads, 1, 1024)
      .divides("heads", heads, "hidden", hidden)
      .range("intermediate", intermediate, 1, 65536)
      .range("cross_attention_freq", crossAttentionFreq, 1, 256)
      .range("query_tokens", queryTokens, 1, 1024)
      .range("encoder_width", encoderWidth, 1, 16384)
      .positive("layer_norm_eps", layerNormEps)
      .fraction("dropout", dropout)
      .range("vocab", vocab, 1, 1 << 24)
      .range("max_position", maxPosition, 1, 1 << 20)
      .result();
}

Result<Config> configFromJson(const nlohmann::json& object) {
  Config config;
  const Result<void> read = nn::FieldReader(object, "qformer")
                                .read("hidden", config.hidden)
                                .read("layers", config.layers)
                                .read("heads", config.heads)
                                .read("intermediate", config.intermediate)
                                .read("cross_attention_freq", config.crossAttentionFreq)
                                .read("query_tokens", config.queryTokens)
                                .read("encoder_width", config.encoderWidth)
                                .read("layer_norm_eps", config.layerNormEps)
                                .read("dropout", config.dropout)
                                .read("text_path", config.textPath)
                                .read("vocab", config.vocab)
                                .read("max_position", config.maxPosition)
                                .result();
  if (!read) return tl::unexpected(read.error());
  if (const Result<void> valid = config.validate(); !valid) return tl::unexpected(valid.error());
  return config;
}

nlohmann::json toJson(const Config& config) {
  nlohmann::json object = {{"hidden", config.hidden},
                           {"layers", config.layers},
                           {"heads", config.heads},
                           {"intermediate", config.intermediate},
                           {"cross_attention_freq", config.crossAttentionFreq},
                           {"query_tokens", config.queryTokens},
                           {"encoder_width", config.encoderWidth},
                           {"layer_norm_eps", config.layerNormEps},
                           {"dropout", config.dropout},
                           {"text_path", config.textPath}};
  if (config.textPath) {
    object["vocab"] = config.vocab;
    object["max_position"] = config.maxPosition;
  }
  return object;
}

}  // namespace molloquy::qformer
