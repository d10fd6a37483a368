#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/strong_index.h"

namespace molloquy::text {

class SentencePieceModel;

/// Tokens with a meaning of their own. [PAD] and <mol> follow the last SentencePiece piece.
///
/// Source: 3D-MoLM, which sets bos = eos = unk = </s>; models of our own keep the vocabulary's
/// three.
struct SpecialTokens {
  TokenId begin;     ///< in front of every text.
  TokenId end;       ///< ends an answer.
  TokenId pad;       ///< "[PAD]", fills short rows of a batch.
  TokenId molecule;  ///< "<mol>", whose places receive the molecule's embeddings.
  std::optional<TokenId> unknown =
      std::nullopt;  ///< the vocabulary's own unknown piece if not given.
};

inline constexpr std::string_view kPadToken = "[PAD]";
inline constexpr std::string_view kMoleculeToken = "<mol>";

/// What becomes of special tokens when ids are turned into text.
enum class SpecialTokensInText { Keep, Skip };

/// Llama's tokenizer in the legacy behaviour that 3D-MoLM was trained with: added tokens are cut
/// out of the text first, and every text between them is encoded by itself, with a dummy blank in
/// front. Source: transformers 4.35.0, models/llama/tokenization_llama.py, class LlamaTokenizer
/// (legacy). Thread: const after loading; copies share the vocabulary.
class Tokenizer {
 public:
  /// Reads a SentencePiece file. Pad and molecule have to be the two ids after the last piece, the
  /// others pieces. Errors: those of readFile and SentencePieceModel::open; InvalidInput (an id
  /// that is not as told, naming it).
  static Result<Tokenizer> load(const std::filesystem::path& sentencePieceFile,
                                const SpecialTokens& special);
  /// Reads tokenizer.model and the object "special_tokens" of config.json: ids "begin", "end",
  /// "pad", "molecule" and perhaps "unknown". Errors: as above; Corrupt, naming the field.
  static Result<Tokenizer> loadFromModelFolder(const std::filesystem::path& folder);

  [[nodiscard]] const SpecialTokens& special() const { return m_special; }
  /// Pieces and the two added tokens.
  [[nodiscard]] std::int32_t size() const;

  /// Ids of a text without anything in front. Names of added tokens in it become their ids.
  [[nodiscard]] std::vector<TokenId> encode(std::string_view utf8) const;
  /// The begin token and the ids of the text.
  [[nodiscard]] std::vector<TokenId> encodeWithBegin(std::string_view utf8) const;

  /// Text of ids. Bytes that are not UTF-8, and ids outside the vocabulary, become U+FFFD.
  [[nodiscard]] std::string decode(std::span<const TokenId> ids, SpecialTokensInText special) const;

  /// Name of a token as the vocabulary writes it ("▁acid", "<0x0A>", "<mol>"); id in [0, size()).
  [[nodiscard]] std::string_view name(TokenId id) const;
  [[nodiscard]] bool isSpecial(TokenId id) const;
  /// True for tokens that decoding sets apart with blanks: <mol>, and <unk> and <s> where they are
  /// not special.
  [[nodiscard]] bool isSetApart(TokenId id) const;
  [[nodiscard]] bool contains(TokenId id) const { return id.value >= 0 && id.value < size(); }
  [[nodiscard]] const SentencePieceModel& pieces() const { return *m_pieces; }

 private:
  struct AddedToken {
    std::string name;
    TokenId id;
  };
  Tokenizer(std::shared_ptr<const SentencePieceModel> pieces, const SpecialTokens& special);
  [[nodiscard]] const AddedToken* addedTokenAt(std::string_view text) const;
  [[nodiscard]] std::string joinPieces(std::span<const TokenId> ids) const;
  [[nodiscard]] bool isAdded(TokenId id) const;

  std::shared_ptr<const SentencePieceModel> m_pieces;
  SpecialTokens m_special;
  std::vector<AddedToken> m_added;
};

}  // namespace molloquy::text
