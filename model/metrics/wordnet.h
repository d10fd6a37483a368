#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/mapped_file.h"
#include "model/metrics/word_forms.h"

namespace molloquy::metrics {

/// The dictionary of Princeton University that METEOR takes synonyms from, in its own file format
/// (Debian: package wordnet-base).
/// Source: WordNet 3.0, wndb(5WN). Thread: any; synonyms once looked up are kept.
class WordNet {
 public:
  /// The folder that WNSEARCHDIR names, else /usr/share/wordnet.
  static std::filesystem::path usualFolder();

  /// Maps the four index and data files and reads the four lists of irregular forms.
  /// Errors: NotFound, naming the file and the package.
  static Result<std::unique_ptr<const WordNet>> open(const std::filesystem::path& folder);

  /// All single words that share a meaning with a word in small letters, sorted, in the
  /// dictionary's own capitals. Lives as long as the dictionary.
  /// Source: NLTK 3.8, translate/meteor_score.py, _enum_wordnetsyn_match.
  const std::vector<std::string>& synonyms(const std::string& word) const;

 private:
  static constexpr std::size_t kParts = 4;
  struct Part {
    std::unique_ptr<const checkpoints::MappedFile> index;
    std::unique_ptr<const checkpoints::MappedFile> data;
    IrregularForms irregular;
  };

  WordNet() = default;
  [[nodiscard]] std::vector<std::string> lookUp(const std::string& word) const;

  std::array<Part, kParts> m_parts;
  mutable std::shared_mutex m_mutex;
  mutable std::unordered_map<std::string, std::vector<std::string>> m_known;
};

}  // namespace molloquy::metrics
