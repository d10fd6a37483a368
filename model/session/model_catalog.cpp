#include "model/session/model_catalog.h"

#include <algorithm>
#include <set>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/checkpoints/model_folder.h"
#include "model/session/folder_config.h"

namespace molloquy::session {
namespace fs = std::filesystem;

namespace {

/// A folder with a configuration is meant to be a model.
bool looksLikeModel(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "config.json", ignored);
}

ModelEntry readEntry(const fs::path& folder) {
  ModelEntry entry;
  entry.folder = folder;
  entry.name = folder.filename().string();
  const auto files = checkpoints::openModelFolder(folder);
  if (!files) {
    entry.problem = files.error();
    return entry;
  }
  entry.bytesOnDisk = files->bytesOnDisk();
  const auto description = checkpoints::describeModelFolder(*files);
  if (!description) {
    entry.problem = description.error();
    return entry;
  }
  entry.name = description->name;
  entry.family = familyName(description->family);
  entry.parameters = description->parameters;
  std::vector<std::string> types;
  for (const auto& [type, numbers] : description->parametersByType) {
    types.push_back(type);
    if (type == "int8" || type == "int4") entry.quantised = true;
  }
  entry.numberTypes = fmt::format("{}", fmt::join(types, " and "));
  return entry;
}

/// The folder itself, or the models directly inside.
std::vector<fs::path> candidates(const fs::path& folder) {
  if (looksLikeModel(folder)) return {folder};
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (looksLikeModel(at->path())) found.push_back(at->path());
  }
  return found;
}

}  // namespace

std::vector<ModelEntry> listModels(std::span<const fs::path> folders) {
  std::vector<ModelEntry> entries;
  std::set<fs::path> seen;
  for (const fs::path& folder : folders) {
    for (const fs::path& candidate : candidates(folder)) {
      std::error_code error;
      const fs::path canonical = fs::weakly_canonical(candidate, error);
      if (error || !seen.insert(canonical).second) continue;
      entries.push_back(readEntry(candidate));
    }
  }
  std::sort(entries.begin(), entries.end(), [](const ModelEntry& a, const ModelEntry& b) {
    return a.name != b.name ? a.name < b.name : a.folder < b.folder;
  });
  return entries;
}

}  // namespace molloquy::session
