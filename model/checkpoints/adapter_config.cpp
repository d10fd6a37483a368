#include "model/checkpoints/adapter_config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/nn/config_fields.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::uintmax_t kMaxConfigBytes = 1U << 20;

/// Fields that have to be absent, null, false or empty: each changes what an adapter computes.
constexpr std::array<const char*, 15> kUnread = {"fan_in_fan_out",
                                                 "modules_to_save",
                                                 "rank_pattern",
                                                 "alpha_pattern",
                                                 "use_dora",
                                                 "use_qalora",
                                                 "use_bdlora",
                                                 "layer_replication",
                                                 "lora_bias",
                                                 "trainable_token_indices",
                                                 "target_parameters",
                                                 "exclude_modules",
                                                 "alora_invocation_tokens",
                                                 "arrow_config",
                                                 "monteclora_config"};
/// Initialisations that leave the base's weights as they were.
constexpr std::array<const char*, 2> kHarmlessStarts = {"gaussian", "orthogonal"};

bool isUnset(const json& value) {
  return value.is_null() || value == false || value == "none" ||
         ((value.is_array() || value.is_object()) && value.empty());
}

tl::unexpected<Error> unsupported(const char* field, const json& value, const char* remedy) {
  return fail(ErrorCode::Unsupported,
              fmt::format("\"{}\" is {} in the adapter's configuration; {}.", field,
                          value.dump().substr(0, 60), remedy));
}

Result<void> refuseUnread(const json& object) {
  const std::string type = object.value("peft_type", json()).dump();
  if (type != "\"LORA\"") {
    return fail(ErrorCode::Unsupported,
                fmt::format("The adapter is of the kind {}; low-rank adapters (\"LORA\") can be "
                            "used.",
                            type));
  }
  for (const char* field : kUnread) {
    const auto found = object.find(field);
    if (found == object.end() || isUnset(*found)) continue;
    return unsupported(field, *found, "merge this adapter with peft itself");
  }
  if (const auto bias = object.find("bias"); bias != object.end() && !isUnset(*bias)) {
    return unsupported("bias", *bias, "adapters without biases can be used");
  }
  const auto start = object.find("init_lora_weights");
  const bool harmless =
      start == object.end() || start->is_boolean() || start->is_null() ||
      std::find(kHarmlessStarts.begin(), kHarmlessStarts.end(), *start) != kHarmlessStarts.end();
  if (!harmless) {
    return unsupported("init_lora_weights", *start,
                       "such adapters belong to a changed base; convert it with peft first");
  }
  return {};
}

Result<void> readTargets(const json& object, AdapterConfig& config) {
  config.lora.targets.clear();
  const auto targets = object.find("target_modules");
  if (targets == object.end() || targets->is_null() || targets->is_string()) {
    config.targetsByName = false;
    return {};
  }
  bool valid = targets->is_array() && !targets->empty();
  for (std::size_t i = 0; valid && i < targets->size(); ++i) {
    valid = (*targets)[i].is_string();
    if (valid) config.lora.targets.push_back((*targets)[i].get<std::string>());
  }
  if (valid) return {};
  return fail(ErrorCode::Corrupt,
              "\"target_modules\" in the adapter's configuration is no list of layer names.");
}

Result<void> readLayers(const json& object, AdapterConfig& config) {
  const auto layers = object.find("layers_to_transform");
  if (layers == object.end() || layers->is_null()) return {};
  const json list = layers->is_array() ? *layers : json::array({*layers});
  constexpr std::int64_t kMostLayers = 4096;
  for (const json& layer : list) {
    if (!layer.is_number_unsigned() || layer.get<std::uint64_t>() >= kMostLayers) {
      return fail(ErrorCode::Corrupt,
                  "\"layers_to_transform\" in the adapter's configuration holds no layer numbers.");
    }
    config.layers.push_back(layer.get<int>());
  }
  return {};
}

}  // namespace

bool AdapterConfig::names(std::string_view module) const {
  if (!layers.empty()) {
    const bool inLayer = std::any_of(layers.begin(), layers.end(), [&](int layer) {
      return module.find(fmt::format(".layers.{}.", layer)) != std::string_view::npos;
    });
    if (!inLayer) return false;
  }
  return std::any_of(lora.targets.begin(), lora.targets.end(), [&](const std::string& target) {
    return module == target || module.ends_with("." + target);
  });
}

Result<AdapterConfig> adapterConfigFromJson(const json& object) {
  if (!object.is_object()) {
    return fail(ErrorCode::Corrupt, "The adapter's configuration is not a JSON object.");
  }
  if (const auto known = refuseUnread(object); !known) return tl::unexpected(known.error());
  AdapterConfig config;
  bool byRoot = false;
  config.lora.rank = 0;
  config.lora.dropout = 0.0;
  Result<void> read = nn::FieldReader(object, "adapter_config")
                          .read("r", config.lora.rank)
                          .read("lora_alpha", config.lora.alpha)
                          .read("lora_dropout", config.lora.dropout)
                          .read("base_model_name_or_path", config.baseModel)
                          .read("use_rslora", byRoot)
                          .result();
  if (read) {
    constexpr int kLargestRank = 4096;
    read = nn::FieldChecks("adapter_config")
               .range("r", config.lora.rank, 1, kLargestRank)
               .require(std::isfinite(config.lora.alpha), "lora_alpha", "is no finite number")
               .fraction("lora_dropout", config.lora.dropout)
               .result();
  }
  if (read) read = readTargets(object, config);
  if (read) read = readLayers(object, config);
  if (!read) return tl::unexpected(read.error());
  // Rank-stabilised adapters are scaled by alpha / sqrt(r).
  if (byRoot) config.lora.alpha *= std::sqrt(static_cast<double>(config.lora.rank));
  return config;
}

Result<AdapterConfig> readAdapterConfig(const fs::path& folder) {
  const fs::path path = folder / kAdapterConfigFile;
  const auto text = readFile(path, kMaxConfigBytes);
  if (!text) return tl::unexpected(text.error());
  // Deeper than any adapter's configuration; what lies below is left out, so that messages with a
  // value in them stay short.
  constexpr int kDeepest = 8;
  const auto notTooDeep = [](int depth, json::parse_event_t, const json&) {
    return depth <= kDeepest;
  };
  auto config = adapterConfigFromJson(json::parse(*text, notTooDeep, false));
  if (!config) return tl::unexpected(config.error().within("reading " + path.string()));
  return config;
}

std::string adapterConfigText(const AdapterConfig& config) {
  const bool whole = config.lora.alpha == std::floor(config.lora.alpha);
  nlohmann::ordered_json object = {
      {"auto_mapping", nullptr},
      {"base_model_name_or_path", config.baseModel},
      {"bias", "none"},
      {"fan_in_fan_out", false},
      {"inference_mode", true},
      {"init_lora_weights", true},
      {"layers_pattern", nullptr},
      {"layers_to_transform", nullptr},
      {"lora_alpha", config.lora.alpha},
      {"lora_dropout", config.lora.dropout},
      {"modules_to_save", nullptr},
      {"peft_type", "LORA"},
      {"r", config.lora.rank},
      {"revision", nullptr},
      {"target_modules", config.lora.targets},
      {"task_type", "CAUSAL_LM"},
  };
  if (whole) object["lora_alpha"] = static_cast<std::int64_t>(config.lora.alpha);
  if (!config.layers.empty()) object["layers_to_transform"] = config.layers;
  return object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace molloquy::checkpoints
