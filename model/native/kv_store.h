#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/kernels/aligned_buffer.h"

namespace molloquy::native {

/// Tokens whose keys and values lie together.
inline constexpr int kBlockTokens = 32;

/// Sizes of a key and value store.
struct KvShape {
  int layers = 0;
  int kvHeads = 0;
  int headDim = 0;  ///< d, even.

  /// d rounded up to whole panels.
  [[nodiscard]] int paddedDim() const { return (headDim + 31) / 32 * 32; }
  /// bfloat16 numbers of one layer and head: keys [d / 2, 32 tokens, 2], then values [16, padded d, 2].
  [[nodiscard]] std::size_t headNumbers() const {
    return static_cast<std::size_t>(kBlockTokens) *
           static_cast<std::size_t>(headDim + paddedDim());
  }
  [[nodiscard]] std::size_t blockNumbers() const {
    return headNumbers() * static_cast<std::size_t>(layers) * static_cast<std::size_t>(kvHeads);
  }
  [[nodiscard]] std::size_t bytesPerToken() const { return blockNumbers() * 2 / kBlockTokens; }
};

/// Keys and values of 32 tokens in all layers and heads, in panels (see kernels::PanelJob), so that
/// attention to them is the same multiplication as everything else.
class KvBlock {
 public:
  explicit KvBlock(const KvShape& shape);

  [[nodiscard]] const std::uint16_t* keys(int layer, int head) const {
    return m_numbers.data() + offset(layer, head);
  }
  [[nodiscard]] const std::uint16_t* values(int layer, int head) const {
    return keys(layer, head) + std::ptrdiff_t{m_shape.headDim} * kBlockTokens;
  }
  /// Stores one token's key and value [d] of a layer and head, rounded to bfloat16.
  void write(int layer, int head, int token, const float* key, const float* value);
  /// Copies a token of another block of the same shape.
  void copyToken(int token, const KvBlock& from, int fromToken);

 private:
  [[nodiscard]] std::ptrdiff_t offset(int layer, int head) const {
    return static_cast<std::ptrdiff_t>(m_shape.headNumbers()) *
           (std::ptrdiff_t{layer} * m_shape.kvHeads + head);
  }

  KvShape m_shape;
  kernels::AlignedBuffer<std::uint16_t> m_numbers;
};

/// A prompt's blocks, in order of position.
struct Prompt {
  std::vector<std::unique_ptr<KvBlock>> blocks;
  int length = 0;  ///< positions filled.
};

/// The texts that continue prompts. A token's keys are written once, into the open page of the
/// sequence's prompt; a sequence is a list of places, so a reorder copies lists and no keys.
class SequenceStore {
 public:
  explicit SequenceStore(const KvShape& shape) : m_shape(shape) {}

  /// Forgets all sequences and starts one behind each of the slots.
  void begin(std::span<const int> slots);
  void end();
  [[nodiscard]] int count() const { return static_cast<int>(m_sequences.size()); }
  [[nodiscard]] int slot(int sequence) const;
  [[nodiscard]] int length(int sequence) const;

  /// Sequence i becomes a copy of parents[i] with one place more, which is to be written.
  void grow(std::span<const int> parents);
  /// Where the newest token of a sequence lies.
  struct Place {
    KvBlock* block = nullptr;
    int token = 0;
  };
  [[nodiscard]] Place newest(int sequence);

  /// Pages that hold tokens of the slot's sequences, and for each sequence of the slot (in order)
  /// the bits of the tokens that are its own: masks [sequences of the slot, pages].
  struct Pages {
    std::vector<const KvBlock*> blocks;
    std::vector<std::uint32_t> masks;
  };
  /// window  newest tokens of a sequence that may be read, 0 = all.
  [[nodiscard]] Pages pages(int slot, int window) const;

  /// Appends the tokens of a sequence to its prompt.
  void appendTo(Prompt& prompt, int sequence) const;

  /// Bytes of all pages.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Page {
    std::unique_ptr<KvBlock> block;
    int slot = -1;  ///< -1 = free.
    int used = 0;
  };
  struct Sequence {
    int slot = 0;
    std::vector<std::int32_t> places;  ///< page * kBlockTokens + token, in order of position.
  };
  std::int32_t newPlace(int slot);
  void freeUnread();

  KvShape m_shape;
  std::vector<Page> m_pages;
  std::vector<Sequence> m_sequences;
};

}  // namespace molloquy::native
