#include "model/retrieval/caption_index.h"

#include <cmath>
#include <limits>

#include "model/retrieval/caption_words.h"

namespace molloquy::retrieval {
namespace {

constexpr double kTermSaturation = 1.5;    // k1
constexpr double kLengthInfluence = 0.75;  // b
constexpr double kCommonWordShare = 0.25;  // epsilon

}  // namespace

CaptionIndex::CaptionIndex(std::span<const std::string> captions) {
  double words = 0.0;
  for (std::size_t row = 0; row < captions.size(); ++row) {
    std::unordered_map<std::string, std::uint32_t> counts;
    std::uint32_t length = 0;
    for (std::string& word : captionWords(captions[row])) {
      ++counts[std::move(word)];
      ++length;
    }
    for (const auto& [word, times] : counts) {
      m_words[word].postings.push_back({static_cast<std::uint32_t>(row), times});
    }
    m_lengths.push_back(length);
    words += length;
  }
  m_meanLength = captions.empty() ? 0.0 : words / static_cast<double>(captions.size());
  weighWords();
}

void CaptionIndex::weighWords() {
  double sum = 0.0;
  for (auto& [name, word] : m_words) {
    const auto found = static_cast<double>(word.postings.size());
    word.weight = std::log(static_cast<double>(size()) - found + 0.5) - std::log(found + 0.5);
    sum += word.weight;
  }
  const double common =
      m_words.empty() ? 0.0 : kCommonWordShare * sum / static_cast<double>(m_words.size());
  for (auto& [name, word] : m_words) {
    if (word.weight < 0.0) word.weight = common;
  }
}

std::vector<double> CaptionIndex::scores(std::string_view query) const {
  std::vector<double> scores(size(), 0.0);
  for (const std::string& asked : captionWords(query)) {
    const auto word = m_words.find(asked);
    if (word == m_words.end()) continue;
    for (const Posting& posting : word->second.postings) {
      const auto times = static_cast<double>(posting.times);
      const double length = static_cast<double>(m_lengths[posting.row]) / m_meanLength;
      scores[posting.row] +=
          word->second.weight * times * (kTermSaturation + 1.0) /
          (times + kTermSaturation * (1.0 - kLengthInfluence + kLengthInfluence * length));
    }
  }
  return scores;
}

std::vector<Neighbour> CaptionIndex::nearest(std::string_view query, std::size_t count,
                                             const RowFilter& filter) const {
  std::vector<double> found = scores(query);
  for (std::size_t row = 0; row < found.size(); ++row) {
    if (!filter(row)) found[row] = -std::numeric_limits<double>::infinity();
  }
  return bestOf(found, count);
}

}  // namespace molloquy::retrieval
