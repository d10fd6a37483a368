#include "model/native/kv_store.h"

#include <algorithm>

#include "model/base/half_numbers.h"

namespace molloquy::native {

KvBlock::KvBlock(const KvShape& shape) : m_shape(shape), m_numbers(shape.blockNumbers()) {
  // Tokens not yet written are multiplied by weights of zero: they must be numbers.
  std::fill_n(m_numbers.data(), m_numbers.size(), std::uint16_t{0});
}

void KvBlock::write(int layer, int head, int token, const float* key, const float* value) {
  std::uint16_t* keys = m_numbers.data() + offset(layer, head);
  std::uint16_t* values = keys + std::ptrdiff_t{m_shape.headDim} * kBlockTokens;
  for (int i = 0; i < m_shape.headDim; ++i) {
    keys[(i / 2) * 2 * kBlockTokens + 2 * token + i % 2] = bfloat16FromFloat(key[i]);
    values[(token / 2) * 2 * m_shape.paddedDim() + 2 * i + token % 2] = bfloat16FromFloat(value[i]);
  }
}

void KvBlock::copyToken(int token, const KvBlock& from, int fromToken) {
  const int width = 2 * m_shape.paddedDim();
  for (int layer = 0; layer < m_shape.layers; ++layer) {
    for (int head = 0; head < m_shape.kvHeads; ++head) {
      const std::uint16_t* source = from.keys(layer, head);
      const std::uint16_t* sourceValues = from.values(layer, head);
      std::uint16_t* keys = m_numbers.data() + offset(layer, head);
      std::uint16_t* values = keys + std::ptrdiff_t{m_shape.headDim} * kBlockTokens;
      for (int i = 0; i < m_shape.headDim; ++i) {
        const int pair = (i / 2) * 2 * kBlockTokens + i % 2;
        keys[pair + 2 * token] = source[pair + 2 * fromToken];
        values[(token / 2) * width + 2 * i + token % 2] =
            sourceValues[(fromToken / 2) * width + 2 * i + fromToken % 2];
      }
    }
  }
}

void SequenceStore::begin(std::span<const int> slots) {
  end();
  for (const int slot : slots) m_sequences.push_back({slot, {}});
}

void SequenceStore::end() {
  m_sequences.clear();
  for (Page& page : m_pages) page.slot = -1;
}

int SequenceStore::slot(int sequence) const {
  return m_sequences[static_cast<std::size_t>(sequence)].slot;
}

int SequenceStore::length(int sequence) const {
  return static_cast<int>(m_sequences[static_cast<std::size_t>(sequence)].places.size());
}

void SequenceStore::grow(std::span<const int> parents) {
  std::vector<Sequence> grown;
  grown.reserve(parents.size());
  for (const int parent : parents) grown.push_back(m_sequences[static_cast<std::size_t>(parent)]);
  m_sequences = std::move(grown);
  freeUnread();
  for (Sequence& sequence : m_sequences) sequence.places.push_back(newPlace(sequence.slot));
}

SequenceStore::Place SequenceStore::newest(int sequence) {
  const std::int32_t place = m_sequences[static_cast<std::size_t>(sequence)].places.back();
  return {m_pages[static_cast<std::size_t>(place / kBlockTokens)].block.get(),
          place % kBlockTokens};
}

SequenceStore::Pages SequenceStore::pages(int slot, int window) const {
  Pages result;
  std::vector<int> column(m_pages.size(), -1);
  for (std::size_t page = 0; page < m_pages.size(); ++page) {
    if (m_pages[page].slot != slot) continue;
    column[page] = static_cast<int>(result.blocks.size());
    result.blocks.push_back(m_pages[page].block.get());
  }
  for (const Sequence& sequence : m_sequences) {
    if (sequence.slot != slot) continue;
    const std::size_t row = result.masks.size();
    result.masks.resize(row + result.blocks.size(), 0);
    const std::size_t count = sequence.places.size();
    const std::size_t first =
        window > 0 && count > static_cast<std::size_t>(window) ? count - static_cast<std::size_t>(window) : 0;
    for (std::size_t i = first; i < count; ++i) {
      const std::int32_t place = sequence.places[i];
      const int page = column[static_cast<std::size_t>(place / kBlockTokens)];
      result.masks[row + static_cast<std::size_t>(page)] |= 1U << (place % kBlockTokens);
    }
  }
  return result;
}

void SequenceStore::appendTo(Prompt& prompt, int sequence) const {
  for (const std::int32_t place : m_sequences[static_cast<std::size_t>(sequence)].places) {
    if (prompt.length % kBlockTokens == 0 &&
        prompt.length / kBlockTokens == static_cast<int>(prompt.blocks.size())) {
      prompt.blocks.push_back(std::make_unique<KvBlock>(m_shape));
    }
    prompt.blocks[static_cast<std::size_t>(prompt.length / kBlockTokens)]->copyToken(
        prompt.length % kBlockTokens, *m_pages[static_cast<std::size_t>(place / kBlockTokens)].block,
        place % kBlockTokens);
    ++prompt.length;
  }
}

std::size_t SequenceStore::bytes() const {
  return m_pages.size() * m_shape.blockNumbers() * sizeof(std::uint16_t);
}

std::int32_t SequenceStore::newPlace(int slot) {
  std::size_t page = 0;
  while (page < m_pages.size() &&
         (m_pages[page].slot != slot || m_pages[page].used == kBlockTokens)) {
    ++page;
  }
  if (page == m_pages.size()) {
    page = 0;
    while (page < m_pages.size() && m_pages[page].slot >= 0) ++page;
    if (page == m_pages.size()) m_pages.push_back({std::make_unique<KvBlock>(m_shape), -1, 0});
    m_pages[page].slot = slot;
    m_pages[page].used = 0;
  }
  return static_cast<std::int32_t>(page) * kBlockTokens + m_pages[page].used++;
}

void SequenceStore::freeUnread() {
  std::vector<bool> read(m_pages.size(), false);
  for (const Sequence& sequence : m_sequences) {
    for (const std::int32_t place : sequence.places) {
      read[static_cast<std::size_t>(place / kBlockTokens)] = true;
    }
  }
  for (std::size_t page = 0; page < m_pages.size(); ++page) {
    if (!read[page] && m_pages[page].used == kBlockTokens) m_pages[page].slot = -1;
  }
}

}  // namespace molloquy::native
