#include "tests/model/session/tiny_model_folder.h"

#include <deque>
#include <random>
#include <string>
#include <vector>

#include "model/base/atomic_file.h"
#include "model/base/half_numbers.h"
#include "model/checkpoints/safetensors.h"

namespace tiny_model {
namespace {

using molloquy::checkpoints::TensorToWrite;
using molloquy::checkpoints::TensorType;

/// Collects tensors of random numbers; norms begin at one.
class RandomTensors {
 public:
  void add(const std::string& name, std::vector<std::int64_t> shape, float mean = 0.0F) {
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    std::normal_distribution<float> normal(mean, 0.2F);
    std::vector<float>& values = m_values.emplace_back(count);
    for (float& value : values) value = normal(m_random);
    m_tensors.push_back(
        {name, TensorType::F32, std::move(shape), std::as_bytes(std::span(values))});
  }
  void addLinear(const std::string& name, std::int64_t in, std::int64_t out) {
    add(name + ".weight", {out, in});
    add(name + ".bias", {out});
  }
  void addNorm(const std::string& name, std::int64_t width) {
    add(name + ".weight", {width}, 1.0F);
    add(name + ".bias", {width});
  }
  [[nodiscard]] const std::vector<TensorToWrite>& all() const { return m_tensors; }
  /// Rounds all tensors.
  void toBfloat16() {
    for (std::size_t i = 0; i < m_tensors.size(); ++i) {
      std::vector<std::uint16_t>& rounded = m_rounded.emplace_back();
      for (const float value : m_values[i]) rounded.push_back(molloquy::bfloat16FromFloat(value));
      m_tensors[i].type = TensorType::BF16;
      m_tensors[i].bytes = std::as_bytes(std::span(rounded));
    }
  }

 private:
  std::mt19937 m_random{7};
  std::deque<std::vector<std::uint16_t>> m_rounded;
  std::deque<std::vector<float>> m_values;
  std::vector<TensorToWrite> m_tensors;
};

void addEncoder(RandomTensors& tensors, const nlohmann::json& sizes) {
  const std::int64_t D = sizes.at("embed_dim");
  const std::int64_t F = sizes.at("ffn_dim");
  const std::int64_t H = sizes.at("heads");
  const std::int64_t K = sizes.at("gaussian_kernels");
  constexpr std::int64_t kDictionary = 31;
  const std::string root = "graph_encoder.";
  tensors.add(root + "embed_tokens.weight", {kDictionary, D});
  tensors.addNorm(root + "encoder.emb_layer_norm", D);
  tensors.addNorm(root + "encoder.final_layer_norm", D);
  for (int layer = 0; layer < sizes.at("layers"); ++layer) {
    const std::string name = root + "encoder.layers." + std::to_string(layer) + ".";
    tensors.addLinear(name + "self_attn.in_proj", D, 3 * D);
    tensors.addLinear(name + "self_attn.out_proj", D, D);
    tensors.addNorm(name + "self_attn_layer_norm", D);
    tensors.addLinear(name + "fc1", D, F);
    tensors.addLinear(name + "fc2", F, D);
    tensors.addNorm(name + "final_layer_norm", D);
  }
  tensors.add(root + "gbf.means.weight", {1, K});
  tensors.add(root + "gbf.stds.weight", {1, K}, 1.0F);
  tensors.add(root + "gbf.mul.weight", {kDictionary * kDictionary, 1}, 1.0F);
  tensors.add(root + "gbf.bias.weight", {kDictionary * kDictionary, 1});
  tensors.addLinear(root + "gbf_proj.linear1", K, K);
  tensors.addLinear(root + "gbf_proj.linear2", K, H);
}

void addAttention(RandomTensors& tensors, const std::string& name, std::int64_t width,
                  std::int64_t context) {
  tensors.addLinear(name + ".self.query", width, width);
  tensors.addLinear(name + ".self.key", context, width);
  tensors.addLinear(name + ".self.value", context, width);
  tensors.addLinear(name + ".output.dense", width, width);
  tensors.addNorm(name + ".output.LayerNorm", width);
}

void addQFormer(RandomTensors& tensors, const nlohmann::json& sizes) {
  const std::int64_t width = sizes.at("hidden");
  const std::int64_t inner = sizes.at("intermediate");
  const std::int64_t context = sizes.at("encoder_width");
  tensors.addNorm("ln_graph", context);
  tensors.add("query_tokens", {1, sizes.at("query_tokens").get<std::int64_t>(), width});
  tensors.addNorm("Qformer.bert.embeddings.LayerNorm", width);
  for (int layer = 0; layer < sizes.at("layers"); ++layer) {
    const std::string name = "Qformer.bert.encoder.layer." + std::to_string(layer) + ".";
    addAttention(tensors, name + "attention", width, width);
    if (layer % 2 == 0) addAttention(tensors, name + "crossattention", width, context);
    tensors.addLinear(name + "intermediate_query.dense", width, inner);
    tensors.addLinear(name + "output_query.dense", inner, width);
    tensors.addNorm(name + "output_query.LayerNorm", width);
  }
}

void addLanguageModel(RandomTensors& tensors, const nlohmann::json& sizes,
                      const std::string& prefix) {
  const std::int64_t D = sizes.at("hidden");
  const std::int64_t F = sizes.at("intermediate");
  const std::int64_t V = sizes.at("vocab");
  const std::string root = prefix + "model.";
  tensors.add(root + "embed_tokens.weight", {V, D});
  for (int layer = 0; layer < sizes.at("layers"); ++layer) {
    const std::string name = root + "layers." + std::to_string(layer) + ".";
    for (const char* linear : {"q_proj", "k_proj", "v_proj", "o_proj"}) {
      tensors.add(name + "self_attn." + linear + ".weight", {D, D});
    }
    tensors.add(name + "mlp.gate_proj.weight", {F, D});
    tensors.add(name + "mlp.up_proj.weight", {F, D});
    tensors.add(name + "mlp.down_proj.weight", {D, F});
    tensors.add(name + "input_layernorm.weight", {D}, 1.0F);
    tensors.add(name + "post_attention_layernorm.weight", {D}, 1.0F);
  }
  tensors.add(root + "norm.weight", {D}, 1.0F);
  tensors.add(prefix + "lm_head.weight", {V, D});
}

}  // namespace

nlohmann::json config() {
  return {
      {"name", "tiny"},
      {"unimol",
       {{"layers", 2}, {"embed_dim", 16}, {"ffn_dim", 32}, {"heads", 4}, {"gaussian_kernels", 8}}},
      {"qformer",
       {{"layers", 2},
        {"hidden", 24},
        {"heads", 3},
        {"intermediate", 32},
        {"encoder_width", 16},
        {"query_tokens", 4}}},
      {"llama",
       {{"vocab", 602},
        {"hidden", 32},
        {"intermediate", 48},
        {"layers", 2},
        {"heads", 4},
        {"kv_heads", 4},
        {"max_position", 256}}},
      {"special_tokens", {{"begin", 1}, {"end", 2}, {"pad", 600}, {"molecule", 601}}},
      {"generation", {{"max_new_tokens", 24}, {"min_new_tokens", 8}, {"repetition_penalty", 1.2}}}};
}

molloquy::Result<void> write(const std::filesystem::path& folder,
                             const nlohmann::json& configuration) {
  RandomTensors tensors;
  addEncoder(tensors, configuration.at("unimol"));
  addQFormer(tensors, configuration.at("qformer"));
  tensors.addLinear("llm_proj", configuration.at("qformer").at("hidden"),
                    configuration.at("llama").at("hidden"));
  addLanguageModel(tensors, configuration.at("llama"), "llm_model.");
  auto written = molloquy::checkpoints::writeSafetensors(
      folder / "model.safetensors", tensors.all(), {{"origin", "random numbers of seed 7"}});
  if (!written) return written;
  written = molloquy::writeFileAtomically(folder / "config.json", configuration.dump(2));
  if (!written) return written;
  std::filesystem::copy_file(
      std::filesystem::path(MOLLOQUY_TEST_DATA) / "golden" / "tokenizer" / "sp_bpe600.model",
      folder / "tokenizer.model");
  return {};
}

molloquy::Result<void> writePlain(const std::filesystem::path& folder) {
  // The ids of tests/data/tokenizer/tokenizer.json, and two marks of ChatML behind them.
  constexpr int kBegin = 677;
  constexpr int kEnd = 678;
  constexpr int kTurnBegins = 683;
  const nlohmann::json sizes = {
      {"vocab", 688}, {"hidden", 32}, {"intermediate", 48}, {"layers", 2}};
  RandomTensors tensors;
  addLanguageModel(tensors, sizes, "");
  tensors.toBfloat16();
  auto written =
      molloquy::checkpoints::writeSafetensors(folder / "model.safetensors", tensors.all(), {});
  if (!written) return written;
  const auto tokenizer = molloquy::readFile(std::filesystem::path(MOLLOQUY_TEST_DATA) /
                                            "tokenizer" / "tokenizer.json");
  if (!tokenizer) return tl::unexpected(tokenizer.error());
  nlohmann::json vocabulary = nlohmann::json::parse(*tokenizer);
  for (const auto& [name, id] :
       {std::pair{"<|im_start|>", kTurnBegins}, {"<|im_end|>", kTurnBegins + 1}}) {
    vocabulary["added_tokens"].push_back({{"id", id}, {"content", name}, {"special", true}});
  }
  const std::vector<std::pair<const char*, nlohmann::json>> files{
      {"tokenizer.json", vocabulary},
      {"tokenizer_config.json", {{"chat_template", "{{ '<|im_start|>' + message['role'] }}"}}},
      {"config.json",
       {{"model_type", "llama"},
        {"architectures", {"LlamaForCausalLM"}},
        {"hidden_size", 32},
        {"intermediate_size", 48},
        {"num_hidden_layers", 2},
        {"num_attention_heads", 4},
        {"num_key_value_heads", 4},
        {"vocab_size", 688},
        {"rms_norm_eps", 1e-5},
        {"max_position_embeddings", 1024},
        {"hidden_act", "silu"},
        {"bos_token_id", kBegin},
        {"eos_token_id", kEnd}}}};
  for (const auto& [name, content] : files) {
    written = molloquy::writeFileAtomically(folder / name, content.dump(1));
    if (!written) return written;
  }
  return {};
}

}  // namespace tiny_model
