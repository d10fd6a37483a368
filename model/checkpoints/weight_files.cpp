#include "model/checkpoints/weight_files.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/checkpoints/shard_index.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

constexpr const char* kSingleName = "model.safetensors";
constexpr const char* kIndexName = "model.safetensors.index.json";
constexpr std::string_view kFileEnding = ".safetensors";

std::vector<fs::path> filesEndingIn(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (fs::directory_iterator entry(folder, ignored), end; entry != end; entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (name.ends_with(ending) && !name.starts_with('.')) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> namesOf(const std::vector<fs::path>& paths) {
  std::vector<std::string> names;
  for (const fs::path& path : paths) names.push_back(path.filename().string());
  return names;
}

/// The file or index that a folder's weights are opened by.
Result<fs::path> entryOfFolder(const fs::path& folder) {
  std::error_code ignored;
  for (const char* name : {kSingleName, kIndexName}) {
    if (fs::is_regular_file(folder / name, ignored)) return folder / name;
  }
  for (const std::string_view ending : {std::string_view(".safetensors.index.json"), kFileEnding}) {
    const std::vector<fs::path> found = filesEndingIn(folder, ending);
    if (found.size() == 1) return found.front();
    if (found.size() > 1) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The folder {} holds several weights files ({}); name one of them.",
                              folder.string(), fmt::join(namesOf(found), ", ")));
    }
  }
  return fail(ErrorCode::NotFound,
              fmt::format("The folder {} holds no .safetensors file; choose another folder.",
                          folder.string()));
}

}  // namespace

struct WeightFiles::Contents {
  std::vector<SafetensorsFile> files;
  std::vector<fs::path> paths;
  std::vector<WeightView> tensors;
  std::unordered_map<std::string_view, std::size_t> byName;  // keys point into the entries
  std::map<std::string, std::string> metadata;
  std::uintmax_t totalBytes = 0;

  void add(const fs::path& path, const SafetensorsFile& file) {
    files.push_back(file);
    paths.push_back(path);
    metadata.insert(file.metadata().begin(), file.metadata().end());
  }
  void add(const SafetensorsFile& file, const TensorEntry& entry) {
    byName.emplace(entry.name, tensors.size());
    tensors.emplace_back(file, entry);
    totalBytes += entry.end - entry.begin;
  }
  Result<void> addSharded(const ShardIndex& index);
};

WeightFiles::WeightFiles(std::shared_ptr<const Contents> contents)
    : m_contents(std::move(contents)) {}

Result<void> WeightFiles::Contents::addSharded(const ShardIndex& index) {
  for (const std::string& shard : index.shards) {
    const auto file = SafetensorsFile::open(index.shardPath(shard));
    if (!file) return tl::unexpected(file.error());
    add(index.shardPath(shard), *file);
    for (const TensorEntry& entry : file->entries()) {
      const auto placed = index.weightMap.find(entry.name);
      if (placed != index.weightMap.end() && placed->second == shard) add(*file, entry);
    }
  }
  for (const auto& [tensor, shard] : index.weightMap) {
    if (!byName.contains(tensor)) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("The index {} puts tensor {} into {}, but it is not there; get that "
                              "file again.",
                              index.path.string(), tensor, shard));
    }
  }
  return {};
}

Result<WeightFiles> WeightFiles::open(const fs::path& fileOrFolder) {
  fs::path path = fileOrFolder;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    const auto entry = entryOfFolder(path);
    if (!entry) return tl::unexpected(entry.error());
    path = *entry;
  }
  auto contents = std::make_shared<Contents>();
  if (path.filename().string().ends_with(kIndexEnding)) {
    const auto index = readShardIndex(path);
    if (!index) return tl::unexpected(index.error());
    if (const auto added = contents->addSharded(*index); !added) {
      return tl::unexpected(added.error());
    }
  } else {
    const auto file = SafetensorsFile::open(path);
    if (!file) return tl::unexpected(file.error());
    contents->add(path, *file);
    for (const TensorEntry& entry : file->entries()) contents->add(*file, entry);
  }
  return WeightFiles(std::move(contents));
}

const std::vector<WeightView>& WeightFiles::tensors() const { return m_contents->tensors; }

const WeightView* WeightFiles::find(std::string_view name) const {
  const auto found = m_contents->byName.find(name);
  return found == m_contents->byName.end() ? nullptr : &m_contents->tensors[found->second];
}

const std::vector<SafetensorsFile>& WeightFiles::files() const { return m_contents->files; }
const std::vector<fs::path>& WeightFiles::paths() const { return m_contents->paths; }

const std::map<std::string, std::string>& WeightFiles::metadata() const {
  return m_contents->metadata;
}

std::uintmax_t WeightFiles::totalBytes() const { return m_contents->totalBytes; }

}  // namespace molloquy::checkpoints
