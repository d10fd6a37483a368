#include "model/evaluation/weight_hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/model_folder.h"
#include "model/checkpoints/sha256.h"

namespace molloquy::evaluation {
namespace fs = std::filesystem;

namespace {

/// Checksums of files that were read before.
class Cache {
 public:
  explicit Cache(fs::path file) : m_file(std::move(file)) {
    if (m_file.empty()) return;
    const auto text = readFile(m_file, kMostBytes);
    if (!text) return;
    auto known = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
    if (known.is_object()) m_known = std::move(known);
  }

  [[nodiscard]] std::string find(const std::string& key) const {
    const auto found = m_known.find(key);
    return found != m_known.end() && found->is_string() ? found->get<std::string>() : "";
  }

  void keep(const std::string& key, const std::string& hash) {
    if (m_file.empty()) return;
    m_known[key] = hash;
    std::error_code ignored;
    fs::create_directories(m_file.parent_path(), ignored);
    // Nothing depends on it: the next run reads the file again.
    static_cast<void>(writeFileAtomically(
        m_file, m_known.dump(1, ' ', false, nlohmann::json::error_handler_t::replace)));
  }

 private:
  static constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 24;
  fs::path m_file;
  nlohmann::json m_known = nlohmann::json::object();
};

/// What changes when a file does.
std::string keyOf(const fs::path& file) {
  std::error_code unknown;
  const fs::path whole = fs::canonical(file, unknown);
  const auto bytes = fs::file_size(file, unknown);
  const auto changed = fs::last_write_time(file, unknown).time_since_epoch().count();
  return fmt::format("{}|{}|{}", whole.string(), bytes, changed);
}

/// A stage-1 training leaves a folder without a language model: stage1.json and the weights alone.
bool isStage1Alone(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "stage1.json", ignored) &&
         !fs::exists(folder / "config.json", ignored);
}

Result<std::vector<fs::path>> filesOf(const fs::path& modelFolder, Weights weights) {
  std::vector<fs::path> files;
  if (weights == Weights::ModelAndStage1 && isStage1Alone(modelFolder)) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(modelFolder, ignored)) {
      const fs::path& file = entry.path();
      if (file.extension() == ".safetensors" || file.filename() == "stage1.json") {
        files.push_back(file);
      }
    }
  } else {
    const auto folder = checkpoints::openModelFolder(modelFolder);
    if (!folder) return tl::unexpected(folder.error());
    files = folder->weightFiles;
    if (weights == Weights::ModelAndStage1) {
      files.insert(files.end(), folder->stage1Files.begin(), folder->stage1Files.end());
    }
  }
  std::sort(files.begin(), files.end(),
            [](const fs::path& a, const fs::path& b) { return a.filename() < b.filename(); });
  return files;
}

}  // namespace

Result<std::string> weightHash(const fs::path& modelFolder, Weights weights, const fs::path& cache,
                               const std::function<void(std::uintmax_t read)>& read,
                               const std::stop_token& stop) {
  const Result<std::vector<fs::path>> files = filesOf(modelFolder, weights);
  if (!files) return tl::unexpected(files.error());
  Cache known(cache);
  std::string lines;
  std::string last;
  for (const fs::path& file : *files) {
    const std::string key = keyOf(file);
    last = known.find(key);
    if (last.empty()) {
      const auto hash = checkpoints::sha256OfFile(file, read, stop);
      if (!hash) return tl::unexpected(hash.error());
      last = *hash;
      known.keep(key, last);
    }
    lines += fmt::format("{}  {}\n", last, file.filename().string());
  }
  return files->size() == 1 ? last : checkpoints::sha256OfText(lines);
}

fs::path usualHashCache() {
  const char* caches = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  if (caches != nullptr && *caches != '\0') return fs::path(caches) / "molloquy/weight_hashes.json";
  if (home != nullptr && *home != '\0')
    return fs::path(home) / ".cache/molloquy/weight_hashes.json";
  return {};
}

}  // namespace molloquy::evaluation
