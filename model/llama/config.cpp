#include "model/llama/config.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/nn/config_fields.h"

namespace molloquy::llama {

Result<void> Config::validate() const {
  nn::FieldChecks checks("llama");
  checks.range("vocab", vocab, 4, 1 << 24)
      .range("hidden", hidden, 1, 65536)
      .range("intermediate", intermediate, 1, 262144)
      .range("layers", layers, 1, 512)
      .range("heads", heads, 1, 1024)
      .range("head_dim", headWidth, 0, 4096)
      .require(headWidth > 0 || hidden % heads == 0, "heads",
               fmt::format("is {}, which does not divide hidden = {}", heads, hidden))
      .require(headDim() % 2 == 0, "heads", "gives an odd head width; rotary positions need pairs")
      .range("kv_heads", kvHeads, 1, 1024)
      .divides("kv_heads", kvHeads, "heads", heads)
      .positive("rms_norm_eps", rmsNormEps)
      .positive("rope_theta", ropeTheta)
      .positive("rope_scaling.factor", ropeScaling.factor)
      .positive("rope_scaling.low_freq_factor", ropeScaling.lowFrequencyFactor)
      .require(ropeScaling.highFrequencyFactor > ropeScaling.lowFrequencyFactor,
               "rope_scaling.high_freq_factor", "has to be above low_freq_factor")
      .range("rope_scaling.original_max_position", ropeScaling.originalMaxPosition, 1, 1 << 24)
      .range("sliding_window", slidingWindow, 0, 1 << 24)
      .fraction("dropout", dropout)
      .range("max_position", maxPosition, 8, 1 << 22);
  if (lora) {
    checks.range("lora.r", lora->rank, 1, 4096)
        .positive("lora.alpha", lora->alpha)
        .fraction("lora.dropout", lora->dropout);
    const std::vector<std::string> known = LoraConfig{}.targets;
    for (const std::string& target : lora->targets) {
      checks.require(std::find(known.begin(), known.end(), target) != known.end(), "lora.targets",
                     fmt::format("names \"{}\", which is not a linear layer of a block", target));
    }
  }
  return checks.result();
}

Result<LoraConfig> loraConfigFromJson(const nlohmann::json& object) {
  LoraConfig lora;
  const Result<void> read = nn::FieldReader(object, "lora")
                                .read("r", lora.rank)
                                .read("alpha", lora.alpha)
                                .read("dropout", lora.dropout)
                                .read("targets", lora.targets)
                                .result();
  if (!read) return tl::unexpected(read.error());
  return lora;
}

namespace {

using Kind = RopeScaling::Kind;
constexpr std::array<std::pair<Kind, const char*>, 3> kRopeKinds{
    {{Kind::None, "none"}, {Kind::Linear, "linear"}, {Kind::Llama3, "llama3"}}};

Result<RopeScaling> ropeScalingFromJson(const nlohmann::json& object) {
  RopeScaling scaling;
  std::string kind = "none";
  const Result<void> read = nn::FieldReader(object, "llama.rope_scaling")
                                .read("type", kind)
                                .read("factor", scaling.factor)
                                .read("low_freq_factor", scaling.lowFrequencyFactor)
                                .read("high_freq_factor", scaling.highFrequencyFactor)
                                .read("original_max_position", scaling.originalMaxPosition)
                                .result();
  if (!read) return tl::unexpected(read.error());
  for (const auto& [value, name] : kRopeKinds) {
    if (kind == name) {
      scaling.kind = value;
      return scaling;
    }
  }
  return fail(ErrorCode::Unsupported,
              fmt::format("\"llama.rope_scaling.type\" in the configuration is \"{}\"; none, linear "
                          "and llama3 can be used.",
                          kind));
}

nlohmann::json toJson(const RopeScaling& scaling) {
  nlohmann::json object = {{"factor", scaling.factor},
                           {"low_freq_factor", scaling.lowFrequencyFactor},
                           {"high_freq_factor", scaling.highFrequencyFactor},
                           {"original_max_position", scaling.originalMaxPosition}};
  for (const auto& [value, name] : kRopeKinds) {
    if (scaling.kind == value) object["type"] = name;
  }
  return object;
}

}  // namespace

Result<Config> configFromJson(const nlohmann::json& object) {
  Config config;
  const Result<void> read = nn::FieldReader(object, "llama")
                                .read("vocab", config.vocab)
                                .read("hidden", config.hidden)
                                .read("intermediate", config.intermediate)
                                .read("layers", config.layers)
                                .read("heads", config.heads)
                                .read("kv_heads", config.kvHeads)
                                .read("rms_norm_eps", config.rmsNormEps)
                                .read("head_dim", config.headWidth)
                                .read("rope_theta", config.ropeTheta)
                                .read("sliding_window", config.slidingWindow)
                                .read("qkv_bias", config.qkvBias)
                                .read("tie_word_embeddings", config.tieWordEmbeddings)
                                .read("max_position", config.maxPosition)
                                .read("dropout", config.dropout)
                                .result();
  if (!read) return tl::unexpected(read.error());
  if (const auto lora = object.find("lora"); lora != object.end() && !lora->is_null()) {
    Result<LoraConfig> adapters = loraConfigFromJson(*lora);
    if (!adapters) return tl::unexpected(adapters.error());
    config.lora = *std::move(adapters);
  }
  if (const auto scaling = object.find("rope_scaling");
      scaling != object.end() && !scaling->is_null()) {
    const Result<RopeScaling> stretched = ropeScalingFromJson(*scaling);
    if (!stretched) return tl::unexpected(stretched.error());
    config.ropeScaling = *stretched;
  }
  if (const Result<void> valid = config.validate(); !valid) return tl::unexpected(valid.error());
  return config;
}

nlohmann::json toJson(const Config& config) {
  nlohmann::json object = {{"vocab", config.vocab},
                           {"hidden", config.hidden},
                           {"intermediate", config.intermediate},
                           {"layers", config.layers},
                           {"heads", config.heads},
                           {"kv_heads", config.kvHeads},
                           {"rms_norm_eps", config.rmsNormEps},
                           {"rope_theta", config.ropeTheta},
                           {"tie_word_embeddings", config.tieWordEmbeddings},
                           {"max_position", config.maxPosition},
                           {"dropout", config.dropout}};
  if (config.headWidth > 0) object["head_dim"] = config.headWidth;
  if (config.slidingWindow > 0) object["sliding_window"] = config.slidingWindow;
  if (config.qkvBias) object["qkv_bias"] = true;
  if (config.ropeScaling.kind != RopeScaling::Kind::None) {
    object["rope_scaling"] = toJson(config.ropeScaling);
  }
  if (config.lora) {
    object["lora"] = {{"r", config.lora->rank},
                      {"alpha", config.lora->alpha},
                      {"dropout", config.lora->dropout},
                      {"targets", config.lora->targets}};
  }
  return object;
}

}  // namespace molloquy::llama
