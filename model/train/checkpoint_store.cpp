#include "model/train/checkpoint_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::train {
namespace fs = std::filesystem;
namespace {

constexpr const char* kLearnedFile = "learned.safetensors";
constexpr const char* kStateFile = "state.json";
constexpr std::string_view kPrefix = "step-";
constexpr std::string_view kPartial = ".partial";

nlohmann::json jsonOf(const TrainingState& state, const std::string& identity) {
  nlohmann::json object = {{"step", state.step},
                           {"epoch", state.epoch},
                           {"epoch_batches", state.epochBatches},
                           {"seconds", state.seconds},
                           {"best_step", state.bestStep},
                           {"evaluations_since_best", state.evaluationsSinceBest},
                           {"identity", nlohmann::json::parse(identity)}};
  if (state.bestLoss) object["best_loss"] = *state.bestLoss;
  return object;
}

Result<TrainingState> stateFrom(const nlohmann::json& object, const fs::path& file) {
  TrainingState state;
  try {
    object.at("step").get_to(state.step);
    object.at("epoch").get_to(state.epoch);
    object.at("epoch_batches").get_to(state.epochBatches);
    object.at("seconds").get_to(state.seconds);
    object.at("best_step").get_to(state.bestStep);
    object.at("evaluations_since_best").get_to(state.evaluationsSinceBest);
    if (object.contains("best_loss")) state.bestLoss = object["best_loss"].get<double>();
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::Corrupt, fmt::format("{}: {}", file.string(), error.what()));
  }
  return state;
}

/// Names the first field that differs.
std::string difference(const nlohmann::json& then, const nlohmann::json& now) {
  const nlohmann::json flat = now.flatten();
  for (const auto& item : flat.items()) {
    const nlohmann::json::json_pointer at(item.key());
    if (then.contains(at) && then[at] == item.value()) continue;
    return fmt::format("{} was {} and is {}", item.key().substr(1),
                       then.contains(at) ? then[at].dump() : "absent", item.value().dump());
  }
  return "a field is gone";
}

/// The folder's entries reach the disk.
void syncFolder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

Result<void> toResult(const std::error_code& error, const fs::path& path) {
  if (!error) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} cannot be written: {}.", path.string(), error.message()));
}

}  // namespace

Result<CheckpointStore> CheckpointStore::open(const fs::path& trainingFolder,
                                              std::string identity) {
  const fs::path folder = trainingFolder / "checkpoints";
  std::error_code error;
  fs::create_directories(folder, error);
  if (Result<void> made = toResult(error, folder); !made) return tl::unexpected(made.error());
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::error_code ignored;
    if (entry.path().filename().string().ends_with(kPartial)) fs::remove_all(entry, ignored);
  }
  return CheckpointStore(folder, std::move(identity));
}

std::vector<std::int64_t> CheckpointStore::steps() const {
  std::vector<std::int64_t> steps;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(m_folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(kPrefix)) continue;
    std::int64_t step = 0;
    const auto [end, error] =
        std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), step);
    if (error == std::errc() && end == name.data() + name.size()) steps.push_back(step);
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

fs::path CheckpointStore::folderOf(std::int64_t step) const {
  return m_folder / fmt::format("{}{:08}", kPrefix, step);
}

Result<void> CheckpointStore::save(const LearnedParameters& parameters, const TrainingState& state,
                                   int keepLast) const {
  const fs::path target = folderOf(state.step);
  const std::string stateText = jsonOf(state, m_identity).dump(2) + "\n";
  std::error_code error;
  if (fs::exists(target, error)) {
    // The same step of the same run: the weights are there already.
    if (Result<void> done = writeFileAtomically(target / kStateFile, stateText); !done) return done;
  } else {
    const fs::path partial = target.string() + std::string(kPartial);
    fs::remove_all(partial, error);
    fs::create_directories(partial, error);
    Result<void> done = toResult(error, partial);
    if (done) done = parameters.save(partial / kLearnedFile);
    if (done) done = writeFileAtomically(partial / kStateFile, stateText);
    if (!done) return done;
    fs::rename(partial, target, error);
    if (Result<void> moved = toResult(error, target); !moved) return moved;
    syncFolder(m_folder);
  }

  std::vector<std::int64_t> kept = steps();
  for (std::size_t i = 0; i + static_cast<std::size_t>(keepLast) < kept.size(); ++i) {
    if (kept[i] != state.bestStep) fs::remove_all(folderOf(kept[i]), error);
  }
  return {};
}

Result<TrainingState> CheckpointStore::restoreNewest(LearnedParameters& parameters) const {
  const std::vector<std::int64_t> all = steps();
  if (all.empty()) {
    return fail(ErrorCode::NotFound,
                fmt::format("{} holds no checkpoint to go on from.", m_folder.string()));
  }
  const fs::path folder = folderOf(all.back());
  const Result<std::string> text = readFile(folder / kStateFile);
  if (!text) return tl::unexpected(text.error());
  const nlohmann::json object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  const Result<TrainingState> state = stateFrom(object, folder / kStateFile);
  if (!state) return state;
  const nlohmann::json now = nlohmann::json::parse(m_identity);
  if (!object.contains("identity") || object["identity"] != now) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("{} was made with other settings: {}. Use the same recipe and data, or "
                    "start over.",
                    folder.string(), difference(object.value("identity", nlohmann::json()), now)));
  }
  if (Result<void> loaded = parameters.load(folder / kLearnedFile); !loaded) {
    return tl::unexpected(loaded.error());
  }
  return state;
}

Result<void> CheckpointStore::restoreWeights(LearnedParameters& parameters,
                                             std::int64_t step) const {
  return parameters.loadWeightsOnly(folderOf(step) / kLearnedFile);
}

Result<void> CheckpointStore::removeAll() const {
  std::error_code error;
  for (const std::int64_t step : steps()) fs::remove_all(folderOf(step), error);
  return toResult(error, m_folder);
}

std::string runIdentity(const recipes::Recipe& recipe, const recipes::PreparedDataset& data) {
  nlohmann::ordered_json object = recipes::toJson(recipe);
  // How long, how often measured, kept and told may change; what is computed may not. A schedule
  // that ends with the run needs its length.
  object.erase("keeping");
  object.erase("data");
  object.erase("purpose");
  object.erase("saved");
  object["length"].erase("minutes");
  if (recipe.schedule.kind == recipes::ScheduleKind::Constant) object.erase("length");
  return nlohmann::ordered_json{{"recipe", object}, {"data", data.key()}}.dump();
}

}  // namespace molloquy::train
