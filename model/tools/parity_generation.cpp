// Answers of the reference, token by token: greedy and beam search, over the whole network and over
// the language model alone, as several versions of transformers write them.
#include "model/tools/parity_generation.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cstdlib>

#include "model/generation/generate.h"
#include "model/generation/logit_rules.h"
#include "model/generation/presets.h"
#include "model/tools/right_padded_prompt.h"

namespace molloquy::parity {
namespace {

using generation::GenerateOptions;
using generation::Hypothesis;
using Ids = std::vector<std::int64_t>;

constexpr const char* kGenerationFile = "generation.json";
constexpr int kSlot = 0;

/// Ids of the set that answers are made of.
struct AnswerIds {
  TokenId end{2};
  TokenId pad{600};
  TokenId leading{1};  ///< <s>, put before answers to embeddings.
};

AnswerIds answerIds(GoldenFolder& golden) {
  const nlohmann::json& llama = golden.config()["llama"];
  return {TokenId(llama["eos"].get<std::int32_t>()), TokenId(llama["pad"].get<std::int32_t>()),
          TokenId(llama["bos_in_config"].get<std::int32_t>())};
}

/// A prompt as rows, and the [PAD] row behind it where the batch has one.
struct Prompt {
  std::vector<float> rows;
  std::vector<float> padRow;
};

std::vector<float> floatsOf(const at::Tensor& tensor) {
  const at::Tensor plain = tensor.to(at::kCPU, at::kFloat).contiguous();
  return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

/// What was asked of the reference, as our options.
GenerateOptions optionsOf(const nlohmann::json& arguments, TokenId end) {
  GenerateOptions options;
  options.beams = arguments.value("num_beams", 1);
  options.maxNewTokens = arguments.value("max_new_tokens", 20);
  options.minNewTokens = arguments.value("min_new_tokens", 0);
  options.lengthPenalty = arguments.value("length_penalty", 1.0);
  options.sampling.repetitionPenalty = arguments.value("repetition_penalty", 1.0);
  options.ends = {TokenId(arguments.value("eos_token_id", end.value))};
  return options;
}

std::string describe(const nlohmann::json& arguments) {
  std::string text =
      fmt::format("beams {} new {}-{}", arguments.value("num_beams", 1),
                  arguments.value("min_new_tokens", 0), arguments.value("max_new_tokens", 20));
  if (arguments.contains("length_penalty")) {
    text += fmt::format(" length {}", arguments["length_penalty"].get<double>());
  }
  if (arguments.value("num_captions", 1) > 1) {
    text += fmt::format(" best {}", arguments["num_captions"].get<int>());
  }
  return text;
}

/// The `count` best answers to a prompt; greedily there is one.
std::vector<Hypothesis> answers(generation::InferenceDecoder& decoder, std::span<const float> rows,
                                const GenerateOptions& options, std::size_t count) {
  decoder.truncatePrompt(kSlot, 0);
  const auto written = generation::generate(decoder, kSlot, rows, options, {}, {});
  TORCH_CHECK(written.has_value(), written ? "" : written.error().toString());
  if (options.beams == 1) return {{written->tokens, 0.0, written->finish}};
  std::vector<Hypothesis> best = written->hypotheses;
  best.resize(std::min(best.size(), count));
  return best;
}

/// An answer as the reference returns it, without padding behind.
Ids idsOf(const Hypothesis& answer, const Ids& before, TokenId end) {
  Ids ids = before;
  for (const TokenId token : answer.tokens) ids.push_back(token.value);
  if (answer.finish == generation::Finish::EndOfText) ids.push_back(end.value);
  return ids;
}

Ids withoutPadding(const nlohmann::json& row, std::int64_t pad) {
  auto ids = row.get<Ids>();
  while (!ids.empty() && ids.back() == pad) ids.pop_back();
  return ids;
}

/// The whole network's prompts of a case: the stored batch, or one structure.
std::optional<std::vector<Prompt>> promptsOf(GoldenFolder& golden,
                                             molm::MoleculeLanguageModel& model,
                                             const std::string& caseName) {
  const auto graphs = storedGraphs(golden, kStage2File, "infer.");
  if (!graphs) return std::nullopt;
  const auto embedded = [&](const at::Tensor& ids, const at::Tensor& soft) {
    return model->embedPrompt(ids, moleculeRows(ids, model->config()), soft);
  };
  if (caseName == "batch3_right_padded") {
    const auto ids = golden.tensor(kStage2File, "infer.input_ids");
    const auto attend = golden.tensor(kStage2File, "infer.attention_mask");
    if (!ids || !attend) return std::nullopt;
    const at::Tensor rows = embedded(*ids, model->encodeMolecules(*graphs));
    std::vector<Prompt> prompts;
    for (int64_t b = 0; b < ids->size(0); ++b) {
      const auto real = (*attend)[b].sum().item<int64_t>();
      Prompt prompt{floatsOf(rows[b].narrow(0, 0, real)), {}};
      if (real < ids->size(1)) prompt.padRow = floatsOf(rows[b][ids->size(1) - 1]);
      prompts.push_back(std::move(prompt));
    }
    return prompts;
  }
  // single<row>_collated or single<row>_nopad_graph.
  const std::string single = "single";
  if (!caseName.starts_with(single)) return std::nullopt;
  const int64_t row = std::atoll(caseName.c_str() + single.size());
  const auto ids = golden.tensor(kStage2File, fmt::format("single{}.input_ids", row));
  if (!ids || row >= graphs->tokens.size(0)) return std::nullopt;
  const bool collated = caseName.ends_with("_collated");
  const int64_t width = collated ? collatedWidth(*graphs, row, model->config().unimol) : 0;
  const at::Tensor soft = model->encodeMolecules(oneGraph(*graphs, row, width));
  return std::vector<Prompt>{{floatsOf(embedded(*ids, soft)), {}}};
}

/// Answers of all prompts of a case in the order of the stored rows.
Ids writeAll(llama::TorchInferenceDecoder& decoder, const std::vector<Prompt>& prompts,
             const GenerateOptions& options, std::size_t count, const Ids& before, TokenId end) {
  Ids ids;
  for (const Prompt& prompt : prompts) {
    RightPaddedPrompt padded(decoder, prompt.padRow);
    for (const Hypothesis& answer : answers(padded, prompt.rows, options, count)) {
      const Ids row = idsOf(answer, before, end);
      ids.insert(ids.end(), row.begin(), row.end());
    }
  }
  return ids;
}

Ids storedRows(const nlohmann::json& rows, std::int64_t pad) {
  Ids ids;
  for (const nlohmann::json& row : rows) {
    const Ids plain = withoutPadding(row, pad);
    ids.insert(ids.end(), plain.begin(), plain.end());
  }
  return ids;
}

void compareMultimodal(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model,
                       const nlohmann::json& cases) {
  const AnswerIds ids = answerIds(golden);
  llama::TorchInferenceDecoder decoder(model->decoder());
  for (const nlohmann::json& stored : cases["multimodal"]) {
    const auto caseName = stored["case"].get<std::string>();
    const nlohmann::json& arguments = stored["kwargs"];
    const std::string name = fmt::format("generation {} {}", caseName, describe(arguments));
    const auto prompts = promptsOf(golden, model, caseName);
    if (!prompts) {
      report.absent(name);
      continue;
    }
    GenerateOptions options = optionsOf(arguments, ids.end);
    generation::countAsTransformers435(options, ids.leading);
    const auto count = static_cast<std::size_t>(arguments.value("num_captions", 1));
    report.compareIds(name,
                      writeAll(decoder, *prompts, options, count, {ids.leading.value}, ids.end),
                      storedRows(stored["output_ids"], ids.pad.value));
  }
}

/// "4.36.2" -> 436.
int versionNumber(const std::string& version) {
  int major = 0;
  int minor = 0;
  std::sscanf(version.c_str(), "%d.%d", &major, &minor);
  return major * 100 + minor;
}

/// The batch's answers by other versions of transformers, which count lengths differently; adapters
/// merged.
void compareVersions(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model,
                     const nlohmann::json& cases) {
  const AnswerIds ids = answerIds(golden);
  const auto prompts = promptsOf(golden, model, "batch3_right_padded");
  if (!prompts) return report.absent("generation by other versions");
  nn::mergeAdapters(*model->decoder());
  llama::TorchInferenceDecoder decoder(model->decoder());
  constexpr int kCountsTheEnd = 436;
  constexpr int kNoLeadingToken = 438;
  for (const nlohmann::json& version : cases["other_transformers_versions"]) {
    const auto release = version["version"].get<std::string>();
    for (const nlohmann::json& stored : version["cases"]) {
      GenerateOptions options = optionsOf(stored["kwargs"], ids.end);
      generation::countAsTransformers435(options, ids.leading);
      Ids before = {ids.leading.value};
      if (versionNumber(release) >= kCountsTheEnd) {
        options.lengthCount = generation::LengthCount::WithEnd;
        options.leadingTokens = 0;
      }
      if (versionNumber(release) >= kNoLeadingToken) {
        options.penalised.clear();
        before.clear();
      }
      report.compareIds(fmt::format("generation {} {}", release, describe(stored["kwargs"])),
                        writeAll(decoder, *prompts, options, 1, before, ids.end),
                        storedRows(stored["output_ids"], ids.pad.value));
    }
  }
  nn::unmergeAdapters(*model->decoder());
}

/// Log-probabilities after the penalty and the ban of the end token at the first step, and all
/// five texts of a beam search with their scores.
void compareBeams(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto sequences = golden.tensor(kStage2File, "beam.sequences");
  const auto scores = golden.tensor(kStage2File, "beam.sequences_scores");
  const auto first = golden.tensor(kStage2File, "beam.step0_processed_scores");
  const auto prompts = promptsOf(golden, model, "batch3_right_padded");
  if (!sequences || !scores || !first || !prompts) return report.absent("stage2 beam");
  const AnswerIds ids = answerIds(golden);
  // As golden/README.md states for these tensors.
  GenerateOptions options = optionsOf({{"num_beams", 5},
                                       {"length_penalty", 0.8},
                                       {"repetition_penalty", 1.2},
                                       {"max_new_tokens", 24},
                                       {"min_new_tokens", 4}},
                                      ids.end);
  generation::countAsTransformers435(options, ids.leading);
  llama::TorchInferenceDecoder decoder(model->decoder());
  Ids written;
  std::vector<float> ourScores;
  std::vector<at::Tensor> ourFirst;
  for (const Prompt& prompt : *prompts) {
    RightPaddedPrompt padded(decoder, prompt.padRow);
    padded.truncatePrompt(kSlot, 0);
    std::vector<float> logits(static_cast<std::size_t>(decoder.config().vocab));
    padded.extendPrompt(kSlot, prompt.rows, logits, {});
    generation::logSoftmax(logits);
    generation::penalise(logits, options.penalised, options.sampling.repetitionPenalty,
                         generation::Scale::LogProbabilities);
    generation::ban(logits, options.ends);
    ourFirst.push_back(torch::tensor(logits));
    for (const Hypothesis& answer : answers(padded, prompt.rows, options, 5)) {
      const Ids row = idsOf(answer, {ids.leading.value}, ids.end);
      written.insert(written.end(), row.begin(), row.end());
      ourScores.push_back(static_cast<float>(answer.score));
    }
  }
  report.compare("stage2 beam.step0_processed_scores", at::stack(ourFirst), first, kLogit);
  report.compare("stage2 beam.sequences_scores", torch::tensor(ourScores), scores, kLogit);
  Ids expected;
  const at::Tensor rows = sequences->to(at::kCPU);
  for (int64_t row = 0; row < rows.size(0); ++row) {
    Ids plain(rows[row].data_ptr<std::int64_t>(),
              rows[row].data_ptr<std::int64_t>() + rows.size(1));
    while (!plain.empty() && plain.back() == ids.pad.value) plain.pop_back();
    expected.insert(expected.end(), plain.begin(), plain.end());
  }
  report.compareIds("stage2 beam.sequences", written, expected);
}

/// The language model alone, prompts in tokens, which lengths and the penalty then count.
void compareTextOnly(GoldenFolder& golden, Report& report, const nlohmann::json& cases) {
  const AnswerIds ids = answerIds(golden);
  const auto base = languageConfig(golden, Adapters::Without);
  const Result<llama::Config> grouped = llama::configFromJson(golden.config()["llama_gqa"]);
  if (!base || !grouped) return report.absent("generation of the language model alone");
  auto plain = languageModel(golden, report, *base, {kFrozenWeights});
  auto shared = languageModel(golden, report, *grouped, {kGroupedWeights});
  for (const nlohmann::json& stored : cases["llama_only"]) {
    const auto caseName = stored["case"].get<std::string>();
    const nlohmann::json& arguments = stored["kwargs"];
    const std::string name = fmt::format("generation {} {}", caseName, describe(arguments));
    const bool isGrouped = caseName.starts_with("gqa");
    auto& network = isGrouped ? shared : plain;
    if (!network) {
      report.absent(name);
      continue;
    }
    const std::int64_t pad = arguments.value("pad_token_id", isGrouped ? 0 : ids.pad.value);
    llama::TorchInferenceDecoder decoder(*network);
    Ids ours;
    for (const nlohmann::json& prompt : stored["prompt_ids"]) {
      const auto all = prompt.get<Ids>();
      std::vector<TokenId> real;
      GenerateOptions options = optionsOf(arguments, ids.end);
      options.lengthCount = generation::LengthCount::WithoutEnd;
      options.leadingTokens = static_cast<int>(all.size());
      for (const std::int64_t id : all) {
        options.penalised.emplace_back(static_cast<std::int32_t>(id));
        if (id != pad || !real.empty()) real.push_back(options.penalised.back());
      }
      std::vector<float> rows(real.size() * static_cast<std::size_t>(decoder.config().hidden));
      decoder.embed(real, rows);
      for (const Hypothesis& answer : answers(decoder, rows, options, 1)) {
        const Ids row = idsOf(answer, all, options.ends.front());
        ours.insert(ours.end(), row.begin(), row.end());
      }
    }
    report.compareIds(name, ours, storedRows(stored["output_ids"], pad));
  }
}

}  // namespace

void runGenerationCases(GoldenFolder& golden, Report& report) {
  const nlohmann::json cases = golden.json(kGenerationFile);
  if (cases.is_null()) return report.absent("generation");
  if (auto model = stage2Model(golden, report, stage2Weights(golden))) {
    compareMultimodal(golden, report, *model, cases);
    compareBeams(golden, report, *model);
    compareVersions(golden, report, *model, cases);
  } else {
    report.absent("generation of the whole network");
  }
  compareTextOnly(golden, report, cases);
}

}  // namespace molloquy::parity
