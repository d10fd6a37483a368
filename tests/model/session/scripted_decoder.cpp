#include "tests/model/session/scripted_decoder.h"

#include <algorithm>
#include <cstring>
#include <new>

using namespace molloquy;

namespace {

constexpr std::size_t kWidth = 4;
constexpr int kChunk = 16;

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

std::uint64_t hashOf(std::uint64_t hash, const std::vector<float>& rows) {
  for (const float number : rows) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &number, sizeof(bits));
    hash = mixed(hash + bits);
  }
  return hash;
}

}  // namespace

ScriptedDecoder::ScriptedDecoder(int vocabulary, int maxPosition) {
  m_config.vocab = vocabulary;
  m_config.hidden = static_cast<int>(kWidth);
  m_config.intermediate = 4;
  m_config.layers = 1;
  m_config.heads = 2;
  m_config.kvHeads = 2;
  m_config.maxPosition = maxPosition;
}

void ScriptedDecoder::embed(std::span<const TokenId> tokens, std::span<float> rows) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::fill_n(rows.begin() + static_cast<std::ptrdiff_t>(i * kWidth), kWidth,
                static_cast<float>(tokens[i].value));
  }
}

int ScriptedDecoder::promptLength(int slot) const {
  const auto prompt = m_prompts.find(slot);
  return prompt == m_prompts.end() ? 0 : static_cast<int>(prompt->second.size() / kWidth);
}

void ScriptedDecoder::truncatePrompt(int slot, int length) {
  m_sequences.clear();
  if (promptLength(slot) > length) {
    m_prompts[slot].resize(static_cast<std::size_t>(length) * kWidth);
  }
}

bool ScriptedDecoder::extendPrompt(int slot, std::span<const float> rows, std::span<float> logits,
                                   std::stop_token stop) {
  m_sequences.clear();
  const std::size_t chunk = kChunk * kWidth;
  for (std::size_t at = 0; at < rows.size(); at += chunk) {
    if (stop.stop_requested()) return false;
    const auto part = rows.subspan(at, std::min(chunk, rows.size() - at));
    m_prompts[slot].insert(m_prompts[slot].end(), part.begin(), part.end());
    rowsRead += static_cast<int>(part.size() / kWidth);
  }
  if (!logits.empty()) write(m_prompts[slot], {}, logits);
  return true;
}

void ScriptedDecoder::beginSequences(std::span<const int> slots, int /*capacity*/) {
  m_sequences.clear();
  for (const int slot : slots) m_sequences.push_back({slot, {}});
}

void ScriptedDecoder::step(std::span<const TokenId> tokens, std::span<const int> parents,
                           std::span<float> logits) {
  if (std::exchange(failsNext, false)) throw std::bad_alloc();
  widestStep = std::max(widestStep, tokens.size());
  std::vector<Sequence> next;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    next.push_back(m_sequences.at(static_cast<std::size_t>(parents[i])));
    std::vector<float> row(kWidth);
    embed(tokens.subspan(i, 1), row);
    next.back().rows.insert(next.back().rows.end(), row.begin(), row.end());
    const auto vocabulary = static_cast<std::size_t>(m_config.vocab);
    write(m_prompts[next.back().slot], next.back().rows,
          logits.subspan(i * vocabulary, vocabulary));
  }
  m_sequences = std::move(next);
}

void ScriptedDecoder::keepSequence(int sequence) {
  const Sequence kept = m_sequences.at(static_cast<std::size_t>(sequence));
  m_prompts[kept.slot].insert(m_prompts[kept.slot].end(), kept.rows.begin(), kept.rows.end());
  m_sequences.clear();
}

std::size_t ScriptedDecoder::slotsInUse() const {
  return static_cast<std::size_t>(
      std::count_if(m_prompts.begin(), m_prompts.end(),
                    [](const auto& prompt) { return !prompt.second.empty(); }));
}

void ScriptedDecoder::write(const std::vector<float>& prompt, const std::vector<float>& behind,
                            std::span<float> logits) const {
  const std::uint64_t hash = hashOf(hashOf(1, prompt), behind);
  for (std::size_t id = 0; id < logits.size(); ++id) {
    logits[id] = static_cast<float>(mixed(hash + id) % 4096) / 256.0F;
  }
}

Result<std::vector<std::vector<float>>> CountingEncoder::encode(
    std::span<const session::SeenStructure> structures, std::stop_token stop) {
  std::vector<std::vector<float>> rows;
  if (stop.stop_requested()) return rows;
  for (const session::SeenStructure& structure : structures) {
    ++*m_encoded;
    if (structure.symbols.front() == "Xx") {
      return fail(ErrorCode::InvalidInput, "The structure cannot be read.");
    }
    std::vector<float> soft(static_cast<std::size_t>(tokens()) * kWidth);
    for (std::size_t i = 0; i < soft.size(); ++i) {
      soft[i] = structure.positions[i % structure.positions.size()][i % 3] + 0.5F;
    }
    rows.push_back(std::move(soft));
  }
  return rows;
}
