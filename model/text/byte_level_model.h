#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/result.h"
#include "model/text/byte_pair_merges.h"
#include "model/text/text_pattern.h"
#include "model/text/vocabulary.h"

namespace molloquy::text {

enum class Normalisation { None, FormC };
enum class BlankInFront { Never, WhenMissing };
/// Whether a word that is a piece itself is taken whole, without looking at merges (Llama 3).
enum class WholeWords { Merged, TakenAsTheyAre };

/// What a byte-level tokenizer is made of, as tokenizer.json tells it.
struct ByteLevelParts {
  std::vector<std::string> pieces;  ///< by id, in byte letters; empty where an id is not used.
  std::vector<std::pair<std::string, std::string>> merges;  ///< in order of rank.
  std::vector<TextPattern> patterns;                        ///< applied one after the other.
  Normalisation normalisation = Normalisation::None;
  BlankInFront blank = BlankInFront::Never;
  WholeWords wholeWords = WholeWords::Merged;
};

/// Byte-pair encoding over bytes: a text is cut into words by patterns, the bytes of a word are
/// pieces to begin with, and pairs are merged by rank. Every text can be written so.
/// Source: GPT-2 (Radford et al., 2019), encoder.py, for the letters that stand for bytes.
class ByteLevelModel : public Vocabulary {
 public:
  /// Errors: Corrupt (a byte without a piece, a merge of or into an unknown piece, naming it).
  static Result<std::shared_ptr<const ByteLevelModel>> make(ByteLevelParts parts);

  [[nodiscard]] std::int32_t pieceCount() const override;
  [[nodiscard]] std::string_view piece(std::int32_t id) const override;
  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view utf8) const override;
  [[nodiscard]] std::optional<std::string> bytesOf(std::int32_t id) const override;

 private:
  explicit ByteLevelModel(ByteLevelParts parts) : m_parts(std::move(parts)) {}
  Result<void> index();
  void encodeCut(std::string_view text, std::size_t pattern, std::vector<std::int32_t>& ids) const;
  void encodeWord(std::string_view word, std::vector<std::int32_t>& ids) const;

  ByteLevelParts m_parts;
  std::unordered_map<std::string_view, std::int32_t> m_ids;
  std::array<std::int32_t, 256> m_byteIds{};
  BytePairMerges m_merges;
};

/// The letter that stands for each byte in the names of pieces: printable ones for themselves, the
/// rest from U+0100 on.
const std::array<std::string, 256>& byteLetters();

}  // namespace molloquy::text
