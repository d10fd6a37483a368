#include "model/metrics/rouge.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "model/metrics/letters.h"

namespace molloquy::metrics {
namespace {

bool isWordCharacter(std::int32_t point) {
  return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
}

double fMeasure(std::size_t common, std::size_t ofReference, std::size_t ofText) {
  if (common == 0) return 0.0;
  const double precision = static_cast<double>(common) / static_cast<double>(ofText);
  const double recall = static_cast<double>(common) / static_cast<double>(ofReference);
  return 2.0 * precision * recall / (precision + recall);
}

/// Size of the intersection of two bags; both are sorted here.
template <class T>
std::size_t commonOf(std::vector<T> first, std::vector<T> second) {
  std::sort(first.begin(), first.end());
  std::sort(second.begin(), second.end());
  std::vector<T> common;
  std::set_intersection(first.begin(), first.end(), second.begin(), second.end(),
                        std::back_inserter(common));
  return common.size();
}

using Numbers = std::vector<std::int32_t>;

double rougePairs(const Numbers& reference, const Numbers& text) {
  using Pair = std::pair<std::int32_t, std::int32_t>;
  const auto pairsOf = [](const Numbers& words) {
    std::vector<Pair> pairs;
    for (std::size_t i = 1; i < words.size(); ++i) pairs.emplace_back(words[i - 1], words[i]);
    return pairs;
  };
  const std::vector<Pair> ofReference = pairsOf(reference);
  const std::vector<Pair> ofText = pairsOf(text);
  return fMeasure(commonOf(ofReference, ofText), ofReference.size(), ofText.size());
}

/// Length of the longest common subsequence. Source: Hunt and Szymanski, CACM 20 (1977) 350.
std::size_t commonSubsequence(const Numbers& first, const Numbers& second) {
  std::unordered_map<std::int32_t, std::vector<std::size_t>> places;
  for (std::size_t i = second.size(); i-- > 0;) places[second[i]].push_back(i);
  std::vector<std::size_t> ends;  // ends[k]: the smallest place where k + 1 common words end
  for (const std::int32_t word : first) {
    const auto found = places.find(word);
    if (found == places.end()) continue;
    for (const std::size_t place : found->second) {
      const auto end = std::lower_bound(ends.begin(), ends.end(), place);
      if (end == ends.end()) {
        ends.push_back(place);
      } else {
        *end = place;
      }
    }
  }
  return ends.size();
}

}  // namespace

std::vector<std::string> rougeWords(std::string_view utf8) {
  std::vector<std::string> words;
  std::string word;
  const auto close = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const std::int32_t point : smallLetters(utf8)) {
    if (isWordCharacter(point)) {
      word.push_back(static_cast<char>(point));
    } else {
      close();
    }
  }
  close();
  return words;
}

Rouge rougeOf(std::span<const std::string> reference, std::span<const std::string> text) {
  std::unordered_map<std::string_view, std::int32_t> numbers;
  const auto numbered = [&](std::span<const std::string> words) {
    Numbers result;
    for (const std::string& word : words) {
      const auto next = static_cast<std::int32_t>(numbers.size());
      result.push_back(numbers.try_emplace(word, next).first->second);
    }
    return result;
  };
  const Numbers a = numbered(reference);
  const Numbers b = numbered(text);
  return {.rouge1 = fMeasure(commonOf(a, b), a.size(), b.size()),
          .rouge2 = rougePairs(a, b),
          .rougeL = fMeasure(commonSubsequence(a, b), a.size(), b.size())};
}

}  // namespace molloquy::metrics
