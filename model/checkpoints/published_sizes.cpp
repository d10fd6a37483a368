#include "model/checkpoints/published_sizes.h"

#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace molloquy::checkpoints {
namespace {

constexpr int kBertHeadWidth = 64;

/// Reads sizes off shapes and keeps the first failure.
class Shapes {
 public:
  Shapes(const TensorSource& source, std::string prefix)
      : m_source(source), m_prefix(std::move(prefix)) {}

  /// Size `axis` of a tensor of `dimensions` dimensions.
  int at(const std::string& name, std::size_t dimensions, std::size_t axis) {
    const SourceTensor* tensor = m_source.find(m_prefix + name);
    if (tensor == nullptr) {
      fails(fmt::format("The tensor {}{} is missing; choose another file.", m_prefix, name));
      return 1;
    }
    const bool fits = tensor->shape.size() == dimensions && tensor->shape[axis] > 0 &&
                      tensor->shape[axis] <= std::numeric_limits<int>::max();
    if (!fits) {
      fails(
          fmt::format("The tensor {}{} has the shape [{}], not {} dimensions; choose another "
                      "file.",
                      m_prefix, name, fmt::join(tensor->shape, ", "), dimensions));
      return 1;
    }
    return static_cast<int>(tensor->shape[axis]);
  }

  [[nodiscard]] bool has(const std::string& name) const {
    return m_source.find(m_prefix + name) != nullptr;
  }

  /// How many of layer 0, 1, ... have the tensor; `pattern` holds one {}.
  [[nodiscard]] int layers(fmt::format_string<int&> pattern) const {
    int count = 0;
    while (has(fmt::format(pattern, count))) ++count;
    return count;
  }

  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

 private:
  void fails(std::string what) {
    if (!m_error) m_error.emplace(ErrorCode::Corrupt, std::move(what));
  }
  const TensorSource& m_source;
  std::string m_prefix;
  std::optional<Error> m_error;
};

}  // namespace

Result<unimol::Config> unimolSizes(const TensorSource& source) {
  Shapes shapes(source, "");
  unimol::Config config;
  config.embedDim = shapes.at("embed_tokens.weight", 2, 1);
  config.layers = shapes.layers("encoder.layers.{}.fc1.weight");
  config.ffnDim = shapes.at("encoder.layers.0.fc1.weight", 2, 0);
  config.gaussianKernels = shapes.at("gbf.means.weight", 2, 1);
  config.heads = shapes.at("gbf_proj.linear2.weight", 2, 0);
  if (shapes.error()) return tl::unexpected(*shapes.error());
  if (const auto valid = config.validate(); !valid) return tl::unexpected(valid.error());
  return config;
}

Result<qformer::Config> qformerSizes(const TensorSource& source, const std::string& prefix,
                                     std::optional<int> heads) {
  Shapes shapes(source, prefix);
  qformer::Config config;
  config.queryTokens = shapes.at("query_tokens", 3, 1);
  config.hidden = shapes.at("query_tokens", 3, 2);
  config.encoderWidth = shapes.at("ln_graph.weight", 1, 0);
  config.layers = shapes.layers("Qformer.bert.encoder.layer.{}.intermediate_query.dense.weight");
  config.intermediate =
      shapes.at("Qformer.bert.encoder.layer.0.intermediate_query.dense.weight", 2, 0);
  int freq = 1;
  while (freq < config.layers &&
         !shapes.has(
             fmt::format("Qformer.bert.encoder.layer.{}.crossattention.self.query.weight", freq))) {
    ++freq;
  }
  config.crossAttentionFreq = freq;
  config.textPath = shapes.has("Qformer.bert.embeddings.word_embeddings.weight");
  if (config.textPath) {
    config.vocab = shapes.at("Qformer.bert.embeddings.word_embeddings.weight", 2, 0);
    config.maxPosition = shapes.at("Qformer.bert.embeddings.position_embeddings.weight", 2, 0);
  }
  if (shapes.error()) return tl::unexpected(*shapes.error());
  if (!heads && config.hidden % kBertHeadWidth != 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The Q-Former is {} wide, which is no multiple of {}; say how many "
                            "heads it has.",
                            config.hidden, kBertHeadWidth));
  }
  config.heads = heads.value_or(config.hidden / kBertHeadWidth);
  if (const auto valid = config.validate(); !valid) return tl::unexpected(valid.error());
  return config;
}

Result<llama::LoraConfig> loraSizes(const TensorSource& source) {
  const std::string layer = "blip2opt.llm_model.base_model.model.model.layers.0.";
  llama::LoraConfig lora;
  lora.targets.clear();
  for (const std::string& target : llama::LoraConfig{}.targets) {
    for (const char* part : {"self_attn.", "mlp."}) {
      const std::string name = layer + part + target + ".lora_A.default.weight";
      const SourceTensor* tensor = source.find(name);
      if (tensor == nullptr) continue;
      if (tensor->shape.size() != 2 || tensor->shape[0] < 1 || tensor->shape[0] > 4096) {
        return fail(ErrorCode::Corrupt,
                    fmt::format("The adapter {} has the shape [{}]; choose another file.", name,
                                fmt::join(tensor->shape, ", ")));
      }
      lora.rank = static_cast<int>(tensor->shape[0]);
      lora.targets.push_back(target);
    }
  }
  if (lora.targets.empty()) {
    return fail(ErrorCode::Corrupt,
                fmt::format("The tensors {}*.lora_A.default.weight are missing; choose a stage-2 "
                            "or stage-3 checkpoint.",
                            layer));
  }
  return lora;
}

}  // namespace molloquy::checkpoints
