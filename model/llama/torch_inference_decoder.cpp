#include "model/llama/torch_inference_decoder.h"

#include <torch/torch.h>

#include <algorithm>

namespace molloquy::llama {
namespace {

/// A stop request is seen at latest after this many prompt tokens: a fraction of a second of work
/// on either kind of device.
constexpr int64_t kChunkOnCpu = 64;
constexpr int64_t kChunkOnGpu = 512;

at::Tensor idTensor(std::span<const TokenId> tokens) {
  std::vector<int64_t> ids;
  for (const TokenId token : tokens) ids.push_back(token.value);
  return torch::tensor(ids, torch::kInt64).unsqueeze(0);  // [1, n]
}

at::Tensor viewOf(std::span<float> numbers, at::IntArrayRef shape) {
  return torch::from_blob(numbers.data(), shape, torch::kFloat32);
}

}  // namespace

TorchInferenceDecoder::TorchInferenceDecoder(Decoder decoder)
    : TorchInferenceDecoder(decoder, decoder->device().is_cpu() ? Steps::Fresh : Steps::Repeated) {}

TorchInferenceDecoder::TorchInferenceDecoder(Decoder decoder, Steps steps)
    : m_decoder(std::move(decoder)), m_steps(steps) {}

PromptKeys& TorchInferenceDecoder::slotAt(int slot) {
  const auto options = at::TensorOptions(m_decoder->numberType()).device(m_decoder->device());
  return m_slots.try_emplace(slot, config(), options).first->second;
}

at::Tensor TorchInferenceDecoder::deviceRows(std::span<const float> rows) const {
  const int64_t D = config().hidden;
  const auto n = static_cast<int64_t>(rows.size()) / D;
  // from_blob only reads; libtorch has no constant view.
  return torch::from_blob(const_cast<float*>(rows.data()), {1, n, D}, torch::kFloat32)
      .to(m_decoder->device(), m_decoder->numberType());
}

void TorchInferenceDecoder::copyLogits(const at::Tensor& computed, std::span<float> logits) {
  const at::Tensor rows = computed.to(at::kFloat).view({-1, config().vocab});
  TORCH_CHECK(static_cast<int64_t>(logits.size()) >= rows.numel(), "logits: room for ",
              logits.size(), " numbers, needed ", rows.numel());
  if (rows.device().is_cpu()) {
    viewOf(logits, rows.sizes()).copy_(rows);
    return;
  }
  if (!m_staging.defined() || m_staging.size(0) < rows.size(0)) {
    m_staging = at::empty(rows.sizes(), at::TensorOptions(at::kFloat).pinned_memory(true));
  }
  const at::Tensor staged = m_staging.narrow(0, 0, rows.size(0));
  staged.copy_(rows);  // waits for the step
  std::copy_n(staged.data_ptr<float>(), rows.numel(), logits.begin());
}

void TorchInferenceDecoder::embed(std::span<const TokenId> tokens, std::span<float> rows) {
  if (tokens.empty()) return;
  const c10::InferenceMode inference;
  const at::Tensor embedded = m_decoder->embed(idTensor(tokens).to(m_decoder->device()));
  viewOf(rows, embedded.sizes()).copy_(embedded);
}

int TorchInferenceDecoder::promptLength(int slot) const {
  const auto found = m_slots.find(slot);
  return found == m_slots.end() ? 0 : static_cast<int>(found->second.length());
}

void TorchInferenceDecoder::truncatePrompt(int slot, int length) {
  m_sequences = {};
  const auto found = m_slots.find(slot);
  if (found == m_slots.end()) return;
  if (length <= 0) {
    m_slots.erase(found);
  } else {
    found->second.setLength(std::min<int64_t>(length, found->second.length()));
  }
}

bool TorchInferenceDecoder::readChunks(int slot, std::span<const float> rows,
                                       const OnChunk& onChunk, const std::stop_token& stop) {
  m_sequences = {};
  PromptKeys& keys = slotAt(slot);
  const at::Tensor embeddings = deviceRows(rows);
  const int64_t n = embeddings.size(1);
  keys.reserve(keys.length() + n);
  const int64_t chunk = m_decoder->device().is_cpu() ? kChunkOnCpu : kChunkOnGpu;
  for (int64_t begin = 0; begin < n; begin += chunk) {
    if (stop.stop_requested()) return false;
    const int64_t L = std::min(chunk, n - begin);
    PromptChunk held(keys, L, config().slidingWindow);
    DecoderInput input;
    input.embeddings = embeddings.narrow(1, begin, L);
    input.positions = at::arange(keys.length(), keys.length() + L, torch::dtype(torch::kInt64))
                          .to(m_decoder->device());
    input.keys = &held;
    const at::Tensor hidden = m_decoder->forward(input);
    keys.setLength(keys.length() + L);
    onChunk(begin, hidden);
  }
  return true;
}

bool TorchInferenceDecoder::extendPrompt(int slot, std::span<const float> rows,
                                         std::span<float> logits, std::stop_token stop) {
  const c10::InferenceMode inference;
  at::Tensor last;
  const auto keepLast = [&last](int64_t /*begin*/, const at::Tensor& hidden) { last = hidden; };
  if (!readChunks(slot, rows, keepLast, stop)) return false;
  if (!logits.empty() && last.defined())
    copyLogits(m_decoder->logits(last.narrow(1, last.size(1) - 1, 1)), logits);
  return true;
}

bool TorchInferenceDecoder::readPrompt(int slot, std::span<const float> rows,
                                       const OnLogits& onLogits, std::stop_token stop) {
  const c10::InferenceMode inference;
  const auto V = static_cast<std::size_t>(config().vocab);
  const auto tellRows = [&](int64_t begin, const at::Tensor& hidden) {
    const at::Tensor logits =
        m_decoder->logits(hidden).to(at::kFloat).cpu().view({-1, config().vocab}).contiguous();
    for (int64_t i = 0; i < logits.size(0); ++i) {
      onLogits(static_cast<std::size_t>(begin + i),
               {logits.data_ptr<float>() + static_cast<std::size_t>(i) * V, V});
    }
  };
  return readChunks(slot, rows, tellRows, stop);
}

void TorchInferenceDecoder::beginSequences(std::span<const int> slots, int capacity) {
  const c10::InferenceMode inference;
  m_sequences = {};
  std::vector<PromptKeys*> keys;
  for (const int slot : slots) keys.push_back(&slotAt(slot));
  m_sequences = SequenceKeys(keys, capacity, config().slidingWindow,
                             m_steps == Steps::Fresh ? ColumnsRead::Exact : ColumnsRead::Rounded);
}

void TorchInferenceDecoder::step(std::span<const TokenId> tokens, std::span<const int> parents,
                                 std::span<float> logits) {
  const c10::InferenceMode inference;
  TORCH_CHECK(tokens.size() == parents.size(), "step: got ", tokens.size(), " tokens and ",
              parents.size(), " parents");
  m_sequences.prepare(parents);
  copyLogits(runStep(idTensor(tokens)), logits);
  m_sequences.commit();
}

at::Tensor TorchInferenceDecoder::runStep(const at::Tensor& ids) {
  const int64_t count = ids.size(1);
  if (m_steps == Steps::Fresh || m_sequences.commonSlot() == nullptr) {
    DecoderInput input;
    input.embeddings = m_decoder->embed(ids.to(m_decoder->device()));  // [1, count, D]
    input.positions = m_sequences.positions();
    input.keys = &m_sequences;
    return m_decoder->logits(m_decoder->forward(input));
  }
  std::erase_if(m_repeated, [](const RepeatedStep& step) { return step.isStale(); });
  auto known = std::find_if(m_repeated.begin(), m_repeated.end(), [&](const RepeatedStep& step) {
    return step.suits(m_sequences, count);
  });
  if (known == m_repeated.end()) {
    known = m_repeated.emplace(known, m_sequences, count, config().vocab);
  }
  return known->run(m_decoder, m_sequences, ids);
}

void TorchInferenceDecoder::keepSequence(int sequence) {
  const c10::InferenceMode inference;
  m_sequences.keep(static_cast<std::size_t>(sequence));
  m_sequences = {};
}

void TorchInferenceDecoder::readUnseenRow(int slot, std::span<const float> row, int position,
                                          std::span<float> logits) {
  const c10::InferenceMode inference;
  UnseenRow unseen(slotAt(slot));
  DecoderInput input;
  input.embeddings = deviceRows(row);
  input.positions = torch::tensor({static_cast<int64_t>(position)}).to(m_decoder->device());
  input.keys = &unseen;
  copyLogits(m_decoder->logits(m_decoder->forward(input)), logits);
}

std::size_t TorchInferenceDecoder::cacheBytes() const {
  std::size_t bytes = 0;
  for (const auto& [number, slot] : m_slots) {
    for (int layer = 0; layer < config().layers; ++layer) {
      bytes += slot.keys(layer).nbytes() + slot.values(layer).nbytes();
    }
  }
  return bytes;
}

}  // namespace molloquy::llama
