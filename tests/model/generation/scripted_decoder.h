#pragma once

#include <QMetaType>

#include <cmath>
#include <functional>
#include <map>
#include <vector>

#include "model/generation/inference_decoder.h"

namespace molloquy::tests {

using Text = std::vector<int>;

/// A decoder without a network: `next` gives the probabilities of the token behind a text (prompt
/// and answer). Rows are one number wide, the token's id.
class ScriptedDecoder : public generation::InferenceDecoder {
 public:
  using Next = std::function<std::vector<double>(const Text&)>;

  ScriptedDecoder(int vocabulary, Next next) : m_next(std::move(next)) {
    m_config.vocab = vocabulary;
    m_config.hidden = 1;
    m_config.maxPosition = 64;
  }

  [[nodiscard]] const llama::Config& config() const override { return m_config; }
  void embed(std::span<const TokenId> tokens, std::span<float> rows) override {
    for (std::size_t i = 0; i < tokens.size(); ++i) rows[i] = static_cast<float>(tokens[i].value);
  }
  [[nodiscard]] int promptLength(int slot) const override {
    const auto found = prompts.find(slot);
    return found == prompts.end() ? 0 : static_cast<int>(found->second.size());
  }
  void truncatePrompt(int slot, int length) override {
    m_sequences.clear();
    prompts[slot].resize(static_cast<std::size_t>(length));
  }
  bool extendPrompt(int slot, std::span<const float> rows, std::span<float> logits,
                    std::stop_token stop) override {
    m_sequences.clear();
    if (stop.stop_requested()) return false;
    for (const float row : rows) prompts[slot].push_back(static_cast<int>(row));
    write(prompts[slot], logits);
    return true;
  }
  void beginSequences(std::span<const int> slots, int capacity) override {
    m_sequences.clear();
    for (const int slot : slots) m_sequences.push_back({slot, {}});
    m_capacity = static_cast<std::size_t>(capacity);
  }
  void step(std::span<const TokenId> tokens, std::span<const int> parents,
            std::span<float> logits) override {
    widths.push_back(static_cast<int>(tokens.size()));
    std::vector<Sequence> next;
    const auto V = static_cast<std::size_t>(m_config.vocab);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      next.push_back(m_sequences.at(static_cast<std::size_t>(parents[i])));
      next.back().tokens.push_back(tokens[i].value);
      Text text = prompts[next.back().slot];
      text.insert(text.end(), next.back().tokens.begin(), next.back().tokens.end());
      write(text, logits.subspan(i * V, V));
    }
    m_sequences = std::move(next);
    fits = fits && m_sequences.front().tokens.size() <= m_capacity;
  }
  void keepSequence(int sequence) override {
    const Sequence& kept = m_sequences.at(static_cast<std::size_t>(sequence));
    Text& prompt = prompts[kept.slot];
    prompt.insert(prompt.end(), kept.tokens.begin(), kept.tokens.end());
    m_sequences.clear();
  }

  void setMaxPosition(int positions) { m_config.maxPosition = positions; }

  std::map<int, Text> prompts;
  std::vector<int> widths;  ///< sequences of each step.
  bool fits = true;         ///< no sequence outgrew its capacity.

 private:
  struct Sequence {
    int slot;
    Text tokens;
  };
  void write(const Text& text, std::span<float> logits) {
    const std::vector<double> probabilities = m_next(text);
    for (std::size_t i = 0; i < logits.size(); ++i) {
      logits[i] = static_cast<float>(std::log(probabilities[i]) + 3.0);  // any shift
    }
  }

  llama::Config m_config;
  Next m_next;
  std::vector<Sequence> m_sequences;
  std::size_t m_capacity = 0;
};

inline std::vector<TokenId> ids(const Text& text) {
  std::vector<TokenId> tokens;
  for (const int id : text) tokens.emplace_back(id);
  return tokens;
}

inline Text textOf(std::span<const TokenId> tokens) {
  Text text;
  for (const TokenId token : tokens) text.push_back(token.value);
  return text;
}

}  // namespace molloquy::tests

Q_DECLARE_METATYPE(molloquy::tests::Text)
