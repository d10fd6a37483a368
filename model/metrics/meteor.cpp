#include "model/metrics/meteor.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_map>

#include "model/metrics/letters.h"
#include "model/metrics/porter_stemmer.h"

namespace molloquy::metrics {
namespace {

/// A token that has no partner yet.
struct Free {
  std::size_t place;
  std::string word;
};
using FreeTokens = std::vector<Free>;

/// Where each word stands in a list, the last place at the end.
using Places = std::unordered_map<std::string, std::vector<std::size_t>>;

FreeTokens changed(const FreeTokens& tokens,
                   const std::function<std::string(const std::string&)>& change) {
  FreeTokens result;
  result.reserve(tokens.size());
  for (const Free& token : tokens) result.push_back({token.place, change(token.word)});
  return result;
}

FreeTokens numbered(std::span<const std::string> tokens) {
  FreeTokens result;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    result.push_back({i, smallLetterText(tokens[i])});
  }
  return result;
}

/// Finds the word whose last free place is the partner; none without a partner.
using Partner = std::function<Places::iterator(const std::string& word, Places& places)>;

/// Pairs tokens from the last to the first and takes pairs out of both lists.
void pairUp(FreeTokens& text, FreeTokens& reference, const Partner& partnerOf,
            TokenMatches& matches) {
  Places places;
  for (const Free& token : reference) places[token.word].push_back(token.place);
  std::vector<std::size_t> takenFromReference;
  FreeTokens left;
  for (std::size_t i = text.size(); i-- > 0;) {
    const auto partner = partnerOf(text[i].word, places);
    if (partner == places.end()) {
      left.push_back(std::move(text[i]));
      continue;
    }
    matches.emplace_back(text[i].place, partner->second.back());
    takenFromReference.push_back(partner->second.back());
    partner->second.pop_back();
  }
  std::reverse(left.begin(), left.end());
  text = std::move(left);
  std::sort(takenFromReference.begin(), takenFromReference.end());
  std::erase_if(reference, [&](const Free& token) {
    return std::binary_search(takenFromReference.begin(), takenFromReference.end(), token.place);
  });
}

Places::iterator sameWord(const std::string& word, Places& places) {
  const auto found = places.find(word);
  return found == places.end() || found->second.empty() ? places.end() : found;
}

/// Runs of matches that are neighbours in both texts.
std::size_t countChunks(const TokenMatches& matches) {
  std::size_t chunks = 1;
  for (std::size_t i = 1; i < matches.size(); ++i) {
    const bool goesOn = matches[i].first == matches[i - 1].first + 1 &&
                        matches[i].second == matches[i - 1].second + 1;
    if (!goesOn) ++chunks;
  }
  return chunks;
}

}  // namespace

TokenMatches matchTokens(std::span<const std::string> reference, std::span<const std::string> text,
                         const WordNet& wordNet) {
  TokenMatches matches;
  FreeTokens freeText = numbered(text);
  FreeTokens freeReference = numbered(reference);
  pairUp(freeText, freeReference, sameWord, matches);
  freeText = changed(freeText, porterStem);
  freeReference = changed(freeReference, porterStem);
  pairUp(freeText, freeReference, sameWord, matches);
  const auto synonym = [&](const std::string& word, Places& places) {
    auto best = places.end();
    for (const std::string& other : wordNet.synonyms(word)) {
      const auto found = sameWord(other, places);
      if (found == places.end()) continue;
      if (best == places.end() || found->second.back() > best->second.back()) best = found;
    }
    return best;
  };
  pairUp(freeText, freeReference, synonym, matches);
  std::sort(matches.begin(), matches.end());
  return matches;
}

double meteor(std::span<const std::string> reference, std::span<const std::string> text,
              const WordNet& wordNet, const MeteorWeights& weights) {
  const TokenMatches matches = matchTokens(reference, text, wordNet);
  if (matches.empty()) return 0.0;
  const auto count = static_cast<double>(matches.size());
  const double precision = count / static_cast<double>(text.size());
  const double recall = count / static_cast<double>(reference.size());
  const double mean =
      precision * recall / (weights.alpha * precision + (1.0 - weights.alpha) * recall);
  const double scatter = static_cast<double>(countChunks(matches)) / count;
  return (1.0 - weights.gamma * std::pow(scatter, weights.beta)) * mean;
}

}  // namespace molloquy::metrics
