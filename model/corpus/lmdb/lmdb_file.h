#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "model/base/result.h"
#include "model/corpus/corpus_file.h"

namespace molloquy::corpus {

/// A read-only LMDB in a single file, opened without lock and checked first. Bytes that it hands
/// out live as long as it does. Thread: one at a time. The file must not change meanwhile.
class LmdbFile {
 public:
  /// Errors: those of checkLmdbPages; Corrupt, Internal: what the library says.
  static Result<LmdbFile> open(const std::filesystem::path& file);

  [[nodiscard]] std::uint64_t count() const { return m_count; }
  /// The value of a key; nullopt when there is none. Errors: Corrupt, naming the key.
  [[nodiscard]] Result<std::optional<std::span<const std::byte>>> find(std::string_view key) const;
  /// Every record in the order of keys, until one asks to stop. Errors: Corrupt.
  [[nodiscard]] Result<void> forEach(
      const std::function<Reading(std::string_view key, std::span<const std::byte> value)>&
          onRecord) const;

 private:
  struct Environment;
  struct Closer {
    void operator()(Environment* environment) const;
  };
  LmdbFile(std::unique_ptr<Environment, Closer> environment, std::uint64_t count)
      : m_environment(std::move(environment)), m_count(count) {}

  std::unique_ptr<Environment, Closer> m_environment;
  std::uint64_t m_count;
};

}  // namespace molloquy::corpus
