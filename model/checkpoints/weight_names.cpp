#include "model/checkpoints/weight_names.h"

#include <array>
#include <utility>

namespace molloquy::checkpoints {
namespace {

using Rename = std::pair<std::string_view, std::string_view>;

/// The first prefix that fits is replaced.
constexpr std::array<Rename, 14> kPrefixes = {{
    {"blip2qformer.", ""},
    {"blip2opt.llm_model.base_model.model.", "llm_model."},
    {"blip2opt.", ""},
    {"llm_model.base_model.model.", "llm_model."},
    {"embed_tokens.", "graph_encoder.embed_tokens."},
    {"encoder.", "graph_encoder.encoder."},
    {"gbf.", "graph_encoder.gbf."},
    {"gbf_proj.", "graph_encoder.gbf_proj."},
    {"model.embed_tokens.", "llm_model.model.embed_tokens."},
    {"model.layers.", "llm_model.model.layers."},
    {"model.norm.", "llm_model.model.norm."},
    {"lm_head.weight", "llm_model.lm_head.weight"},
    {"bert.", "Qformer.bert."},
    {"module.", ""},
}};

constexpr std::array<Rename, 2> kSuffixes = {{
    {".lora_A.default.weight", ".lora_A.weight"},
    {".lora_B.default.weight", ".lora_B.weight"},
}};

/// Tensors that only serve the pretraining of a part.
constexpr std::array<std::string_view, 11> kIgnored = {
    "lm_head.dense.",
    "lm_head.layer_norm.",
    "lm_head.bias",
    "pair2coord_proj.",
    "dist_head.",
    "encoder.final_head_layer_norm.",
    "Qformer.cls.",
    "graph_proj.",
    "text_proj.",
    "gtm_head.",
    "Qformer.bert.embeddings.position_ids",
};

bool isIgnored(std::string_view name) {
  for (const std::string_view prefix : kIgnored) {
    if (name.starts_with(prefix)) return true;
  }
  return name.ends_with("rotary_emb.inv_freq");
}

}  // namespace

std::optional<std::string> modelTensorName(std::string_view published) {
  if (isIgnored(published)) return std::nullopt;
  std::string name(published);
  for (const auto& [from, to] : kPrefixes) {
    if (name.starts_with(from)) {
      name.replace(0, from.size(), to);
      break;
    }
  }
  for (const auto& [from, to] : kSuffixes) {
    if (name.ends_with(from)) name.replace(name.size() - from.size(), from.size(), to);
  }
  if (isIgnored(name)) return std::nullopt;
  return name;
}

}  // namespace molloquy::checkpoints
