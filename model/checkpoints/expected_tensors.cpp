#include "model/checkpoints/expected_tensors.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace molloquy::checkpoints {
namespace {

using Presence = ExpectedTensor::Presence;

/// Collects tensors under a prefix.
class Collector {
 public:
  explicit Collector(std::string prefix) : m_prefix(std::move(prefix)) {}

  void add(const std::string& name, std::vector<std::int64_t> shape,
           Presence presence = Presence::Required) {
    m_tensors.push_back({m_prefix + name, std::move(shape), presence});
  }
  void addLinear(const std::string& name, std::int64_t out, std::int64_t in) {
    add(name + ".weight", {out, in});
    add(name + ".bias", {out});
  }
  void addNorm(const std::string& name, std::int64_t width) {
    add(name + ".weight", {width});
    add(name + ".bias", {width});
  }
  ExpectedTensors take() { return std::move(m_tensors); }

 private:
  std::string m_prefix;
  ExpectedTensors m_tensors;
};

void addAttention(Collector& to, const std::string& name, int hidden, int contextWidth) {
  to.addLinear(name + ".self.query", hidden, hidden);
  to.addLinear(name + ".self.key", hidden, contextWidth);
  to.addLinear(name + ".self.value", hidden, contextWidth);
  to.addLinear(name + ".output.dense", hidden, hidden);
  to.addNorm(name + ".output.LayerNorm", hidden);
}

void addFeedForward(Collector& to, const std::string& layer, const std::string& suffix,
                    const qformer::Config& config) {
  to.addLinear(layer + "intermediate" + suffix + ".dense", config.intermediate, config.hidden);
  to.addLinear(layer + "output" + suffix + ".dense", config.hidden, config.intermediate);
  to.addNorm(layer + "output" + suffix + ".LayerNorm", config.hidden);
}

void addQFormer(Collector& to, const qformer::Config& config) {
  const int D = config.hidden;
  to.add("query_tokens", {1, config.queryTokens, D});
  to.addNorm("ln_graph", config.encoderWidth);
  if (config.textPath) {
    to.add("Qformer.bert.embeddings.word_embeddings.weight", {config.vocab, D});
    to.add("Qformer.bert.embeddings.position_embeddings.weight", {config.maxPosition, D});
  }
  to.addNorm("Qformer.bert.embeddings.LayerNorm", D);
  for (int i = 0; i < config.layers; ++i) {
    const std::string layer = fmt::format("Qformer.bert.encoder.layer.{}.", i);
    addAttention(to, layer + "attention", D, D);
    if (config.hasCrossAttention(i)) {
      addAttention(to, layer + "crossattention", D, config.encoderWidth);
    }
    if (config.textPath) addFeedForward(to, layer, "", config);
    addFeedForward(to, layer, "_query", config);
  }
}

/// A linear layer of a block of the language model.
struct BlockLinear {
  std::string name;  ///< "self_attn.q_proj"
  std::int64_t out;
  std::int64_t in;
};

std::vector<BlockLinear> blockLinears(const llama::Config& config) {
  const std::int64_t D = config.hidden;
  const std::int64_t queries = std::int64_t{config.heads} * config.headDim();
  const std::int64_t keys = std::int64_t{config.kvHeads} * config.headDim();
  return {{"self_attn.q_proj", queries, D},
          {"self_attn.k_proj", keys, D},
          {"self_attn.v_proj", keys, D},
          {"self_attn.o_proj", D, queries},
          {"mlp.gate_proj", config.intermediate, D},
          {"mlp.up_proj", config.intermediate, D},
          {"mlp.down_proj", D, config.intermediate}};
}

bool hasBias(const BlockLinear& linear, const llama::Config& config) {
  return config.qkvBias && linear.name.starts_with("self_attn.") &&
         !linear.name.ends_with(".o_proj");
}

}  // namespace

ExpectedTensors languageModelTensors(const llama::Config& config) {
  Collector to("");
  const std::int64_t D = config.hidden;
  to.add("model.embed_tokens.weight", {config.vocab, D});
  for (int i = 0; i < config.layers; ++i) {
    const std::string layer = fmt::format("model.layers.{}.", i);
    to.add(layer + "input_layernorm.weight", {D});
    for (const BlockLinear& linear : blockLinears(config)) {
      to.add(layer + linear.name + ".weight", {linear.out, linear.in});
      if (hasBias(linear, config)) to.add(layer + linear.name + ".bias", {linear.out});
    }
    to.add(layer + "post_attention_layernorm.weight", {D});
  }
  to.add("model.norm.weight", {D});
  to.add("lm_head.weight", {config.vocab, D},
         config.tieWordEmbeddings ? Presence::Tied : Presence::Required);
  return to.take();
}

ExpectedTensors unimolTensors(const unimol::Config& config) {
  Collector to("");
  const int D = config.embedDim;
  const int K = config.gaussianKernels;
  to.add("embed_tokens.weight", {static_cast<std::int64_t>(config.dictionary.size()), D});
  to.addNorm("encoder.emb_layer_norm", D);
  to.addNorm("encoder.final_layer_norm", D);
  for (int i = 0; i < config.layers; ++i) {
    const std::string layer = fmt::format("encoder.layers.{}.", i);
    to.addLinear(layer + "self_attn.in_proj", 3 * D, D);
    to.addLinear(layer + "self_attn.out_proj", D, D);
    to.addNorm(layer + "self_attn_layer_norm", D);
    to.addLinear(layer + "fc1", config.ffnDim, D);
    to.addLinear(layer + "fc2", D, config.ffnDim);
    to.addNorm(layer + "final_layer_norm", D);
  }
  for (const char* name : {"gbf.means.weight", "gbf.stds.weight"}) to.add(name, {1, K});
  for (const char* name : {"gbf.mul.weight", "gbf.bias.weight"}) {
    to.add(name, {config.edgeTypes(), 1});
  }
  to.addLinear("gbf_proj.linear1", K, K);
  to.addLinear("gbf_proj.linear2", config.heads, K);
  return to.take();
}

ExpectedTensors stage1Tensors(const qformer::Config& config, int width) {
  Collector to("blip2qformer.");
  const int D = config.hidden;
  addQFormer(to, config);
  to.addLinear("Qformer.cls.predictions.transform.dense", D, D);
  to.addNorm("Qformer.cls.predictions.transform.LayerNorm", D);
  to.add("Qformer.cls.predictions.bias", {config.vocab});
  to.add("Qformer.cls.predictions.decoder.weight", {config.vocab, D}, Presence::Tied);
  to.add("Qformer.cls.predictions.decoder.bias", {config.vocab}, Presence::Tied);
  to.addLinear("graph_proj", width, D);
  to.addLinear("text_proj", width, D);
  to.addLinear("gtm_head", 2, D);
  return to.take();
}

ExpectedTensors stage2Tensors(const qformer::Config& config, const llama::Config& language) {
  Collector to("blip2opt.");
  qformer::Config queriesOnly = config;
  queriesOnly.textPath = false;
  addQFormer(to, queriesOnly);
  to.addLinear("llm_proj", language.hidden, config.hidden);
  const std::int64_t rank = language.lora->rank;
  for (int i = 0; i < language.layers; ++i) {
    for (const BlockLinear& linear : blockLinears(language)) {
      const std::string shortName = linear.name.substr(linear.name.find('.') + 1);
      const auto& targets = language.lora->targets;
      if (std::find(targets.begin(), targets.end(), shortName) == targets.end()) continue;
      const std::string name =
          fmt::format("llm_model.base_model.model.model.layers.{}.{}.lora_", i, linear.name);
      to.add(name + "A.default.weight", {rank, linear.in});
      to.add(name + "B.default.weight", {linear.out, rank});
    }
  }
  return to.take();
}

Result<void> checkTensors(const ExpectedTensors& expected, const TensorSource& source,
                          const std::string& what) {
  std::string problem;
  std::size_t others = 0;
  for (const ExpectedTensor& tensor : expected) {
    const SourceTensor* found = source.find(tensor.name);
    if (found == nullptr && tensor.presence == Presence::Tied) continue;
    if (found != nullptr && found->shape == tensor.shape) continue;
    if (!problem.empty()) {
      ++others;
    } else if (found == nullptr) {
      problem = fmt::format("{} lacks the tensor {} of shape [{}]", what, tensor.name,
                            fmt::join(tensor.shape, ", "));
    } else {
      problem =
          fmt::format("{} has the tensor {} of shape [{}] where [{}] is expected", what,
                      tensor.name, fmt::join(found->shape, ", "), fmt::join(tensor.shape, ", "));
    }
  }
  if (problem.empty()) return {};
  if (others > 0) problem += fmt::format(", and {} more tensors do not fit", others);
  return fail(ErrorCode::Corrupt, problem + "; choose files that belong together.");
}

}  // namespace molloquy::checkpoints
