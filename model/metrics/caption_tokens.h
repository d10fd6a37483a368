#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::metrics {

/// What BLEU and METEOR count as a token; figures of different kinds cannot be compared.
class CaptionTokens {
 public:
  virtual ~CaptionTokens() = default;
  /// Tokens of one text. Thread: any.
  [[nodiscard]] virtual std::vector<std::string> of(std::string_view utf8) const = 0;
  /// What a report calls them: "SciBERT WordPiece (uncased), at most 512 tokens".
  [[nodiscard]] virtual std::string description() const = 0;
};

/// SciBERT's pieces, at most 512 of a text, as the captioning literature counts since MolT5. Names
/// like "[CLS]" in a text are text. vocabulary: vocab.txt.
/// Source: MolT5, evaluation/text_translation_metrics.py. Errors: those of text::WordPiece::load.
Result<std::unique_ptr<const CaptionTokens>> sciBertTokens(const std::filesystem::path& vocabulary);

/// Pieces of a language model's tokenizer without a begin token; [PAD], [CLS] and [SEP] are left
/// out. Texts are not cut. tokenizer: a model folder, or a SentencePiece file.
/// Source: 3D-MoLM, read_generalist_results.py and model/help_funcs.py.
/// Errors: those of text::Tokenizer.
Result<std::unique_ptr<const CaptionTokens>> languageModelTokens(
    const std::filesystem::path& tokenizer);

/// Runs of a-z and 0-9 in small letters, and every other character that is no gap by itself.
std::unique_ptr<const CaptionTokens> wordTokens();

/// The vocabulary that comes with the program. Errors: those of resourceFolder.
Result<std::filesystem::path> sciBertVocabulary();

}  // namespace molloquy::metrics
