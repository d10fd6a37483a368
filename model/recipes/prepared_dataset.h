#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/base/strong_index.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::recipes {

/// What the tokens of prepared data were made with.
struct PreparedVocabulary {
  std::int32_t size = 0;  ///< pieces and added tokens.
  TokenId begin;
  TokenId end;
  TokenId pad;
  TokenId molecule;
};

/// Which share of the data an example belongs to.
enum class PreparedSplit : std::uint8_t { Training = 0, HeldOut = 1 };

/// Structures and tokenised examples, read from a mapped file; made by PreparedDatasetBuilder.
///
/// A structure has heavy atoms (hydrogens where there is nothing else) and one or more conformers.
/// An example is a prompt, which may be empty, and what is learnt behind it. Const after reading,
/// any thread; spans live as long as a copy of this object.
class PreparedDataset {
 public:
  /// Errors: NotFound, Corrupt (naming the list), Unsupported (another version).
  static Result<PreparedDataset> read(const std::filesystem::path& path);

  static constexpr std::int32_t kNoStructure = -1;

  [[nodiscard]] const PreparedVocabulary& vocabulary() const { return m_vocabulary; }
  /// Names of the data sets; `sourceOf` counts through them.
  [[nodiscard]] const std::vector<std::string>& sources() const { return m_sources; }
  [[nodiscard]] const std::vector<std::string>& tasks() const { return m_tasks; }
  /// Hash of everything it was made from; equal data has equal keys.
  [[nodiscard]] const std::string& key() const { return m_key; }

  [[nodiscard]] std::size_t structureCount() const { return m_atomOffsets.size() - 1; }
  [[nodiscard]] std::size_t atomCount(std::size_t structure) const;
  [[nodiscard]] std::vector<std::string> symbols(std::size_t structure) const;
  [[nodiscard]] std::size_t conformerCount(std::size_t structure) const;
  /// Points of one conformer, angstrom, in the order of `symbols`.
  [[nodiscard]] std::span<const std::array<float, 3>> conformer(std::size_t structure,
                                                                std::size_t index) const;

  [[nodiscard]] std::size_t exampleCount() const { return m_structures.size(); }
  /// Index, or kNoStructure.
  [[nodiscard]] std::int32_t structureOf(std::size_t example) const;
  [[nodiscard]] std::size_t sourceOf(std::size_t example) const;
  [[nodiscard]] std::size_t taskOf(std::size_t example) const;
  [[nodiscard]] PreparedSplit splitOf(std::size_t example) const;
  [[nodiscard]] std::vector<TokenId> prompt(std::size_t example) const;
  [[nodiscard]] std::vector<TokenId> answer(std::size_t example) const;
  /// Tokens of prompt and answer together.
  [[nodiscard]] std::size_t length(std::size_t example) const;

 private:
  explicit PreparedDataset(checkpoints::SafetensorsFile file) : m_file(std::move(file)) {}
  Result<void> readLists();
  Result<void> checkLists() const;

  checkpoints::SafetensorsFile m_file;
  PreparedVocabulary m_vocabulary;
  std::vector<std::string> m_sources;
  std::vector<std::string> m_tasks;
  std::vector<std::string> m_symbols;  ///< kinds of element; m_atoms counts through them.
  std::string m_key;

  std::span<const std::uint8_t> m_atoms;
  std::span<const std::int64_t> m_atomOffsets;       ///< structures + 1
  std::span<const std::int64_t> m_conformerOffsets;  ///< structures + 1, in conformers
  std::span<const std::int64_t> m_pointOffsets;      ///< structures + 1, in points
  std::span<const std::array<float, 3>> m_points;
  std::span<const std::int32_t> m_prompts;
  std::span<const std::int64_t> m_promptOffsets;  ///< examples + 1
  std::span<const std::int32_t> m_answers;
  std::span<const std::int64_t> m_answerOffsets;  ///< examples + 1
  std::span<const std::int32_t> m_structures;     ///< one an example
  std::span<const std::int32_t> m_exampleSources;
  std::span<const std::int32_t> m_exampleTasks;
  std::span<const std::uint8_t> m_splits;
};

/// Collects structures and examples and writes them. Thread: one at a time.
class PreparedDatasetBuilder {
 public:
  explicit PreparedDatasetBuilder(const PreparedVocabulary& vocabulary);

  /// conformers  each one point a symbol; at least one.  returns the structure's index.
  /// Errors: InvalidInput (no atoms or conformers, lengths differ, a coordinate that is not finite,
  /// more than 255 kinds of element).
  Result<std::int32_t> addStructure(const std::vector<std::string>& symbols,
                                    std::span<const std::vector<std::array<float, 3>>> conformers);
  struct Example {
    std::int32_t structure = PreparedDataset::kNoStructure;
    std::string source;
    std::string task;
    PreparedSplit split = PreparedSplit::Training;
    std::vector<TokenId> prompt;
    std::vector<TokenId> answer;
  };
  /// Errors: InvalidInput (the structure does not exist, a token outside the vocabulary).
  Result<void> addExample(const Example& example);
  [[nodiscard]] std::size_t exampleCount() const { return m_structures.size(); }

  /// key  as PreparedDataset::key. Errors: those of writeSafetensors.
  [[nodiscard]] Result<void> write(const std::filesystem::path& path, const std::string& key) const;

 private:
  PreparedVocabulary m_vocabulary;
  std::vector<std::string> m_sources;
  std::vector<std::string> m_tasks;
  std::vector<std::string> m_symbols;
  std::vector<std::uint8_t> m_atoms;
  std::vector<std::int64_t> m_atomOffsets = {0};
  std::vector<std::int64_t> m_conformerOffsets = {0};
  std::vector<std::int64_t> m_pointOffsets = {0};
  std::vector<std::array<float, 3>> m_points;
  std::vector<std::int32_t> m_prompts;
  std::vector<std::int64_t> m_promptOffsets = {0};
  std::vector<std::int32_t> m_answers;
  std::vector<std::int64_t> m_answerOffsets = {0};
  std::vector<std::int32_t> m_structures;
  std::vector<std::int32_t> m_exampleSources;
  std::vector<std::int32_t> m_exampleTasks;
  std::vector<std::uint8_t> m_splits;
};

}  // namespace molloquy::recipes
