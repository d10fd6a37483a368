#include "model/checkpoints/adapter.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/base/atomic_file.h"
#include "model/base/half_numbers.h"
#include "model/molm/config.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPeftPrefix = "base_model.model.";
constexpr std::string_view kOwnPrefix = "llm_model.";

enum class Side { Down, Up };
constexpr std::array<std::pair<std::string_view, Side>, 4> kEndings = {
    {{".lora_A.weight", Side::Down},
     {".lora_A.default.weight", Side::Down},
     {".lora_B.weight", Side::Up},
     {".lora_B.default.weight", Side::Up}}};

struct AdapterName {
  std::string module;
  Side side = Side::Down;
};

std::optional<AdapterName> adapterName(std::string_view name) {
  for (const auto& [ending, side] : kEndings) {
    if (!name.ends_with(ending)) continue;
    return AdapterName{std::string(name.substr(0, name.size() - ending.size())), side};
  }
  return std::nullopt;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

std::string lastPart(const std::string& module) {
  return module.substr(module.rfind('.') + 1);  // npos + 1 = 0
}

/// The adapters' settings in the config.json of one of our folders.
Result<AdapterConfig> ownConfig(const fs::path& folder) {
  const auto text = readFile(folder / "config.json");
  if (!text) {
    return fail(ErrorCode::NotFound,
                fmt::format("{} is no adapter: it has neither {} nor a model of ours.",
                            folder.string(), kAdapterConfigFile));
  }
  const auto object = nlohmann::json::parse(*text, nullptr, false);
  const auto noAdapters =
      fail(ErrorCode::InvalidInput,
           fmt::format("The model in {} carries no adapters; name an adapter folder with {}, or a "
                       "molecule model that was trained with adapters.",
                       folder.string(), kAdapterConfigFile));
  // Folders of plain language models never hold any.
  if (object.is_object() && !object.contains("llama")) return noAdapters;
  const auto config = molm::configFromJson(object);
  if (!config) return tl::unexpected(config.error().within("reading " + folder.string()));
  if (!config->llama.lora) return noAdapters;
  AdapterConfig own;
  own.lora = *config->llama.lora;
  return own;
}

/// peft's weights file of the folder.
Result<fs::path> peftWeights(const fs::path& folder) {
  std::error_code ignored;
  for (const char* name : {kAdapterWeightsFile, kAdapterOldWeightsFile}) {
    if (fs::is_regular_file(folder / name, ignored)) return folder / name;
  }
  return fail(ErrorCode::NotFound,
              fmt::format("The adapter {} has neither {} nor {}.", folder.string(),
                          kAdapterWeightsFile, kAdapterOldWeightsFile));
}

}  // namespace

bool isAdapterTensor(std::string_view name) { return adapterName(name).has_value(); }

Result<Adapter> Adapter::open(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::NotFound,
                fmt::format("There is no adapter folder {}.", folder.string()));
  }
  const bool peft = fs::exists(folder / kAdapterConfigFile, ignored);
  auto config = peft ? readAdapterConfig(folder) : ownConfig(folder);
  if (!config) return tl::unexpected(config.error());
  const auto weights = peft ? peftWeights(folder) : Result<fs::path>(folder);
  if (!weights) return tl::unexpected(weights.error());
  auto source = TensorSource::open(*weights);
  if (!source) return tl::unexpected(source.error());
  Adapter adapter(folder, *std::move(config), *std::move(source));
  Result<void> done = adapter.collect(peft ? kPeftPrefix : kOwnPrefix, !peft);
  if (done) done = adapter.checkPairs();
  if (!done) return tl::unexpected(done.error().within("reading " + folder.string()));
  return adapter;
}

Result<void> Adapter::collect(std::string_view prefix, bool ownTensorsOnly) {
  std::unordered_map<std::string, std::size_t> places;
  for (const SourceTensor& tensor : m_source->tensors()) {
    const auto name = adapterName(tensor.name);
    const bool ours = name && name->module.starts_with(prefix);
    if (!ours && ownTensorsOnly) continue;
    if (!ours) {
      return fail(ErrorCode::Unsupported,
                  fmt::format("Tensor {} is not the A or B of a linear layer below \"{}\"; only "
                              "such adapters can be used.",
                              tensor.name, prefix));
    }
    std::string module = name->module.substr(prefix.size());
    const auto [place, fresh] = places.try_emplace(module, m_pairs.size());
    if (fresh) m_pairs.push_back({std::move(module), nullptr, nullptr});
    AdapterPair& pair = m_pairs[place->second];
    (name->side == Side::Down ? pair.down : pair.up) = &tensor;
  }
  if (m_pairs.empty()) {
    return fail(ErrorCode::Corrupt, "There are no adapter tensors in the weights.");
  }
  return {};
}

Result<void> Adapter::checkPairs() {
  const std::int64_t rank = m_config.lora.rank;
  std::vector<std::string> targets;
  for (const AdapterPair& pair : m_pairs) {
    if (pair.down == nullptr || pair.up == nullptr) {
      return fail(ErrorCode::Corrupt, fmt::format("{} has no lora_{}; get the adapter again.",
                                                  pair.module, pair.down == nullptr ? 'A' : 'B'));
    }
    for (const auto& [tensor, axis] : {std::pair{pair.down, 0}, std::pair{pair.up, 1}}) {
      const auto& shape = tensor->shape;
      if (shape.size() == 2 && shape[static_cast<std::size_t>(axis)] == rank) continue;
      return fail(ErrorCode::Corrupt,
                  fmt::format("Tensor {} has the shape {}, but the adapter's rank \"r\" is {}.",
                              tensor->name, shapeText(shape), rank));
    }
    if (m_config.targetsByName && !m_config.names(pair.module)) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("The weights adapt {}, which \"target_modules\" ({}) does not name.",
                              pair.module, fmt::join(m_config.lora.targets, ", ")));
    }
    const std::string target = lastPart(pair.module);
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(target);
    }
  }
  if (!m_config.targetsByName) m_config.lora.targets = std::move(targets);
  return {};
}

const AdapterPair* Adapter::find(std::string_view module) const {
  const auto found = std::find_if(m_pairs.begin(), m_pairs.end(),
                                  [&](const AdapterPair& pair) { return pair.module == module; });
  return found == m_pairs.end() ? nullptr : &*found;
}

std::int64_t Adapter::parameters() const {
  std::int64_t count = 0;
  for (const AdapterPair& pair : m_pairs) count += pair.down->count() + pair.up->count();
  return count;
}

Result<std::vector<float>> Adapter::floatsOf(TensorSource& source, const SourceTensor& tensor) {
  const auto read = source.read(tensor);
  if (!read) return tl::unexpected(read.error());
  const auto count = static_cast<std::size_t>(tensor.count());
  std::vector<float> numbers(count);
  const std::byte* bytes = read->bytes.data();
  if (tensor.type == TensorType::F32) {
    std::memcpy(numbers.data(), bytes, read->bytes.size());
    return numbers;
  }
  if (tensor.type != TensorType::BF16 && tensor.type != TensorType::F16) {
    return fail(ErrorCode::Unsupported,
                fmt::format("Tensor {} holds {} numbers; adapters in F32, BF16 and F16 can be "
                            "used.",
                            tensor.name, tensorTypeName(tensor.type)));
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, bytes + 2 * i, sizeof bits);
    numbers[i] = tensor.type == TensorType::BF16 ? floatFromBfloat16(bits) : floatFromHalf(bits);
  }
  return numbers;
}

}  // namespace molloquy::checkpoints
