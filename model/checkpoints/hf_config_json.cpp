#include <nlohmann/json.hpp>

#include "model/checkpoints/hf_config.h"

namespace molloquy::checkpoints {
namespace {

std::string familyOf(const HfConfig& config) {
  if (!config.modelType.empty()) return config.modelType;
  if (config.llama.qkvBias) return "qwen2";
  return config.llama.slidingWindow > 0 ? "mistral" : "llama";
}

std::string architectureOf(const std::string& family) {
  if (family == "qwen2") return "Qwen2ForCausalLM";
  return family == "mistral" ? "MistralForCausalLM" : "LlamaForCausalLM";
}

nlohmann::ordered_json rotaryJson(const llama::RopeScaling& scaling) {
  switch (scaling.kind) {
    case llama::RopeScaling::Kind::None:
      return nullptr;
    case llama::RopeScaling::Kind::Linear:
      return {{"type", "linear"}, {"factor", scaling.factor}};
    case llama::RopeScaling::Kind::Llama3:
      return {{"rope_type", "llama3"},
              {"factor", scaling.factor},
              {"low_freq_factor", scaling.lowFrequencyFactor},
              {"high_freq_factor", scaling.highFrequencyFactor},
              {"original_max_position_embeddings", scaling.originalMaxPosition}};
  }
  return nullptr;
}

}  // namespace

nlohmann::ordered_json toJson(const HfConfig& config) {
  const llama::Config& llama = config.llama;
  const std::string family = familyOf(config);
  nlohmann::ordered_json object = {{"architectures", {architectureOf(family)}},
                                   {"model_type", family},
                                   {"vocab_size", llama.vocab},
                                   {"hidden_size", llama.hidden},
                                   {"intermediate_size", llama.intermediate},
                                   {"num_hidden_layers", llama.layers},
                                   {"num_attention_heads", llama.heads},
                                   {"num_key_value_heads", llama.kvHeads},
                                   {"head_dim", llama.headDim()},
                                   {"hidden_act", "silu"},
                                   {"rms_norm_eps", llama.rmsNormEps},
                                   {"rope_theta", llama.ropeTheta},
                                   {"rope_scaling", rotaryJson(llama.ropeScaling)},
                                   {"max_position_embeddings", llama.maxPosition},
                                   {"tie_word_embeddings", llama.tieWordEmbeddings}};
  if (llama.slidingWindow > 0) object["sliding_window"] = llama.slidingWindow;
  if (llama.slidingWindow > 0 && family == "qwen2") {
    object["use_sliding_window"] = true;
    object["max_window_layers"] = 0;
  }
  if (config.beginToken) object["bos_token_id"] = config.beginToken->value;
  if (config.endTokens.size() == 1) {
    object["eos_token_id"] = config.endTokens.front().value;
  } else if (!config.endTokens.empty()) {
    for (const TokenId token : config.endTokens) object["eos_token_id"].push_back(token.value);
  }
  if (config.padToken) object["pad_token_id"] = config.padToken->value;
  if (!config.numberType.empty()) object["torch_dtype"] = config.numberType;
  return object;
}

}  // namespace molloquy::checkpoints
