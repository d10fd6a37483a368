#include "model/metrics/caption_tokens.h"

#include <algorithm>
#include <utility>

#include "model/base/atomic_file.h"
#include "model/base/program_paths.h"
#include "model/metrics/letters.h"
#include "model/text/sentencepiece_model.h"
#include "model/text/tokenizer.h"
#include "model/text/unicode.h"
#include "model/text/word_piece.h"

namespace molloquy::metrics {
namespace {

constexpr std::size_t kMostSciBertTokens = 512;

class SciBertTokens : public CaptionTokens {
 public:
  explicit SciBertTokens(text::WordPiece pieces) : m_pieces(std::move(pieces)) {}

  /// "[" is a token of its own, so that cutting there changes nothing but keeps "[CLS]" text.
  std::vector<std::string> of(std::string_view utf8) const override {
    std::vector<std::string> tokens;
    while (!utf8.empty()) {
      const std::size_t end = std::min(utf8.find('[', utf8.starts_with('[') ? 1 : 0), utf8.size());
      if (utf8.starts_with('[')) {
        addPieces("[", tokens);
        addPieces(utf8.substr(1, end - 1), tokens);
      } else {
        addPieces(utf8.substr(0, end), tokens);
      }
      utf8.remove_prefix(end);
    }
    tokens.resize(std::min(tokens.size(), kMostSciBertTokens));
    return tokens;
  }

  std::string description() const override {
    return "SciBERT WordPiece (uncased), at most 512 tokens";
  }

 private:
  void addPieces(std::string_view part, std::vector<std::string>& tokens) const {
    for (const TokenId id : m_pieces.encode(part)) tokens.emplace_back(m_pieces.name(id));
  }

  text::WordPiece m_pieces;
};

std::string describe(const std::filesystem::path& tokenizer) {
  return "pieces of the tokenizer " + tokenizer.string();
}

/// Of a model folder; names of its added tokens are tokens.
class FolderTokens : public CaptionTokens {
 public:
  FolderTokens(text::Tokenizer tokenizer, std::string description)
      : m_tokenizer(std::move(tokenizer)), m_description(std::move(description)) {}

  std::vector<std::string> of(std::string_view utf8) const override {
    std::vector<std::string> tokens;
    for (const TokenId id : m_tokenizer.encode(utf8)) {
      const std::string_view name = m_tokenizer.name(id);
      if (name != "[PAD]" && name != "[CLS]" && name != "[SEP]") tokens.emplace_back(name);
    }
    return tokens;
  }

  std::string description() const override { return m_description; }

 private:
  text::Tokenizer m_tokenizer;
  std::string m_description;
};

/// Of a bare SentencePiece file, which names no tokens beside its pieces.
class PieceTokens : public CaptionTokens {
 public:
  PieceTokens(std::shared_ptr<const text::SentencePieceModel> model, std::string description)
      : m_model(std::move(model)), m_description(std::move(description)) {}

  std::vector<std::string> of(std::string_view utf8) const override {
    std::vector<std::string> tokens;
    for (const std::int32_t id : m_model->encode(utf8)) tokens.emplace_back(m_model->piece(id));
    return tokens;
  }

  std::string description() const override { return m_description; }

 private:
  std::shared_ptr<const text::SentencePieceModel> m_model;
  std::string m_description;
};

class WordTokens : public CaptionTokens {
 public:
  std::vector<std::string> of(std::string_view utf8) const override {
    std::vector<std::string> tokens;
    std::string word;
    const auto close = [&] {
      if (!word.empty()) tokens.push_back(std::exchange(word, {}));
    };
    for (const std::int32_t point : smallLetters(utf8)) {
      if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9')) {
        word.push_back(static_cast<char>(point));
        continue;
      }
      close();
      if (isGap(point)) continue;
      text::appendCharacter(word, point);
      close();
    }
    close();
    return tokens;
  }

  std::string description() const override {
    return "words: runs of a-z and 0-9, other characters one by one, in small letters";
  }
};

}  // namespace

Result<std::unique_ptr<const CaptionTokens>> sciBertTokens(
    const std::filesystem::path& vocabulary) {
  auto pieces = text::WordPiece::load(vocabulary);
  if (!pieces) return tl::unexpected(pieces.error());
  return std::make_unique<SciBertTokens>(std::move(*pieces));
}

Result<std::unique_ptr<const CaptionTokens>> languageModelTokens(
    const std::filesystem::path& tokenizer) {
  std::error_code problem;
  if (std::filesystem::is_directory(tokenizer, problem)) {
    auto loaded = text::Tokenizer::loadFromModelFolder(tokenizer);
    if (!loaded) return tl::unexpected(loaded.error());
    return std::make_unique<FolderTokens>(std::move(*loaded), describe(tokenizer));
  }
  const auto bytes = readFile(tokenizer);
  if (!bytes) return tl::unexpected(bytes.error());
  auto model = text::SentencePieceModel::open(*bytes);
  if (!model) return tl::unexpected(model.error().within("reading " + tokenizer.string()));
  return std::make_unique<PieceTokens>(std::move(*model), describe(tokenizer));
}

std::unique_ptr<const CaptionTokens> wordTokens() { return std::make_unique<WordTokens>(); }

Result<std::filesystem::path> sciBertVocabulary() {
  const auto resources = resourceFolder();
  if (!resources) return tl::unexpected(resources.error());
  return *resources / "vocabularies" / "scibert_uncased.txt";
}

}  // namespace molloquy::metrics
