#include "model/llama/prompt_keys.h"

#include <torch/torch.h>

#include <algorithm>

#include "model/nn/attention.h"

namespace molloquy::llama {

PromptKeys::PromptKeys(const Config& config, const at::TensorOptions& options) {
  for (int layer = 0; layer < config.layers; ++layer) {
    for (auto* buffers : {&m_keys, &m_values}) {
      buffers->push_back(at::zeros({1, config.kvHeads, 0, config.headDim()}, options));
    }
  }
}

void PromptKeys::reserve(int64_t wanted) {
  if (wanted <= columns()) return;
  const int64_t rounded = (wanted + kColumnStep - 1) / kColumnStep * kColumnStep;
  m_buffers = std::make_shared<int>();
  for (auto* buffers : {&m_keys, &m_values}) {
    for (at::Tensor& buffer : *buffers) {
      // Zeros: a masked column that nobody wrote to must not hold a NaN.
      at::Tensor larger = at::zeros({1, buffer.size(1), rounded, buffer.size(3)}, buffer.options());
      larger.narrow(2, 0, buffer.size(2)).copy_(buffer);
      buffer = larger;
    }
  }
}

void PromptKeys::append(const at::Tensor& index) {
  for (auto* buffers : {&m_keys, &m_values}) {
    for (at::Tensor& buffer : *buffers) {
      buffer.narrow(2, m_length, index.size(0)).copy_(buffer.index_select(2, index));
    }
  }
  m_length += index.size(0);
}

PromptChunk::PromptChunk(PromptKeys& slot, int64_t tokens, int window)
    : m_slot(slot), m_tokens(tokens) {
  const int64_t begin = slot.length();
  const bool windowed = window > 0 && begin + tokens > window;
  if ((begin == 0 || tokens == 1) && !windowed) return;
  const auto indices = torch::dtype(torch::kInt64).device(slot.keys(0).device());
  const at::Tensor rows = at::arange(begin, begin + tokens, indices).unsqueeze(1);
  const at::Tensor back = rows - at::arange(begin + tokens, indices).unsqueeze(0);
  at::Tensor allowed = back.ge(0);
  if (windowed) allowed = allowed.logical_and(back.lt(window));
  m_mask = nn::additiveMask(allowed).unsqueeze(0).unsqueeze(0);  // [1, 1, L, begin + L]
}

at::Tensor PromptChunk::attend(int layer, const at::Tensor& q, const at::Tensor& k,
                               const at::Tensor& v) {
  const int64_t begin = m_slot.length();
  m_slot.keys(layer).narrow(2, begin, m_tokens).copy_(k);
  m_slot.values(layer).narrow(2, begin, m_tokens).copy_(v);
  if (begin == 0 && !m_mask.defined()) {
    return nn::attention(q, k, v, {}, nn::AttentionReach::Causal);
  }
  return nn::attention(q, m_slot.keys(layer).narrow(2, 0, begin + m_tokens),
                       m_slot.values(layer).narrow(2, 0, begin + m_tokens), m_mask,
                       nn::AttentionReach::Everything);
}

at::Tensor UnseenRow::attend(int layer, const at::Tensor& q, const at::Tensor&, const at::Tensor&) {
  return nn::attention(q, m_slot.keys(layer).narrow(2, 0, m_slot.length()),
                       m_slot.values(layer).narrow(2, 0, m_slot.length()), {},
                       nn::AttentionReach::Everything);
}

}  // namespace molloquy::llama
