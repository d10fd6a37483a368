#include "model/checkpoints/hf_config.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/nn/config_fields.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::uintmax_t kMaxConfigBytes = 16U << 20;

/// What the families do differently.
struct Family {
  std::string_view type;
  std::string_view architecture;
  int maxPosition;  ///< when max_position_embeddings is absent.
  bool qkvBias;
};
constexpr std::array<Family, 3> kFamilies{{{"llama", "LlamaForCausalLM", 2048, false},
                                           {"mistral", "MistralForCausalLM", 131072, false},
                                           {"qwen2", "Qwen2ForCausalLM", 32768, true}}};

tl::unexpected<Error> unsupported(std::string what) {
  return fail(ErrorCode::Unsupported, std::move(what));
}

std::string textAt(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flagAt(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

Result<const Family*> familyOf(const json& object) {
  std::string type = textAt(object, "model_type");
  if (type.empty()) {
    const auto names = object.find("architectures");
    const bool named =
        names != object.end() && names->is_array() && !names->empty() && names->front().is_string();
    const std::string architecture = named ? names->front().get<std::string>() : std::string();
    for (const Family& family : kFamilies) {
      if (family.architecture == architecture) return &family;
    }
    type = architecture;
  }
  for (const Family& family : kFamilies) {
    if (family.type == type) return &family;
  }
  return unsupported(
      fmt::format("The model type is \"{}\"; llama, mistral and qwen2 can be used.", type));
}

/// Everything that would silently change the result if it were ignored.
Result<void> refuseUnknownParts(const json& object, const Family& family) {
  const std::string activation = textAt(object, "hidden_act");
  if (!activation.empty() && activation != "silu" && activation != "swish") {
    return unsupported(
        fmt::format("The activation \"hidden_act\" is \"{}\"; silu can be used.", activation));
  }
  if (const auto quantized = object.find("quantization_config");
      quantized != object.end() && quantized->is_object()) {
    return unsupported(fmt::format(
        "The weights are quantised by \"{}\"; take the folder with the weights as they were "
        "trained.",
        textAt(*quantized, "quant_method")));
  }
  for (const char* name : {"attention_bias", "mlp_bias"}) {
    if (family.type != "qwen2" && flagAt(object, name)) {
      return unsupported(
          fmt::format("\"{}\" is true, biases that this model type is not read with.", name));
    }
  }
  return {};
}

/// "rope_scaling", or "rope_parameters" as newer files call it.
Result<void> readRotary(const json& object, llama::Config& config) {
  auto found = object.find("rope_scaling");
  if (found == object.end() || found->is_null()) found = object.find("rope_parameters");
  if (found == object.end() || found->is_null()) return {};
  std::string type = "default";
  llama::RopeScaling scaling;
  const Result<void> read =
      nn::FieldReader(*found, "rope_scaling")
          .read("type", type)
          .read("rope_type", type)
          .read("factor", scaling.factor)
          .read("low_freq_factor", scaling.lowFrequencyFactor)
          .read("high_freq_factor", scaling.highFrequencyFactor)
          .read("original_max_position_embeddings", scaling.originalMaxPosition)
          .read("rope_theta", config.ropeTheta)
          .result();
  if (!read) return read;
  if (type == "default") return {};
  if (type == "linear") {
    scaling.kind = llama::RopeScaling::Kind::Linear;
  } else if (type == "llama3") {
    scaling.kind = llama::RopeScaling::Kind::Llama3;
    for (const char* name : {"factor", "low_freq_factor", "high_freq_factor"}) {
      if (!found->contains(name)) {
        return fail(ErrorCode::Corrupt,
                    fmt::format("\"rope_scaling.{}\" is missing in the configuration.", name));
      }
    }
  } else {
    return unsupported(fmt::format(
        "The rotary scaling \"rope_scaling\" is \"{}\"; linear and llama3 can be used.", type));
  }
  config.ropeScaling = scaling;
  return {};
}

/// Mistral reads a window in every layer; Qwen2 only when it is switched on, and then from one
/// layer on, which is read here when that is all of them or none.
Result<void> readWindow(const json& object, const Family& family, llama::Config& config) {
  if (family.type == "llama") return {};
  const bool switched = family.type == "qwen2";
  if (switched && !flagAt(object, "use_sliding_window")) return {};
  int firstLayer = 0;
  const Result<void> read = nn::FieldReader(object, "config")
                                .read("sliding_window", config.slidingWindow)
                                .read("max_window_layers", firstLayer)
                                .result();
  if (!read || !switched) return read;
  if (firstLayer >= config.layers) {
    config.slidingWindow = 0;
  } else if (firstLayer > 0) {
    return unsupported(fmt::format(
        "\"max_window_layers\" is {} of {} layers; a sliding window in all layers or in none can "
        "be used.",
        firstLayer, config.layers));
  }
  return {};
}

/// A token id, a list of them, or nothing.
Result<std::vector<TokenId>> tokensAt(const json& object, const char* name) {
  std::vector<TokenId> tokens;
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return tokens;
  const json list = found->is_array() ? *found : json::array({*found});
  constexpr std::int64_t kLastToken = 1 << 24;
  for (const json& item : list) {
    if (!item.is_number_integer() || item.get<std::int64_t>() < 0 ||
        item.get<std::int64_t>() > kLastToken) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("\"{}\" in the configuration is neither a token id nor a list of "
                              "them.",
                              name));
    }
    tokens.emplace_back(item.get<std::int32_t>());
  }
  return tokens;
}

Result<void> readTokens(const json& object, HfConfig& config) {
  const auto begin = tokensAt(object, "bos_token_id");
  if (!begin) return tl::unexpected(begin.error());
  const auto pad = tokensAt(object, "pad_token_id");
  if (!pad) return tl::unexpected(pad.error());
  auto end = tokensAt(object, "eos_token_id");
  if (!end) return tl::unexpected(end.error());
  if (!begin->empty()) config.beginToken = begin->front();
  if (!pad->empty()) config.padToken = pad->front();
  config.endTokens = *std::move(end);
  return {};
}

Result<void> readSizes(const json& object, const Family& family, llama::Config& config) {
  for (const char* name : {"vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers",
                           "num_attention_heads"}) {
    if (!object.contains(name) || object[name].is_null()) {
      return fail(ErrorCode::Corrupt, fmt::format("\"{}\" is missing in the configuration.", name));
    }
  }
  config.maxPosition = family.maxPosition;
  config.qkvBias = family.qkvBias;
  config.kvHeads = 0;
  Result<void> read = nn::FieldReader(object, "config")
                          .read("vocab_size", config.vocab)
                          .read("hidden_size", config.hidden)
                          .read("intermediate_size", config.intermediate)
                          .read("num_hidden_layers", config.layers)
                          .read("num_attention_heads", config.heads)
                          .read("num_key_value_heads", config.kvHeads)
                          .read("head_dim", config.headWidth)
                          .read("rms_norm_eps", config.rmsNormEps)
                          .read("rope_theta", config.ropeTheta)
                          .read("max_position_embeddings", config.maxPosition)
                          .read("tie_word_embeddings", config.tieWordEmbeddings)
                          .result();
  if (!read) return read;
  if (config.kvHeads == 0) {
    if (family.type != "llama") {
      return fail(ErrorCode::Corrupt, "\"num_key_value_heads\" is missing in the configuration.");
    }
    config.kvHeads = config.heads;
  }
  return {};
}

Result<json> parseFile(const fs::path& path) {
  const auto text = readFile(path, kMaxConfigBytes);
  if (!text) return tl::unexpected(text.error());
  json object = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not a JSON object.", path.string()));
  }
  return object;
}

}  // namespace

Result<HfConfig> hfConfigFromJson(const json& object) {
  if (!object.is_object()) {
    return fail(ErrorCode::Corrupt, "The configuration is not a JSON object.");
  }
  const auto family = familyOf(object);
  if (!family) return tl::unexpected(family.error());
  HfConfig config;
  config.modelType = (*family)->type;
  config.numberType = textAt(object, object.contains("torch_dtype") ? "torch_dtype" : "dtype");
  Result<void> read = refuseUnknownParts(object, **family);
  if (read) read = readSizes(object, **family, config.llama);
  if (read) read = readRotary(object, config.llama);
  if (read) read = readWindow(object, **family, config.llama);
  if (read) read = readTokens(object, config);
  if (read) read = config.llama.validate();
  if (!read) return tl::unexpected(read.error());
  return config;
}

Result<HfConfig> readHfConfig(const fs::path& folder) {
  const fs::path path = folder / "config.json";
  const auto object = parseFile(path);
  if (!object) return tl::unexpected(object.error());
  auto config = hfConfigFromJson(*object);
  if (!config) return tl::unexpected(config.error().within("reading " + path.string()));
  const fs::path generation = folder / "generation_config.json";
  std::error_code ignored;
  if (!fs::is_regular_file(generation, ignored)) return config;
  const auto settings = parseFile(generation);
  if (!settings) return tl::unexpected(settings.error());
  const auto more = tokensAt(*settings, "eos_token_id");
  if (!more) return tl::unexpected(more.error().within("reading " + generation.string()));
  for (const TokenId token : *more) {
    auto& ends = config->endTokens;
    if (std::find(ends.begin(), ends.end(), token) == ends.end()) ends.push_back(token);
  }
  return config;
}

}  // namespace molloquy::checkpoints
