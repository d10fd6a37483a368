// From published files to answers: a model folder is assembled from both checkpoints, a language
// model folder and a Uni-Mol file, opened again, and has to hold and give the reference's numbers.
#include <fmt/format.h>
#include <torch/torch.h>
#include <unistd.h>

#include <fstream>

#include "model/checkpoints/assemble.h"
#include "model/molm/model_folder.h"
#include "model/molm/stage1_folder.h"
#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder()
      : m_path(fs::temp_directory_path() / fmt::format("molloquy-parity-{}", ::getpid())) {
    fs::remove_all(m_path);
    fs::create_directories(m_path / "llm");
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return m_path; }

 private:
  fs::path m_path;
};

/// Writes the tensors whose names begin with `prefix`, without it.
Result<void> writePart(const nn::StoredTensors& stored, const std::string& prefix,
                       const fs::path& file) {
  std::vector<at::Tensor> kept;
  std::vector<checkpoints::TensorToWrite> tensors;
  for (const nn::StoredTensor& tensor : stored) {
    if (!tensor.name.starts_with(prefix)) continue;
    const Result<at::Tensor> read = tensor.read();
    if (!read) return tl::unexpected(read.error());
    kept.push_back(read->to(at::kFloat).contiguous());
    tensors.push_back(
        {tensor.name.substr(prefix.size()),
         checkpoints::TensorType::F32,
         tensor.shape,
         {static_cast<const std::byte*>(kept.back().data_ptr()), kept.back().nbytes()}});
  }
  return checkpoints::writeSafetensors(file, tensors, {});
}

/// The set's sizes as transformers writes them.
nlohmann::json transformersConfig(const nlohmann::json& llama) {
  return {{"model_type", "llama"},
          {"architectures", {"LlamaForCausalLM"}},
          {"vocab_size", llama.at("vocab")},
          {"hidden_size", llama.at("hidden")},
          {"intermediate_size", llama.at("intermediate")},
          {"num_hidden_layers", llama.at("layers")},
          {"num_attention_heads", llama.at("heads")},
          {"num_key_value_heads", llama.at("kv_heads")},
          {"rms_norm_eps", llama.at("rms_norm_eps")},
          {"rope_theta", llama.at("rope_theta")},
          {"tie_word_embeddings", llama.at("tie_word_embeddings")},
          {"hidden_act", "silu"},
          {"bos_token_id", llama.at("bos_in_config")},
          {"eos_token_id", llama.at("eos")}};
}

/// The sources in the forms that are published, and the folder made of them.
Result<fs::path> assembled(GoldenFolder& golden, const nn::StoredTensors& stage1,
                           const nn::StoredTensors& frozen, const fs::path& work) {
  if (auto written = writePart(stage1, "blip2qformer.graph_encoder.", work / "unimol.safetensors");
      !written) {
    return tl::unexpected(written.error());
  }
  if (auto written = writePart(frozen, "blip2opt.llm_model.base_model.model.",
                               work / "llm" / "model.safetensors");
      !written) {
    return tl::unexpected(written.error());
  }
  const nlohmann::json& sizes = golden.config();
  std::ofstream(work / "llm" / "config.json") << transformersConfig(sizes.at("llama")).dump();
  fs::copy_file(*golden.path(sizes.at("tokenizer").value("sentencepiece", std::string())),
                work / "llm" / "tokenizer.model");
  checkpoints::AssembleInput input;
  input.uniMol = work / "unimol.safetensors";
  input.llmFolder = work / "llm";
  input.checkpoint = *golden.path("stage2.ckpt");
  input.stage1 = *golden.path("stage1.ckpt");
  input.vocabulary = *golden.path(sizes.at("tokenizer").value("wordpiece", std::string()));
  input.output = work / "model";
  input.languageModelType = checkpoints::LanguageModelType::AsStored;
  input.qformerHeads = sizes.at("qformer").at("heads").get<int>();
  const auto report = checkpoints::assembleModel(input);
  if (!report) return tl::unexpected(report.error());
  return report->folder;
}

/// Every parameter of the opened folder equals the network's that was filled from the set.
void compareParameters(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  auto wanted = stage2Model(golden, report, stage2Weights(golden));
  if (!wanted) return report.absent("assembly parameters");
  const auto golden2 = (*wanted)->named_parameters();
  std::size_t different = 0;
  std::string first;
  for (const auto& parameter : model->named_parameters()) {
    const at::Tensor* other = golden2.find(parameter.key());
    if (other != nullptr && at::equal(parameter.value(), *other)) continue;
    if (different++ == 0) first = parameter.key() + " differs";
  }
  different += golden2.size() == model->named_parameters().size() ? 0 : 1;
  report.compareMany("assembly parameters", golden2.size(), different, first);
}

/// Structures that have padding in the reference's batch: there its mask and ours agree.
void compareAnswers(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model,
                    molm::Stage1Model& stage1) {
  const auto graphs = storedGraphs(golden, kStage2File, "infer.");
  const auto features = golden.tensor(kQFormerFile, "b.graph_feats");
  if (!graphs || !features) return report.absent("assembly forward");
  for (int64_t row = 0; row < graphs->tokens.size(0); ++row) {
    const std::string name = fmt::format("single{}.collated.", row);
    const auto ids = golden.tensor(kStage2File, fmt::format("single{}.input_ids", row));
    const unimol::GraphBatch one =
        oneGraph(*graphs, row, collatedWidth(*graphs, row, model->config().unimol));
    if (!ids || !one.paddingMask.defined()) continue;
    const at::Tensor soft = model->encodeMolecules(one);
    report.compare("assembly " + name + "llm_proj", soft,
                   golden.tensor(kStage2File, name + "llm_proj"), kHidden);
    llama::DecoderInput input;
    input.embeddings = model->embedPrompt(*ids, moleculeRows(*ids, model->config()), soft);
    const at::Tensor hidden = model->decoder()->forward(input);
    report.compare("assembly " + name + "last_logits",
                   model->decoder()->logits(hidden.select(1, hidden.size(1) - 1)),
                   golden.tensor(kStage2File, name + "last_logits"), kLogit);
    report.compare(fmt::format("assembly b.graph_feats mol{}", row),
                   stage1->graphFeatures(stage1->query(stage1->readGraphs(one)).hidden),
                   features->narrow(0, row, 1), kHidden);
  }
  const auto text = golden.tensor(kQFormerFile, "b.input_ids");
  const auto attend = golden.tensor(kQFormerFile, "b.attention_mask");
  if (!text || !attend) return report.absent("assembly b.text_feats");
  report.compare("assembly b.text_feats", stage1->textFeatures({*text, *attend}),
                 golden.tensor(kQFormerFile, "b.text_feats"), kHidden);
}

}  // namespace

void runAssemblyCases(GoldenFolder& golden, Report& report) {
  const auto stage1 = golden.stored({kStage1Weights});
  const auto frozen = golden.stored({kFrozenWeights});
  const nlohmann::json& sizes = golden.config();
  const bool complete = stage1 && frozen && sizes.contains("tokenizer") &&
                        golden.path("stage1.ckpt") && golden.path("stage2.ckpt") &&
                        golden.path(sizes.at("tokenizer").value("sentencepiece", std::string())) &&
                        golden.path(sizes.at("tokenizer").value("wordpiece", std::string()));
  if (!complete) return report.absent("assembly");
  const TemporaryFolder work;
  const Result<fs::path> folder = assembled(golden, *stage1, *frozen, work.path());
  if (!folder) return report.failed("assembly", folder.error().toString());
  molm::ModelLoadOptions options;
  options.placement.device = golden.device();
  auto model = molm::loadModel(*folder, options);
  auto heads = molm::loadStage1(*folder, options.placement);
  if (!model || !heads) {
    return report.failed("assembly", (!model ? model.error() : heads.error()).toString());
  }
  compareParameters(golden, report, *model);
  compareAnswers(golden, report, *model, *heads);
}

}  // namespace molloquy::parity
