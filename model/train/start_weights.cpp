#include "model/train/start_weights.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/hf_config.h"
#include "model/molm/model_folder.h"
#include "model/molm/stage1_folder.h"
#include "model/nn/weights.h"
#include "model/train/initialize.h"

namespace molloquy::train {
namespace fs = std::filesystem;
namespace {

bool hasTokenRows(const std::string& name) {
  return name.ends_with("embed_tokens.weight") || name.ends_with("lm_head.weight");
}

/// Stored rows in front, the parameter's own behind them.
void fillUpRows(nn::StoredTensor& stored,
                const torch::OrderedDict<std::string, at::Tensor>& parameters) {
  const at::Tensor* own = parameters.find(stored.name);
  if (own == nullptr) {
    const auto name = nn::parameterName(stored.name);
    own = name ? parameters.find(*name) : nullptr;
  }
  if (own == nullptr || !hasTokenRows(stored.name) || stored.shape.size() != 2 || own->dim() != 2 ||
      stored.shape[1] != own->size(1) || stored.shape[0] >= own->size(0)) {
    return;
  }
  const std::int64_t rows = stored.shape[0];
  stored.shape[0] = own->size(0);
  stored.read = [read = stored.read, parameter = *own, rows]() -> Result<at::Tensor> {
    const Result<at::Tensor> front = read();
    if (!front) return front;
    const torch::NoGradGuard noGrad;
    at::Tensor whole = parameter.detach().clone();
    whole.narrow(0, 0, rows).copy_(*front);
    return whole;
  };
}

Result<nn::StoredTensors> tensorsAt(const fs::path& path, torch::nn::Module& module) {
  Result<std::unique_ptr<checkpoints::TensorSource>> source = checkpoints::TensorSource::open(path);
  if (!source) return tl::unexpected(source.error());
  nn::StoredTensors stored = nn::storedTensors(*std::move(source));
  const auto parameters = module.named_parameters();
  for (nn::StoredTensor& tensor : stored) fillUpRows(tensor, parameters);
  return stored;
}

/// Files of the start in the order in which they are laid over each other.
std::vector<fs::path> startFiles(const recipes::Recipe& recipe) {
  std::vector<fs::path> files;
  if (!recipe.start.folder.empty()) {
    files.emplace_back(recipe.start.folder);
    if (recipe.objective == recipes::Objective::Representation) {
      files.push_back(fs::path(recipe.start.folder) / molm::kStage1WeightsFile);
    }
  }
  files.insert(files.end(), recipe.start.files.begin(), recipe.start.files.end());
  return files;
}

void restInBfloat16(torch::nn::Module& module, const recipes::Recipe& recipe) {
  if (recipe.numbers != recipes::NumberType::Bfloat16 ||
      recipe.parts.language == recipes::Learning::Full) {
    return;
  }
  const bool alone = recipe.objective == recipes::Objective::Text;
  for (auto& item : module.named_parameters()) {
    const bool language = alone || item.key().starts_with("llm_model.");
    const bool adapter = item.key().find(".lora_") != std::string::npos;
    if (!language || adapter || item.value().dim() < 2) continue;
    item.value().set_data(at::empty(item.value().sizes(), torch::kBFloat16));
  }
}

/// The sizes of the recipe, or those that `read` finds in the folder.
template <class Config, class Read>
Result<Config> sizesOf(const recipes::Recipe& recipe, Read read) {
  if (const auto* sizes = std::get_if<Config>(&recipe.model)) return *sizes;
  if (!std::holds_alternative<std::monostate>(recipe.model)) {
    return fail(ErrorCode::Corrupt, "The recipe's \"model\" is of another objective.");
  }
  return read(fs::path(recipe.start.folder));
}

Result<molm::Stage1Config> stage1Sizes(const fs::path& folder) {
  const Result<std::string> text = readFile(folder / molm::kStage1ConfigFile);
  if (!text) return tl::unexpected(text.error());
  return molm::stage1ConfigFromJson(nlohmann::json::parse(*text, nullptr, false));
}

void adaptLanguage(llama::Config& config, const recipes::Recipe& recipe) {
  if (recipe.parts.language == recipes::Learning::Lora) config.lora = recipe.lora;
  if (!recipe.dropout) return;
  if (recipe.parts.language == recipes::Learning::Full) config.dropout = *recipe.dropout;
  if (config.lora) config.lora->dropout = *recipe.dropout;
}

void adaptStructure(unimol::Config& unimol, qformer::Config& qformer,
                    const recipes::Recipe& recipe) {
  if (!recipe.dropout) return;
  if (recipe.parts.encoder == recipes::Learning::Full) unimol.dropout = *recipe.dropout;
  if (recipe.parts.qformer == recipes::Learning::Full) qformer.dropout = *recipe.dropout;
}

Error vocabularyError(std::int32_t data, int network) {
  return Error(ErrorCode::InvalidInput,
               fmt::format("The data was prepared with {} tokens, the network knows {}; prepare it "
                           "with the network's tokenizer, or set the vocabulary in \"model\".",
                           data, network));
}

/// Fresh sizes take the data's token ids; those of a folder have to be the data's.
Result<void> adoptVocabulary(const recipes::PreparedVocabulary& data, bool fresh,
                             molm::Config& config) {
  if (data.size > config.llama.vocab) {
    return tl::unexpected(vocabularyError(data.size, config.llama.vocab));
  }
  const molm::SpecialTokens special{data.begin, data.end, data.pad, data.molecule};
  if (fresh) {
    config.special = special;
    return config.validate();
  }
  const molm::SpecialTokens& own = config.special;
  if (own.begin == special.begin && own.end == special.end && own.pad == special.pad &&
      own.molecule == special.molecule) {
    return {};
  }
  return fail(ErrorCode::InvalidInput,
              "The data was prepared with other special tokens than the model's; prepare it with "
              "the tokenizer of the folder that training starts from.");
}

/// Initialises, then lays the start over it.
template <class Holder>
Result<Holder> filled(Holder module, const recipes::Recipe& recipe, const ResidualLayers& layers) {
  initializeWeights(*module, layers, recipe.seed);
  const bool copied = recipe.objective == recipes::Objective::Representation;
  if (copied) copyTextFeedForward(*module);
  if (Result<void> loaded = loadStart(*module, recipe); !loaded) {
    return tl::unexpected(loaded.error());
  }
  if (copied && !recipe.start.files.empty()) {
    // The files' text feed-forward is the queries' start as well; files that have one of the
    // queries win.
    copyTextFeedForward(*module);
    if (Result<void> loaded = loadStart(*module, recipe); !loaded) {
      return tl::unexpected(loaded.error());
    }
  }
  return module;
}

}  // namespace

Result<void> loadStart(torch::nn::Module& module, const recipes::Recipe& recipe) {
  nn::StoredTensors all;
  for (const fs::path& file : startFiles(recipe)) {
    Result<nn::StoredTensors> stored = tensorsAt(file, module);
    if (!stored) return tl::unexpected(stored.error().within("reading " + file.string()));
    for (nn::StoredTensor& tensor : *stored) all.push_back(std::move(tensor));
  }
  if (all.empty()) return {};
  nn::LoadOptions options;
  options.missing = recipe.start.missing == recipes::StartWeights::Missing::Refuse
                        ? nn::LoadOptions::Missing::Refuse
                        : nn::LoadOptions::Missing::Allow;
  const Result<std::size_t> loaded = nn::loadWeights(module, all, options);
  if (!loaded) return tl::unexpected(loaded.error());
  if (*loaded > 0) return {};
  return fail(ErrorCode::InvalidInput,
              "None of the tensors to start from belongs to this network; check start.folder and "
              "start.files.");
}

Result<molm::MoleculeLanguageModel> answersModel(const recipes::Recipe& recipe,
                                                 const recipes::PreparedDataset& data) {
  Result<molm::Config> config = sizesOf<molm::Config>(recipe, molm::loadConfig);
  if (!config) return tl::unexpected(config.error());
  const bool fresh = !std::holds_alternative<std::monostate>(recipe.model);
  if (Result<void> adopted = adoptVocabulary(data.vocabulary(), fresh, *config); !adopted) {
    return tl::unexpected(adopted.error());
  }
  adaptStructure(config->unimol, config->qformer, recipe);
  adaptLanguage(config->llama, recipe);
  molm::MoleculeLanguageModel model(*config);
  restInBfloat16(*model, recipe);
  return filled(model, recipe, {config->unimol.layers, config->llama.layers});
}

Result<molm::Stage1Model> representationModel(const recipes::Recipe& recipe,
                                              const recipes::PreparedDataset& data) {
  Result<molm::Stage1Config> config = sizesOf<molm::Stage1Config>(recipe, stage1Sizes);
  if (!config) return tl::unexpected(config.error());
  if (data.vocabulary().size > config->qformer.vocab) {
    return tl::unexpected(vocabularyError(data.vocabulary().size, config->qformer.vocab));
  }
  adaptStructure(config->unimol, config->qformer, recipe);
  return filled(molm::Stage1Model(*config), recipe, {config->unimol.layers, 0});
}

Result<unimol::PretrainingModel> denoisingModel(const recipes::Recipe& recipe) {
  Result<unimol::Config> config =
      sizesOf<unimol::Config>(recipe, [](const fs::path& folder) -> Result<unimol::Config> {
        const Result<std::string> text = readFile(folder / molm::kConfigFile);
        if (!text) return tl::unexpected(text.error());
        const auto object = nlohmann::json::parse(*text, nullptr, false);
        if (!object.is_object() || !object.contains("unimol")) {
          return fail(ErrorCode::Corrupt, fmt::format("{} has no \"unimol\" part.",
                                                      (folder / molm::kConfigFile).string()));
        }
        return unimol::configFromJson(object["unimol"]);
      });
  if (!config) return tl::unexpected(config.error());
  if (recipe.dropout) config->dropout = *recipe.dropout;
  return filled(unimol::PretrainingModel(*config), recipe, {config->layers, 0});
}

Result<llama::Decoder> textModel(const recipes::Recipe& recipe,
                                 const recipes::PreparedDataset& data) {
  Result<llama::Config> config =
      sizesOf<llama::Config>(recipe, [](const fs::path& folder) -> Result<llama::Config> {
        const auto read = checkpoints::readHfConfig(folder);
        if (!read) return tl::unexpected(read.error());
        return read->llama;
      });
  if (!config) return tl::unexpected(config.error());
  if (data.vocabulary().size > config->vocab) {
    return tl::unexpected(vocabularyError(data.vocabulary().size, config->vocab));
  }
  adaptLanguage(*config, recipe);
  llama::Decoder model(*config);
  restInBfloat16(*model, recipe);
  return filled(model, recipe, {0, config->layers});
}

}  // namespace molloquy::train
