#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/base/strong_index.h"

namespace molloquy::train {

/// One structure: heavy atoms of one conformer.
struct StructureRecord {
  std::vector<std::string> symbols;
  std::vector<std::array<float, 3>> positions;  ///< angstrom.
};

/// Structures and tokenised questions and answers, compact enough to travel.
///
/// A prompt is cut in two: a head (begin token and the text up to the end of the instruction), kept
/// once for all prompts that share it, and a tail (SMILES, molecule tokens, the rest), kept once a
/// structure. Positions are whole multiples of `kPositionStep`. Thread: const after reading.
class PreparedDataset {
 public:
  static constexpr float kPositionStep = 0.002F;  ///< angstrom; reaches 65 angstrom either way.

  /// Ids the tokens were made with.
  struct Vocabulary {
    std::int32_t size = 0;  ///< pieces and added tokens.
    TokenId begin;
    TokenId end;
    TokenId pad;
    TokenId molecule;
  };

  PreparedDataset() = default;
  explicit PreparedDataset(const Vocabulary& vocabulary) : m_vocabulary(vocabulary) {}

  /// Adds a structure with its prompt tail; returns its index. Errors: InvalidInput (no atoms, more
  /// than 65 angstrom from the centre, more than 255 kinds of element).
  Result<std::size_t> addStructure(const StructureRecord& structure, std::span<const TokenId> tail);
  /// Adds a question and its answer about the last structure added.
  void addPair(std::span<const TokenId> head, std::span<const TokenId> answer);

  /// Errors: those of writeSafetensors.
  [[nodiscard]] Result<void> write(const std::filesystem::path& path) const;
  /// Errors: NotFound, Corrupt (naming the tensor).
  static Result<PreparedDataset> read(const std::filesystem::path& path);

  [[nodiscard]] const Vocabulary& vocabulary() const { return m_vocabulary; }
  [[nodiscard]] std::size_t structureCount() const { return m_atoms.offsets.size() - 1; }
  [[nodiscard]] std::size_t pairCount() const { return m_pairStructures.size(); }

  [[nodiscard]] StructureRecord structure(std::size_t index) const;
  [[nodiscard]] std::size_t atomCount(std::size_t structure) const;
  /// Structure that a pair asks about.
  [[nodiscard]] std::size_t structureOf(std::size_t pair) const;
  [[nodiscard]] std::vector<TokenId> prompt(std::size_t pair) const;
  [[nodiscard]] std::vector<TokenId> answer(std::size_t pair) const;
  /// Tokens of prompt and answer together.
  [[nodiscard]] std::size_t length(std::size_t pair) const;

 private:
  /// Lists of different lengths in one array; list i is [offsets[i], offsets[i + 1]).
  template <class T>
  struct Lists {
    std::vector<T> values;
    std::vector<std::int32_t> offsets = {0};

    [[nodiscard]] std::size_t size(std::size_t i) const {
      return static_cast<std::size_t>(offsets[i + 1] - offsets[i]);
    }
    [[nodiscard]] std::span<const T> at(std::size_t i) const {
      return {values.data() + offsets[i], size(i)};
    }
    void close() { offsets.push_back(static_cast<std::int32_t>(values.size())); }
  };

  [[nodiscard]] Result<void> checkRanges() const;
  std::int32_t headIndex(std::span<const TokenId> head);

  Vocabulary m_vocabulary;
  std::vector<std::string> m_symbols;     ///< kinds of element in order of appearance.
  Lists<std::uint8_t> m_atoms;            ///< index into m_symbols.
  std::vector<std::int16_t> m_positions;  ///< three an atom, in steps.
  Lists<std::uint16_t> m_tails;           ///< one a structure.
  Lists<std::uint16_t> m_heads;           ///< shared.
  Lists<std::uint16_t> m_answers;         ///< one a pair.
  std::vector<std::int32_t> m_pairStructures;
  std::vector<std::int32_t> m_pairHeads;
};

}  // namespace molloquy::train
