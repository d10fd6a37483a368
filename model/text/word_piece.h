#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/result.h"
#include "model/base/strong_index.h"
#include "model/text/added_tokens.h"

namespace molloquy::text {

/// Ids of one text for the Q-Former, filled to a given length.
struct WordPieceRow {
  std::vector<TokenId> ids;
  std::vector<std::int8_t> mask;  ///< 1 token, 0 padding.
};

/// The uncased tokenizer of SciBERT with one token more, [DEC], behind its vocabulary.
///
/// Text is cleaned of control characters, Chinese characters are set apart, letters made small and
/// stripped of accents, punctuation cut off; every word is then written with the longest pieces
/// from the left, "##" marking those inside it.
/// Source: BERT (Devlin et al., 2019), tokenization.py; transformers 4.35.0, BertTokenizer;
/// 3D-MoLM, model/blip2.py, init_tokenizer. Thread: const after loading.
class WordPiece {
 public:
  struct Special {
    TokenId pad, unknown, begin, end, mask;  ///< [PAD] [UNK] [CLS] [SEP] [MASK]
    TokenId decoder;                         ///< [DEC], which begins a caption.
  };

  /// Reads a vocab.txt, one piece a line. Errors: those of readFile; Corrupt (a special token is
  /// missing, by name); Unsupported (see requireUnicode).
  static Result<WordPiece> load(const std::filesystem::path& vocabularyFile);

  [[nodiscard]] const Special& special() const { return m_special; }
  /// Pieces and [DEC].
  [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(m_pieces.size()); }
  /// Name of a token; id in [0, size()).
  [[nodiscard]] std::string_view name(TokenId id) const;

  /// Ids of a text alone. Names of special tokens in it become their ids.
  [[nodiscard]] std::vector<TokenId> encode(std::string_view utf8) const;
  /// [CLS] text [SEP], the text cut so that all fit. Precondition: maxTokens >= 2.
  [[nodiscard]] std::vector<TokenId> encodeFramed(std::string_view utf8,
                                                  std::size_t maxTokens) const;
  /// The same, filled with [PAD] to exactly `length` tokens.
  [[nodiscard]] WordPieceRow encodeRow(std::string_view utf8, std::size_t length) const;

 private:
  explicit WordPiece(std::vector<std::string> pieces);
  Result<void> findSpecial();
  void encodeText(std::string_view text, std::vector<TokenId>& ids) const;
  void encodeWord(const std::string& word, std::vector<TokenId>& ids) const;

  std::vector<std::string> m_pieces;
  std::unordered_map<std::string, std::int32_t> m_ids;
  AddedTokens m_added;
  Special m_special;
};

}  // namespace molloquy::text
