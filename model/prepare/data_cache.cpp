#include "model/prepare/data_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "model/checkpoints/sha256.h"

namespace molloquy::prepare {
namespace fs = std::filesystem;

namespace {

/// Raised with every change of what preparation makes of the same corpus.
constexpr int kMethod = 1;

/// Every setting that changes the prepared data.
nlohmann::json settingsOf(const Plan& plan) {
  const recipes::Preparation& s = plan.settings;
  const recipes::PreparedVocabulary& v = plan.vocabulary;
  return {{"method", kMethod},
          {"objective", static_cast<int>(plan.objective)},
          {"max_tokens", s.maxTokens},
          {"smiles_characters", s.smilesCharacters.value_or(-1)},
          {"description_characters", s.descriptionCharacters.value_or(-1)},
          {"conformers", s.conformers},
          {"conformer_seed", s.conformerSeed},
          {"held_out_structures", s.heldOutStructures},
          {"seed", s.heldOutStructures > 0 ? plan.seed : 0},
          {"chat", text::chatFormatName(plan.chat)},
          {"places", plan.places},
          {"ends_answers", plan.endsAnswers},
          {"tokens", {v.size, v.begin.value, v.end.value, v.pad.value, v.molecule.value}}};
}

}  // namespace

Result<fs::path> defaultCacheFolder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return fs::path(cache) / "molloquy" / "prepared";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return fs::path(home) / ".cache" / "molloquy" / "prepared";
  return fail(ErrorCode::NotFound,
              "Neither XDG_CACHE_HOME nor HOME is set; name a folder with --cache.");
}

Result<std::string> dataKey(const Plan& plan, const std::function<void(std::uintmax_t)>& read,
                            const std::stop_token& stop) {
  nlohmann::json described = settingsOf(plan);
  for (const fs::path& file : plan.tokenFiles) {
    const Result<std::string> sum = checkpoints::sha256OfFile(file, {}, stop);
    if (!sum) return tl::unexpected(sum.error());
    described["vocabulary"].push_back(*sum);
  }
  for (const std::string& file : plan.settings.data) {
    const Result<std::string> sum = checkpoints::sha256OfFile(file, read, stop);
    if (!sum) return tl::unexpected(sum.error());
    described["corpus"].push_back(*sum);
  }
  return checkpoints::sha256OfText(described.dump());
}

Result<PreparationLock> PreparationLock::tryLock(const fs::path& file) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  const int descriptor = error ? -1 : ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    const std::string reason = error ? error.message() : std::strerror(errno);
    return fail(ErrorCode::Internal,
                fmt::format("The cache folder {} cannot be written: {}. Name another one with "
                            "--cache.",
                            file.parent_path().string(), reason));
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return PreparationLock(file, descriptor);
  ::close(descriptor);
  return PreparationLock(file, -1);
}

PreparationLock::PreparationLock(PreparationLock&& other) noexcept
    : m_file(std::move(other.m_file)), m_descriptor(std::exchange(other.m_descriptor, -1)) {}

PreparationLock::~PreparationLock() {
  // The file stays: whoever has opened it in this moment waits for the same lock.
  if (m_descriptor >= 0) ::close(m_descriptor);
}

}  // namespace molloquy::prepare
