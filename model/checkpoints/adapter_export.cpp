#include "model/checkpoints/adapter_export.h"

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/base/atomic_file.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::string_view kPeftPrefix = "base_model.model.";
/// A line of a training's log is a few hundred bytes.
constexpr std::size_t kLongestLine = 1U << 16;

struct Figure {
  const char* event;
  const char* field;
  const char* name;
};
/// In the order of the card.
constexpr std::array<Figure, 7> kFigures = {{{"start", "training_examples", "training examples"},
                                             {"start", "held_out_examples", "held-out examples"},
                                             {"start", "trained_parameters", "trained parameters"},
                                             {"end", "steps", "optimiser steps"},
                                             {"step", "loss", "last training loss"},
                                             {"end", "best_loss", "best held-out loss"},
                                             {"end", "seconds", "seconds of training"}}};

std::string valueText(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// One line of YAML; quoted, so that no character of it means anything.
std::string quoted(const std::string& text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<void> checkFolder(const fs::path& folder) {
  std::error_code error;
  const bool isModel = fs::exists(folder / "config.json", error);
  if (isModel) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("{} holds a model; name another folder for the adapter.", folder.string()));
  }
  fs::create_directories(folder, error);
  if (!error) return {};
  return fail(ErrorCode::Internal,
              fmt::format("Cannot make the folder {}: {}.", folder.string(), error.message()));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> trainingFigures(const fs::path& log) {
  std::array<std::string, kFigures.size()> values;
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    if (line.size() > kLongestLine) continue;
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object()) continue;
    for (std::size_t i = 0; i < kFigures.size(); ++i) {
      if (object.value("event", json()) != kFigures[i].event) continue;
      const auto found = object.find(kFigures[i].field);
      if (found != object.end() && found->is_number()) values[i] = valueText(*found);
    }
  }
  std::vector<std::pair<std::string, std::string>> figures;
  for (std::size_t i = 0; i < kFigures.size(); ++i) {
    if (!values[i].empty()) figures.emplace_back(kFigures[i].name, values[i]);
  }
  return figures;
}

std::string adapterCardText(const AdapterConfig& config, const AdapterCard& card,
                            std::int64_t parameters) {
  const std::string& base = config.baseModel;
  std::string text = "---\nlibrary_name: peft\n";
  if (!base.empty()) text += fmt::format("base_model: {}\n", quoted(base));
  if (!card.license.empty()) text += fmt::format("license: {}\n", quoted(card.license));
  text += "tags:\n- lora\n- molloquy\n---\n\n";
  text += fmt::format("# {}\n\n", card.name.empty() ? "A low-rank adapter" : card.name);
  text += fmt::format(
      "A low-rank adapter (rank {}, alpha {:g}, {} numbers) of a language model, trained with "
      "Molloquy. It adapts {} of every block it was trained on; everything else of the model stays "
      "as it is.\n\n",
      config.lora.rank, config.lora.alpha, parameters, fmt::join(config.lora.targets, ", "));
  text += base.empty() ? "Base model: not recorded.\n" : fmt::format("Base model: {}\n", base);
  if (!card.recipe.empty()) text += fmt::format("Recipe: {}\n", card.recipe);
  if (!card.dataKey.empty()) text += fmt::format("Training data (hash): {}\n", card.dataKey);
  text += card.license.empty()
              ? "Licence: not stated; that of the base model binds its adapters as well.\n"
              : fmt::format("Licence: {}\n", card.license);
  if (!card.figures.empty()) {
    text += "\n| of the run | |\n|---|---|\n";
    for (const auto& [what, value] : card.figures)
      text += fmt::format("| {} | {} |\n", what, value);
  }
  text +=
      "\nUse it with peft (`PeftModel.from_pretrained(base, folder)`), or make one model of both:\n"
      "`molloquy-cli model merge-adapter BASE THIS_FOLDER -o OUT`.\n"
      "What a model says about molecules can be wrong; check what matters.\n";
  return text;
}

Result<void> writeAdapter(const fs::path& folder, const AdapterConfig& config,
                          const AdapterCard& card, std::vector<TensorToWrite> tensors) {
  if (tensors.empty()) {
    return fail(ErrorCode::InvalidInput, "There are no adapters to write.");
  }
  if (const auto free = checkFolder(folder); !free) return free;
  std::int64_t parameters = 0;
  for (TensorToWrite& tensor : tensors) {
    parameters += static_cast<std::int64_t>(tensor.bytes.size() / bytesPerNumber(tensor.type));
    tensor.name.insert(0, kPeftPrefix);
  }
  // The configuration last: it makes the folder an adapter.
  Result<void> done = writeSafetensors(folder / kAdapterWeightsFile, tensors, {{"format", "pt"}});
  if (done) {
    done = writeFileAtomically(folder / "README.md", adapterCardText(config, card, parameters));
  }
  if (done) done = writeFileAtomically(folder / kAdapterConfigFile, adapterConfigText(config));
  return done;
}

Result<void> exportAdapter(const fs::path& model, const fs::path& folder,
                           const std::string& baseModel, const AdapterCard& card) {
  auto adapter = Adapter::open(model);
  if (!adapter) return tl::unexpected(adapter.error());
  AdapterConfig config = adapter->config();
  if (!baseModel.empty()) config.baseModel = baseModel;
  std::vector<std::vector<float>> kept;
  std::vector<TensorToWrite> tensors;
  for (const AdapterPair& pair : adapter->pairs()) {
    for (const auto& [tensor, side] : {std::pair{pair.down, 'A'}, std::pair{pair.up, 'B'}}) {
      auto numbers = adapter->numbers(*tensor);
      if (!numbers) return tl::unexpected(numbers.error());
      kept.push_back(*std::move(numbers));
      tensors.push_back({fmt::format("{}.lora_{}.weight", pair.module, side), TensorType::F32,
                         tensor->shape, std::as_bytes(std::span(kept.back()))});
    }
  }
  return writeAdapter(folder, config, card, std::move(tensors));
}

}  // namespace molloquy::checkpoints
