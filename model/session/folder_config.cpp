#include "model/session/folder_config.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::session {
namespace fs = std::filesystem;

namespace {

constexpr int kMostContextExamples = 64;

/// A folder's own name, also for "model/" and ".".
std::string nameOf(const fs::path& folder) {
  std::error_code ignored;
  const fs::path whole = fs::weakly_canonical(folder, ignored);
  return (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).string();
}

}  // namespace

std::string familyName(const std::string& modelType) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kFamilies{
      {{"llama", "Llama"}, {"mistral", "Mistral"}, {"qwen2", "Qwen2"}}};
  for (const auto& [type, family] : kFamilies) {
    if (modelType == type) return std::string(family);
  }
  return modelType;
}

Result<FolderConfig> readFolderConfig(const fs::path& modelFolder) {
  const fs::path file = modelFolder / "config.json";
  const auto text = readFile(file);
  if (!text) return tl::unexpected(text.error());
  const auto object = nlohmann::json::parse(*text, nullptr, false);
  if (!object.is_object()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not a JSON object.", file.string()));
  }
  FolderConfig config;
  if (!object.contains("model_type")) {
    auto molecule = molm::configFromJson(object);
    if (!molecule) return tl::unexpected(molecule.error().within("reading " + file.string()));
    config.name = molecule->name;
    config.family = "3D-MoLM";
    config.molecule = *std::move(molecule);
    if (const auto field = object.find("context_examples"); field != object.end()) {
      if (!field->is_number_unsigned() || *field > kMostContextExamples) {
        return fail(ErrorCode::Corrupt,
                    fmt::format("context_examples in {} is {} but has to be a number from 0 to {}.",
                                file.string(), field->dump(), kMostContextExamples));
      }
      config.contextExamples = field->get<int>();
    }
    return config;
  }
  auto plain = checkpoints::readHfConfig(modelFolder);
  if (!plain) return tl::unexpected(plain.error());
  config.name = nameOf(modelFolder);
  config.family = familyName(plain->modelType);
  config.plain = *std::move(plain);
  return config;
}

}  // namespace molloquy::session
