#include "model/checkpoints/tensor_census.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace molloquy::checkpoints {
namespace {

/// Parts in the order in which data goes through them, and the first words of their tensors' names.
struct PartRow {
  std::string_view name;
  std::array<std::string_view, 3> firstWords;
};
constexpr std::array<PartRow, 5> kParts{{{"3D encoder", {"graph_encoder", "", ""}},
                                         {"Q-Former", {"ln_graph", "query_tokens", "Qformer"}},
                                         {"projection", {"llm_proj", "", ""}},
                                         {"language model", {"llm_model", "", ""}},
                                         {"other", {"", "", ""}}}};
constexpr std::size_t kLanguageModel = 3;
constexpr std::size_t kOther = kParts.size() - 1;

std::size_t partOf(std::string_view tensor, UnnamedPart unnamed) {
  for (const std::string_view prefix : {"blip2qformer.", "blip2opt."}) {
    if (tensor.starts_with(prefix)) tensor.remove_prefix(prefix.size());
  }
  const std::string_view firstWord = tensor.substr(0, tensor.find('.'));
  for (std::size_t part = 0; part < kOther; ++part) {
    const auto& words = kParts[part].firstWords;
    if (std::find(words.begin(), words.end(), firstWord) != words.end()) return part;
  }
  return unnamed == UnnamedPart::LanguageModel ? kLanguageModel : kOther;
}

struct Counted {
  std::string type;
  std::int64_t parameters;
};

/// nullopt for the scales of quantised matrices.
std::optional<Counted> count(const SourceTensor& tensor) {
  if (tensor.name.ends_with(".weight.scale")) return std::nullopt;
  if (tensor.name.ends_with(".weight.int4")) return Counted{"int4", tensor.count() * 2};
  if (tensor.name.ends_with(".weight.int8")) return Counted{"int8", tensor.count()};
  return Counted{std::string(tensorTypeName(tensor.type)), tensor.count()};
}

}  // namespace

TensorCensus countTensors(const TensorSource& source, UnnamedPart unnamed) {
  TensorCensus census;
  std::array<PartSize, kParts.size()> parts;
  for (const SourceTensor& tensor : source.tensors()) {
    const auto counted = count(tensor);
    if (!counted) continue;
    PartSize& part = parts.at(partOf(tensor.name, unnamed));
    ++part.tensors;
    part.parameters += counted->parameters;
    census.parameters += counted->parameters;
    census.parametersByType[counted->type] += counted->parameters;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].tensors == 0) continue;
    parts[i].name = kParts[i].name;
    census.parts.push_back(parts[i]);
  }
  return census;
}

}  // namespace molloquy::checkpoints
