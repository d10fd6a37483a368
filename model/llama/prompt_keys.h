#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <vector>

#include "model/llama/config.h"
#include "model/llama/key_values.h"

namespace molloquy::llama {

/// Keys and values of one slot, a pair of buffers [1, Hkv, columns, d] per layer: first those of
/// the prompt, position by position; behind them room for the tokens being written.
///
/// Memory: 2 * layers * Hkv * columns * d numbers.
class PromptKeys {
 public:
  /// Columns come in multiples of this, which suits the GPU's attention kernels.
  static constexpr int64_t kColumnStep = 128;

  PromptKeys(const Config& config, const at::TensorOptions& options);

  /// Makes room for so many columns in all; what they hold stays.
  void reserve(int64_t columns);

  /// Positions of the prompt.
  [[nodiscard]] int64_t length() const { return m_length; }
  void setLength(int64_t length) { m_length = length; }
  [[nodiscard]] int64_t columns() const { return m_keys.front().size(2); }
  /// Expires when the buffers move.
  [[nodiscard]] std::weak_ptr<const void> buffers() const { return m_buffers; }
  [[nodiscard]] const at::Tensor& keys(int layer) const {
    return m_keys[static_cast<std::size_t>(layer)];
  }
  [[nodiscard]] const at::Tensor& values(int layer) const {
    return m_values[static_cast<std::size_t>(layer)];
  }

  /// Moves the columns at `index` [n] int64 to the end of the prompt and counts them as part of it.
  void append(const at::Tensor& index);

 private:
  int64_t m_length = 0;
  std::shared_ptr<const void> m_buffers;
  std::vector<at::Tensor> m_keys;
  std::vector<at::Tensor> m_values;
};

/// One chunk of a prompt, at the positions behind those the slot holds. The slot's length is the
/// caller's to raise once every layer is through.
class PromptChunk : public KeyValues {
 public:
  /// tokens  L of the chunk; there has to be room for them.  window  config.slidingWindow.
  PromptChunk(PromptKeys& slot, int64_t tokens, int window);
  at::Tensor attend(int layer, const at::Tensor& q, const at::Tensor& k,
                    const at::Tensor& v) override;

 private:
  PromptKeys& m_slot;
  int64_t m_tokens;
  at::Tensor m_mask;  ///< [1, 1, L, length + L]; undefined where plain causal attention does.
};

/// A row that reads the slot's prompt, but is neither read by itself nor kept.
class UnseenRow : public KeyValues {
 public:
  explicit UnseenRow(const PromptKeys& slot) : m_slot(slot) {}
  at::Tensor attend(int layer, const at::Tensor& q, const at::Tensor& k,
                    const at::Tensor& v) override;

 private:
  const PromptKeys& m_slot;
};

}  // namespace molloquy::llama
