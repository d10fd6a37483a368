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
#include "model/text/special_tokens.h"

namespace molloquy::text {

class SentencePieceModel;

inline constexpr std::string_view kPadToken = "[PAD]";
inline constexpr std::string_view kMoleculeToken = "<mol>";

/// What becomes of special tokens when ids are turned into text.
enum class SpecialTokensInText { Keep, Skip };

/// Whether the names of added tokens in a text become their ids. A person's words are AreText.
enum class TokenNames { AreTokens, AreText };

/// A text as a language model reads it, one class for three kinds of vocabulary:
///
/// - SentencePiece of 3D-MoLM and models of our own, with [PAD] and <mol> added, in the legacy
///   behaviour that 3D-MoLM was trained with: added tokens are cut out of the text first, and every
///   text between them is encoded by itself, with a dummy blank in front. Source: transformers
///   4.35.0, models/llama/tokenization_llama.py, class LlamaTokenizer (legacy).
/// - SentencePiece of a plain language model (Llama 2, TinyLlama, Mistral), in the same behaviour.
/// - Byte-level BPE (Llama 3, Qwen2), see ByteLevelModel.
///
/// Thread: const after loading; copies share the vocabulary.
class Tokenizer {
 public:
  /// Reads a SentencePiece file. Pad and molecule have to be the two ids after the last piece, the
  /// others pieces. Errors: those of readFile and SentencePieceModel::open; InvalidInput (an id
  /// that is not as told, naming it).
  static Result<Tokenizer> load(const std::filesystem::path& sentencePieceFile,
                                const SpecialTokens& special);
  /// Reads tokenizer.model or, where there is none, tokenizer.json; special tokens as
  /// readFolderTokens finds them. Errors: as above, and those of readFolderTokens and
  /// readTokenizerJson; NotFound when the folder has no tokenizer.
  static Result<Tokenizer> loadFromModelFolder(const std::filesystem::path& folder);

  /// Of a plain language model pad and molecule are kNoToken.
  [[nodiscard]] const SpecialTokens& special() const;
  /// Every token that ends an answer; special().end is the first.
  [[nodiscard]] const std::vector<TokenId>& endTokens() const;
  /// Pieces and added tokens.
  [[nodiscard]] std::int32_t size() const;

  /// Ids of a text without anything in front.
  [[nodiscard]] std::vector<TokenId> encode(std::string_view utf8,
                                            TokenNames names = TokenNames::AreTokens) const;
  /// The begin token, unless the model's texts begin without one, and the ids of the text.
  [[nodiscard]] std::vector<TokenId> encodeWithBegin(
      std::string_view utf8, TokenNames names = TokenNames::AreTokens) const;
  [[nodiscard]] bool writesBegin() const;

  /// Text of ids. Bytes that are not UTF-8, and ids outside the vocabulary, become U+FFFD.
  [[nodiscard]] std::string decode(std::span<const TokenId> ids, SpecialTokensInText special) const;

  /// Name of a token as the vocabulary writes it ("▁acid", "<0x0A>", "Ġacid", "<mol>"); id in
  /// [0, size()).
  [[nodiscard]] std::string_view name(TokenId id) const;
  /// The added token of that name.
  [[nodiscard]] std::optional<TokenId> find(std::string_view name) const;
  [[nodiscard]] bool isSpecial(TokenId id) const;
  /// True for tokens that decoding sets apart with blanks: <mol>, and <unk> and <s> where they are
  /// not special.
  [[nodiscard]] bool isSetApart(TokenId id) const;
  [[nodiscard]] bool contains(TokenId id) const { return id.value >= 0 && id.value < size(); }

  /// The bytes that a token stands for by itself; nullopt for SentencePiece pieces other than
  /// bytes.
  [[nodiscard]] std::optional<std::string> bytesOf(TokenId id) const;
  /// The SentencePiece vocabulary; nullptr for a byte-level one.
  [[nodiscard]] const SentencePieceModel* pieces() const;

  struct Contents;  ///< inside of model/text.

 private:
  explicit Tokenizer(std::shared_ptr<const Contents> contents);
  [[nodiscard]] std::string joinPieces(std::span<const TokenId> ids) const;
  [[nodiscard]] std::string joinBytes(std::span<const TokenId> ids,
                                      SpecialTokensInText special) const;

  std::shared_ptr<const Contents> m_contents;
};

}  // namespace molloquy::text
