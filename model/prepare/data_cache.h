#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "model/prepare/plan.h"

namespace molloquy::prepare {

/// $XDG_CACHE_HOME/molloquy/prepared, else ~/.cache/molloquy/prepared.
/// Errors: NotFound (neither variable is set).
Result<std::filesystem::path> defaultCacheFolder();

/// 64 digits that name prepared data: the checksums of the corpus files and of the vocabularies,
/// every setting that changes the data, and the version of the method. Equal keys, equal data.
/// read  told how many bytes of the files are read. Errors: those of sha256OfFile.
Result<std::string> dataKey(const Plan& plan, const std::function<void(std::uintmax_t)>& read = {},
                            const std::stop_token& stop = {});

/// Keeps other programs from preparing the same data at the same time. The system frees it when its
/// owner ends, however that happens.
class PreparationLock {
 public:
  /// Makes the folder. A lock that somebody else has is `isHeld() == false`, no error.
  /// Errors: Internal (the folder cannot be written), naming it.
  static Result<PreparationLock> tryLock(const std::filesystem::path& file);
  PreparationLock(PreparationLock&& other) noexcept;
  PreparationLock& operator=(PreparationLock&&) = delete;
  ~PreparationLock();

  [[nodiscard]] bool isHeld() const { return m_descriptor >= 0; }

 private:
  PreparationLock(std::filesystem::path file, int descriptor)
      : m_file(std::move(file)), m_descriptor(descriptor) {}

  std::filesystem::path m_file;
  int m_descriptor = -1;
};

}  // namespace molloquy::prepare
