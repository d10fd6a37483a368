// The language model alone and the whole network against the reference's numbers.
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/molm/generate.h"
#include "model/nn/weights.h"
#include "model/tools/parity_report.h"

namespace molloquy::parity {
namespace {

constexpr const char* kLlamaFile = "llama_io.safetensors";
constexpr const char* kStage2File = "stage2_io.safetensors";
constexpr const char* kFrozenFile = "stage2_frozen.safetensors";
constexpr const char* kTrainableFile = "stage2_trainable.safetensors";

/// A language model with weights from files that hold it under the published names.
std::optional<llama::Decoder> decoderFrom(GoldenFolder& golden, Report& report,
                                          const llama::Config& config,
                                          const std::vector<std::string>& names) {
  const auto files = golden.files(names);
  if (!files) return std::nullopt;
  llama::Decoder decoder(config);
  torch::nn::Module root;
  root.register_module("llm_model", decoder);
  if (const Result<std::size_t> loaded = nn::loadWeights(root, *files); !loaded) {
    report.failed(names.front(), loaded.error().toString());
    return std::nullopt;
  }
  decoder->eval();
  return decoder;
}

at::Tensor logitsOf(llama::Decoder& decoder, const at::Tensor& ids, const at::Tensor& attend = {}) {
  llama::DecoderInput input;
  input.embeddings = decoder->embed(ids);
  input.attend = attend;
  return decoder->logits(decoder->forward(input));
}

/// Mean cross-entropy with the causal shift; -100 is ignored.
at::Tensor shiftedLoss(const at::Tensor& logits, const at::Tensor& labels) {
  const int64_t L = labels.size(1);
  return at::cross_entropy_loss(logits.narrow(1, 0, L - 1).reshape({-1, logits.size(2)}),
                                labels.narrow(1, 1, L - 1).reshape({-1}));
}

std::vector<TokenId> tokenIds(const nlohmann::json& ids) {
  std::vector<TokenId> tokens;
  for (const nlohmann::json& id : ids) tokens.emplace_back(id.get<std::int32_t>());
  return tokens;
}

molm::GenerateOptions greedyOptions(const nlohmann::json& arguments) {
  molm::GenerateOptions options;
  options.maxNewTokens = arguments.value("max_new_tokens", 20);
  options.minNewTokens = arguments.value("min_new_tokens", 0);
  options.sampling.repetitionPenalty = arguments.value("repetition_penalty", 1.0);
  return options;
}

/// Stored ids after the first `skip`, up to the end token.
std::vector<std::int64_t> answerOf(const nlohmann::json& ids, std::size_t skip, std::int64_t end) {
  std::vector<std::int64_t> answer;
  for (std::size_t i = skip; i < ids.size() && ids[i].get<std::int64_t>() != end; ++i) {
    answer.push_back(ids[i].get<std::int64_t>());
  }
  return answer;
}

std::vector<std::int64_t> values(const molm::Generation& generation) {
  std::vector<std::int64_t> ids;
  for (const TokenId token : generation.tokens) ids.push_back(token.value);
  return ids;
}

void compareBase(GoldenFolder& golden, Report& report, const llama::Config& config) {
  auto decoder = decoderFrom(golden, report, config, {kFrozenFile});
  const auto stored = [&](const std::string& name) { return golden.tensor(kLlamaFile, name); };
  const auto ids = stored("ids");
  if (!decoder || !ids) return report.absent("llama base");
  llama::DecoderInput input;
  input.embeddings = (*decoder)->embed(*ids);
  std::vector<at::Tensor> hidden;
  const at::Tensor logits = (*decoder)->logits((*decoder)->forward(input, &hidden));
  report.compare("llama base.logits", logits, stored("base.logits"), kLogit);
  // The reference stores the last layer's output after the final norm only.
  hidden.erase(hidden.end() - 2);
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    const std::string name = fmt::format("base.hidden{}", i);
    report.compare("llama " + name, hidden[i], stored(name), kHidden);
  }
  if (const auto labels = stored("base.labels")) {
    report.compare("llama base.loss", shiftedLoss(logits, *labels), stored("base.loss"), kLoss);
  }
  const auto padded = [&](const std::string& maskName, const std::string& logitsName,
                          int64_t from) {
    const auto mask = stored(maskName);
    const auto expected = stored(logitsName);
    if (!mask || !expected) return report.absent("llama " + logitsName);
    const at::Tensor ours = logitsOf(*decoder, *ids, *mask)[1];
    const int64_t L = ours.size(0) - from;
    report.compare("llama " + logitsName, ours.narrow(0, from, L), expected->narrow(0, from, L),
                   kLogit);
  };
  const auto leftMask = stored("mask_left");
  const int64_t firstReal = leftMask ? (*leftMask)[1].eq(0).sum().item<int64_t>() : 0;
  padded("mask_left", "base.logits_left_pad_arange_positions", firstReal);
  padded("mask_right", "base.logits_right_pad", 0);
}

void compareLora(GoldenFolder& golden, Report& report, const llama::Config& config) {
  auto decoder = decoderFrom(golden, report, config, {kFrozenFile, kTrainableFile});
  const auto stored = [&](const std::string& name) { return golden.tensor(kLlamaFile, name); };
  const auto ids = stored("ids");
  if (!decoder || !ids) return report.absent("llama lora");
  report.compare("llama lora.logits_unmerged", logitsOf(*decoder, *ids),
                 stored("lora.logits_unmerged"), kLogit);
  nn::mergeAdapters(**decoder);
  report.compare("llama lora.logits_merged", logitsOf(*decoder, *ids), stored("lora.logits_merged"),
                 kLogit);
  report.compare("llama lora.layer0_q_proj_merged_weight",
                 (*decoder)->named_parameters()["model.layers.0.self_attn.q_proj.weight"],
                 stored("lora.layer0_q_proj_merged_weight"), kLoss);
}

/// Greedy answers of the language model alone, prompts in tokens.
void compareTextGeneration(GoldenFolder& golden, Report& report, llama::Decoder& decoder,
                           const std::string& caseName) {
  constexpr std::int32_t kEnd = 2;
  const nlohmann::json cases = golden.json("generation.json");
  if (cases.is_null()) return report.absent("generation " + caseName);
  for (const nlohmann::json& stored : cases["llama_only"]) {
    if (stored["case"] != caseName || stored["kwargs"].value("num_beams", 1) != 1) continue;
    for (std::size_t row = 0; row < stored["prompt_ids"].size(); ++row) {
      const nlohmann::json& prompt = stored["prompt_ids"][row];
      molm::GenerateOptions options = greedyOptions(stored["kwargs"]);
      options.penalised = tokenIds(prompt);
      const at::Tensor ids = torch::tensor(prompt.get<std::vector<std::int64_t>>()).unsqueeze(0);
      const molm::Generation ours = molm::generateFromEmbeddings(decoder, decoder->embed(ids),
                                                                 TokenId(kEnd), options, {}, {});
      report.compareIds(fmt::format("generation {} row {}", caseName, row), values(ours),
                        answerOf(stored["output_ids"][row], prompt.size(), kEnd));
    }
  }
}

/// The whole network with the stage-2 weights and the reference's mask.
std::optional<molm::MoleculeLanguageModel> stage2Model(GoldenFolder& golden, Report& report) {
  const nlohmann::json sizes = golden.json("config.json");
  const auto files = golden.files({"stage1_init.safetensors", kFrozenFile, kTrainableFile});
  if (sizes.is_null() || !files) return std::nullopt;
  nlohmann::json object = {{"unimol", sizes["unimol"]},
                           {"qformer", sizes["qformer"]},
                           {"llama", sizes["llama"]},
                           {"graph_mask", "reference_batch"},
                           {"answer_prefix_bos", true}};
  object["llama"]["lora"] = sizes["lora"];
  object["special_tokens"] = {{"begin", sizes["llama"]["eos"]},
                              {"end", sizes["llama"]["eos"]},
                              {"pad", sizes["llama"]["pad"]},
                              {"molecule", sizes["llama"]["mol"]}};
  const Result<molm::Config> config = molm::configFromJson(object);
  if (!config) {
    report.failed("config.json", config.error().toString());
    return std::nullopt;
  }
  molm::MoleculeLanguageModel model(*config);
  if (const Result<std::size_t> loaded = nn::loadWeights(*model, *files); !loaded) {
    report.failed("stage 2 weights", loaded.error().toString());
    return std::nullopt;
  }
  model->eval();
  return model;
}

unimol::GraphBatch storedGraphs(GoldenFolder& golden) {
  const auto part = [&](const char* name) { return golden.tensor(kStage2File, name); };
  unimol::GraphBatch batch{part("infer.tokens").value(),
                           part("infer.distance").value(),
                           part("infer.edge_type").value(),
                           {}};
  batch.paddingMask = batch.tokens.eq(unimol::Config::kPad);
  return batch;
}

/// Flat positions of the molecule tokens.
at::Tensor moleculeRows(const at::Tensor& ids, const molm::Config& config) {
  return ids.view({-1}).eq(config.special.molecule.value).nonzero().view({-1});
}

/// The training batch: examples rebuilt from the stored rows, collated, and the loss.
void compareTraining(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kStage2File, name); };
  const auto ids = stored("train.input_ids");
  const auto types = stored("train.token_type_ids");
  if (!ids || !types || !stored("infer.tokens")) return report.absent("stage2 train");
  const molm::Config& config = model->config();
  std::vector<molm::TextSample> samples;
  for (int64_t b = 0; b < ids->size(0); ++b) {
    molm::TextSample sample;
    for (int64_t t = 0; t < ids->size(1); ++t) {
      const TokenId id((*ids)[b][t].item<std::int32_t>());
      if (id == config.special.pad) continue;
      ((*types)[b][t].item<int64_t>() == 0 ? sample.prompt : sample.answer).push_back(id);
    }
    sample.answer.erase(sample.answer.begin());  // the second begin token: the collater adds it
    samples.push_back(std::move(sample));
  }
  const molm::TextBatch text =
      molm::collateText(samples, config, molm::PaddingSide::Left, ids->size(1));
  report.compare("stage2 train.input_ids", text.tokens, ids, kExact);
  report.compare("stage2 train.attention_mask", text.attend, stored("train.attention_mask"),
                 kExact);
  report.compare("stage2 train.labels", text.labels, stored("train.labels"), kExact);
  const unimol::GraphBatch graphs = storedGraphs(golden);
  report.compare("stage2 train.loss", model->loss(graphs, text), stored("train.loss"), kLoss);
  const at::Tensor soft = model->encodeMolecules(graphs);
  report.compare("stage2 train.projected_query_tokens", soft,
                 stored("train.projected_query_tokens"), kHidden);
  if (const auto positions = stored("train.logits_positions")) {
    llama::DecoderInput input;
    input.embeddings = model->embedPrompt(text.tokens, text.moleculeRows, soft);
    input.attend = text.attend;
    const at::Tensor logits = model->decoder()->logits(model->decoder()->forward(input));
    report.compare("stage2 train.logits_at", logits.index_select(1, *positions),
                   stored("train.logits_at"), kLogit);
  }
}

void compareInference(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kStage2File, name); };
  const auto ids = stored("infer.input_ids");
  if (!ids || !stored("infer.tokens")) return report.absent("stage2 infer");
  molm::MoleculeTrace trace;
  const at::Tensor soft = model->encodeMolecules(storedGraphs(golden), &trace);
  report.compare("stage2 infer.unimol_rep", trace.encoded, stored("infer.unimol_rep"), kHidden);
  report.compare("stage2 infer.ln_graph", trace.normed, stored("infer.ln_graph"), kHidden);
  report.compare("stage2 infer.qformer_out", trace.queried, stored("infer.qformer_out"), kHidden);
  report.compare("stage2 infer.llm_proj", soft, stored("infer.llm_proj"), kHidden);
  const auto positions = stored("infer.logits_positions");
  const auto attend = stored("infer.attention_mask");
  if (!positions || !attend) return report.absent("stage2 infer.logits_at");
  llama::DecoderInput input;
  input.embeddings = model->embedPrompt(*ids, moleculeRows(*ids, model->config()), soft);
  input.attend = *attend;
  const at::Tensor logits = model->decoder()->logits(model->decoder()->forward(input));
  report.compare("stage2 infer.logits_at", logits.index_select(1, *positions),
                 stored("infer.logits_at"), kLogit);
}

/// One structure of the stored batch, without padding or padded as the collater does.
unimol::GraphBatch oneGraph(const unimol::GraphBatch& batch, int64_t row, bool padded) {
  const int64_t atoms = batch.tokens[row].ne(unimol::Config::kPad).sum().item<int64_t>();
  const int64_t width = padded ? (atoms + 7) / 8 * 8 : atoms;
  unimol::GraphBatch one{
      batch.tokens.narrow(0, row, 1).narrow(1, 0, width).contiguous(),
      batch.distances.narrow(0, row, 1).narrow(1, 0, width).narrow(2, 0, width).contiguous(),
      batch.edgeTypes.narrow(0, row, 1).narrow(1, 0, width).narrow(2, 0, width).contiguous(),
      {}};
  if (width > atoms) one.paddingMask = one.tokens.eq(unimol::Config::kPad);
  return one;
}

/// Single structures: soft tokens, logits of the last prompt token, greedy answers.
void compareSingles(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kStage2File, name); };
  if (!stored("infer.tokens")) return report.absent("stage2 single");
  const unimol::GraphBatch graphs = storedGraphs(golden);
  const nlohmann::json cases = golden.json("generation.json");
  const TokenId end = model->config().special.end;
  for (int64_t row = 0; row < graphs.tokens.size(0); ++row) {
    const std::string single = fmt::format("single{}", row);
    const auto ids = stored(single + ".input_ids");
    if (!ids) continue;
    for (const std::string kind : {"nopad", "collated"}) {
      const at::Tensor soft = model->encodeMolecules(oneGraph(graphs, row, kind == "collated"));
      const std::string name = single + "." + kind;
      report.compare("stage2 " + name + ".llm_proj", soft, stored(name + ".llm_proj"), kHidden);
      llama::DecoderInput input;
      input.embeddings = model->embedPrompt(*ids, moleculeRows(*ids, model->config()), soft);
      const at::Tensor hidden = model->decoder()->forward(input);
      report.compare("stage2 " + name + ".last_logits",
                     model->decoder()->logits(hidden.select(1, hidden.size(1) - 1)),
                     stored(name + ".last_logits"), kLogit);
      const std::string caseName = single + (kind == "nopad" ? "_nopad_graph" : "_collated");
      if (cases.is_null()) continue;
      for (const nlohmann::json& generation : cases["multimodal"]) {
        if (generation["case"] != caseName || generation["kwargs"].value("num_beams", 1) != 1) {
          continue;
        }
        // The reference's answer starts with <s> (1), which its repetition penalty counts.
        const nlohmann::json& expected = generation["output_ids"][0];
        molm::GenerateOptions options = greedyOptions(generation["kwargs"]);
        options.penalised = {TokenId(expected[0].get<std::int32_t>())};
        report.compareIds("generation " + caseName,
                          values(molm::generateFromEmbeddings(model->decoder(), input.embeddings,
                                                              end, options, {}, {})),
                          answerOf(expected, 1, end.value));
      }
    }
  }
}

}  // namespace

void runLlamaCases(GoldenFolder& golden, Report& report) {
  const nlohmann::json sizes = golden.json("config.json");
  if (sizes.is_null()) return report.absent("llama");
  const Result<llama::Config> base = llama::configFromJson(sizes["llama"]);
  const Result<llama::Config> grouped = llama::configFromJson(sizes["llama_gqa"]);
  const Result<llama::LoraConfig> lora = llama::loraConfigFromJson(sizes["lora"]);
  if (!base || !grouped || !lora) return report.failed("llama", "config.json lacks its sizes");
  compareBase(golden, report, *base);
  llama::Config adapted = *base;
  adapted.lora = *lora;
  compareLora(golden, report, adapted);

  auto decoder = decoderFrom(golden, report, *grouped, {"llama_gqa_weights.safetensors"});
  const auto ids = golden.tensor(kLlamaFile, "gqa.ids");
  if (!decoder || !ids) return report.absent("llama gqa");
  report.compare("llama gqa.logits", logitsOf(*decoder, *ids),
                 golden.tensor(kLlamaFile, "gqa.logits"), kLogit);
  compareTextGeneration(golden, report, *decoder, "gqa_input_ids");
  if (auto plain = decoderFrom(golden, report, *base, {kFrozenFile})) {
    compareTextGeneration(golden, report, *plain, "llama_base_input_ids_full");
  }
}

void runMoleculeLanguageCases(GoldenFolder& golden, Report& report) {
  auto model = stage2Model(golden, report);
  if (!model) return report.absent("stage2");
  compareTraining(golden, report, *model);
  compareInference(golden, report, *model);
  compareSingles(golden, report, *model);
}

}  // namespace molloquy::parity
