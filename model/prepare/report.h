#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "model/base/growing_file.h"
#include "model/prepare/left_out.h"

namespace molloquy::prepare {

/// What became of a corpus.
struct Summary {
  std::size_t lines = 0;
  std::size_t structures = 0;  ///< different ones.
  std::size_t given = 0;       ///< lines that brought their conformers.
  std::size_t stored = 0;      ///< lines whose conformers were embedded before.
  std::size_t embedded = 0;    ///< lines whose conformers were embedded now.
  std::size_t training = 0;    ///< examples
  std::size_t heldOut = 0;     ///< examples
  std::uint64_t tokens = 0;    ///< of prompts and answers.
  std::size_t longest = 0;     ///< tokens of the longest example.
  std::array<std::size_t, kLosses> lost{};

  [[nodiscard]] std::size_t lostRows() const;
};
nlohmann::ordered_json toJson(const Summary& summary);
/// Errors: Corrupt, naming the field.
Result<Summary> summaryFromJson(const nlohmann::json& object);
/// A few lines for the person: counts, and every kind of row that is left out.
std::string toText(const Summary& summary);

/// Writes every row that is left out as JSON lines; whole or not at all. Beyond a hundred thousand
/// rows they are only counted, and the last line says so.
class LeftOutWriter {
 public:
  /// Errors: those of GrowingFile.
  static Result<LeftOutWriter> create(const std::filesystem::path& file);
  Result<void> add(const LeftOut& row);
  Result<void> finish();

 private:
  explicit LeftOutWriter(GrowingFile file) : m_file(std::move(file)) {}
  Result<void> flush();

  GrowingFile m_file;
  std::string m_waiting;
  std::size_t m_rows = 0;
};

}  // namespace molloquy::prepare
