#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::align {

/// One named structural feature: how texts call it, and how it looks in a graph.
struct LexiconEntry {
  std::string id;           ///< "carboxylic_acid".
  std::string name;         ///< how the describer writes it: "carboxylic acid".
  std::string plural;       ///< "carboxylic acids".
  std::string phraseRegex;  ///< case-insensitive ECMAScript; finds the phrase in any text.
  std::string smarts;       ///< alternatives joined by " || ".
  std::string category;     ///< "class", "group", "ring" or "feature".
  std::string use;          ///< how the describer uses it: "class:20,counted", "group:10", "ring", "-".
  std::string strictSmarts; ///< narrower patterns for the describer; empty = the same as `smarts`.
  double prior = 0.5;       ///< measured hit rate on ChEBI-20 validation + test, 0.5 if unknown.
  double baseRate = 0.0;    ///< share of ChEBI-20 molecules that match.
};

/// The table fg-1 and its growth, compiled once, shared by every thread.
class Lexicon {
 public:
  /// Reads a tab-separated table (resources/lexicon/README.md documents the columns).
  /// Errors: NotFound, InvalidInput naming line and column of a bad row.
  static Result<std::shared_ptr<const Lexicon>> load(const std::filesystem::path& path);

  [[nodiscard]] const std::vector<LexiconEntry>& entries() const;
  [[nodiscard]] const LexiconEntry* find(std::string_view id) const;

  ~Lexicon();
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;

  struct Compiled;  ///< parsed patterns and expressions; known to model/align and model/chem sources.
  [[nodiscard]] const Compiled& compiled() const { return *m_compiled; }

 private:
  Lexicon();
  std::unique_ptr<Compiled> m_compiled;
};

}  // namespace molloquy::align
