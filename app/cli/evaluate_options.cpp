#include "app/cli/evaluate_options.h"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/model_options.h"
#include "model/generation/presets.h"

namespace molloquy::cli {
namespace {

using evaluation::Reranking;
using evaluation::SmilesForm;
using evaluation::Task;
using generation::Preset;

const std::map<std::string, TokenKind> kTokens = {
    {"scibert", TokenKind::SciBert}, {"llama", TokenKind::Llama}, {"words", TokenKind::Words}};
const std::map<std::string, SmilesForm> kForms = {{"written", SmilesForm::Written},
                                                  {"canonical", SmilesForm::Canonical}};
const std::map<std::string, Reranking> kRerankings = {
    {"none", Reranking::None}, {"in-batch", Reranking::InBatch}, {"all", Reranking::Everything}};
/// Longest SMILES that is written for a text, in tokens.
constexpr int kSmilesTokens = 256;

/// An option whose value is one of a few names; the name of its default is shown.
template <class Value>
void addNamed(CLI::App& command, const std::string& option, const std::string& description,
              Value& target, const std::map<std::string, Value>& names) {
  std::vector<std::string> words;
  std::string usual;
  for (const auto& [name, value] : names) {
    words.push_back(name);
    if (value == target) usual = name;
  }
  command
      .add_option_function<std::string>(
          option, [&target, &names](const std::string& name) { target = names.at(name); },
          fmt::format("{}: {} (default: {})", description, fmt::join(words, ", "), usual))
      ->check(CLI::IsMember(words).description(""));
}

std::vector<std::string> presetNames() {
  std::vector<std::string> names{"fast", "paper"};
  for (const generation::NamedPreset& preset : generation::presets()) {
    names.emplace_back(preset.name);
  }
  return names;
}

/// The preset that the paper's figures of a task were made with.
std::optional<Preset> paperPreset(Task task) {
  switch (task) {
    case Task::Caption:
    case Task::Grounding:
      return Preset::Stage2Caption;
    case Task::Property:
    case Task::Conformers:
      return Preset::Stage3Property;
    case Task::Retrieval:
    case Task::Cap2Mol:
      break;
  }
  return std::nullopt;
}

bool isGiven(const CLI::App& command, const std::string& option) {
  return command.get_option(option)->count() > 0;
}

void useSettings(const CLI::App& command, Preset preset, session::GenerateOptions& asked) {
  const generation::GenerateOptions settings = generation::optionsOf(preset);
  if (!isGiven(command, "--max-tokens")) asked.maxNewTokens = settings.maxNewTokens;
  if (!isGiven(command, "--min-tokens")) asked.minNewTokens = settings.minNewTokens;
  if (!isGiven(command, "--beams")) asked.beams = settings.beams;
  if (!isGiven(command, "--length-penalty")) asked.lengthPenalty = settings.lengthPenalty;
  if (!isGiven(command, "--repetition-penalty")) {
    asked.repetitionPenalty = settings.sampling.repetitionPenalty;
  }
}

void declareData(CLI::App& command, EvaluateOptions& options) {
  addModel(command, options.model);
  command.add_option("--data", options.data, "Corpus, table or SDF with the right answers")
      ->required();
  command
      .add_option("--task", options.task,
                  "caption, property, retrieval, grounding, conformers or cap2mol")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>{"caption", "property", "retrieval",
                                                     "grounding", "conformers", "cap2mol"})
                  .description(""));
  command.add_option("--split", options.choice.split, "Rows of this split alone (default: all)");
  command
      .add_option("--limit", options.choice.limit,
                  "That many rows, drawn with the seed (conformers: molecules)")
      ->check(CLI::PositiveNumber);
  command.add_option("--predictions", options.predictions,
                     "Keep the answers in this file, and go on with those in it");
  command.add_option("--compare", options.compare, "FILE.run.json of another run on the same data");
}

void declareFigures(CLI::App& command, EvaluateOptions& options) {
  addNamed(command, "--tokens", "caption: what BLEU and METEOR count", options.tokens, kTokens);
  command.add_option("--tokenizer", options.tokenizer,
                     "--tokens llama: model folder or SentencePiece file (default: the model's)");
  command.add_option("--samples", options.samples, "Best and worst rows that are shown")
      ->capture_default_str();
  command
      .add_option("--least-difference", options.leastDifference,
                  "conformers: pairs that truly differ by no more are left out")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      .add_option("--batch", options.retrieval.batch, "retrieval: pairs compared with each other")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command
      .add_option("--candidates", options.retrieval.candidates,
                  "retrieval: of the full set, re-ranked by the matching head (MolCA: 128)")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  addNamed(command, "--rerank", "retrieval: what the matching head judges",
           options.retrieval.reranking, kRerankings);
}

}  // namespace

CLI::App* declareEvaluate(CLI::App& program, EvaluateOptions& options) {
  CLI::App* command =
      addCommand(program, "evaluate", "Ask a model the rows of a data set and measure its answers",
                 options.common);
  declareData(*command, options);
  command
      ->add_option("--preset", options.preset,
                   fmt::format("How answers are written: {}", fmt::join(presetNames(), ", ")))
      ->check(CLI::IsMember(presetNames()).description(""))
      ->capture_default_str();
  addNamed(*command, "--smiles", "SMILES in the prompt; caption and ask use canonical ones",
           options.ask.structure.smiles, kForms);
  command
      ->add_option("--shape-seed", options.ask.structure.shapeSeed,
                   "Seed of the 3D shapes that the data lacks")
      ->capture_default_str();
  declareFigures(*command, options);
  addOpenOptions(*command, options.open);
  addGenerateOptions(*command, options.ask.generate);
  command->get_option("--seed")->description(
      "Seed of the rows and tokens that are drawn, of batches, control and intervals");
  return command;
}

Result<void> applyPreset(const CLI::App& command, EvaluateOptions& options) {
  options.choice.task = *evaluation::taskNamed(options.task);
  options.choice.seed = options.ask.generate.seed;
  options.retrieval.seed = options.ask.generate.seed;
  options.ask.threads =
      options.open.threads > 0 ? static_cast<std::size_t>(options.open.threads) : 0;
  session::GenerateOptions& asked = options.ask.generate;
  if (options.choice.task == Task::Cap2Mol && asked.maxNewTokens == 0) {
    asked.maxNewTokens = kSmilesTokens;
  }
  if (options.preset == "fast") return {};
  const auto preset = options.preset == "paper" ? paperPreset(options.choice.task)
                                                : generation::presetNamed(options.preset);
  if (!preset) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The task {} has no settings of a paper; leave --preset out.", options.task));
  }
  useSettings(command, *preset, asked);
  return {};
}

nlohmann::ordered_json settingsJson(const EvaluateOptions& options) {
  const session::GenerateOptions& asked = options.ask.generate;
  const bool written = options.ask.structure.smiles == SmilesForm::Written;
  if (options.choice.task == Task::Retrieval) {
    return {{"batch", options.retrieval.batch},
            {"candidates", options.retrieval.candidates},
            {"shape_seed", options.ask.structure.shapeSeed}};
  }
  return {{"max_new_tokens", asked.maxNewTokens},
          {"min_new_tokens", asked.minNewTokens},
          {"beams", asked.beams},
          {"length_penalty", asked.lengthPenalty},
          {"repetition_penalty", asked.repetitionPenalty},
          {"temperature", asked.temperature},
          {"top_k", asked.topK},
          {"top_p", asked.topP},
          {"min_p", asked.minP},
          {"seed", asked.temperature > 0 ? asked.seed : 0},
          {"smiles", written ? "written" : "canonical"},
          {"shape_seed", options.ask.structure.shapeSeed},
          {"precision", session::precisionName(options.open.precision)}};
}

}  // namespace molloquy::cli
