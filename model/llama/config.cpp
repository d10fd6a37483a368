#include "model/llama/config.h"

#include <algorithm>

#include "model/nn/config_fields.h"

namespace molloquy::llama {

Result<void> Config::validate() const {
  nn::FieldChecks checks("llama");
  checks.range("vocab", vocab, 4, 1 << 24)
      .range("hidden", hidden, 1, 65536)
      .range("intermediate", intermediate, 1, 262144)
      .range("layers", layers, 1, 512)
      .range("heads", heads, 1, 1024)
      .divides("heads", heads, "hidden", hidden)
      .require(headDim() % 2 == 0, "heads", "gives an odd head width; rotary positions need pairs")
      .range("kv_heads", kvHeads, 1, 1024)
      .divides("kv_heads", kvHeads, "heads", heads)
      .positive("rms_norm_eps", rmsNormEps)
      .positive("rope_theta", ropeTheta)
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
                                .read("rope_theta", config.ropeTheta)
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
  if (config.lora) {
    object["lora"] = {{"r", config.lora->rank},
                      {"alpha", config.lora->alpha},
                      {"dropout", config.lora->dropout},
                      {"targets", config.lora->targets}};
  }
  return object;
}

}  // namespace molloquy::llama
