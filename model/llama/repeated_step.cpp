#include "model/llama/repeated_step.h"

#include <torch/torch.h>

namespace molloquy::llama {
namespace {

void copyTo(const at::Tensor& place, const at::Tensor& host) {
  if (place.device().is_cpu() || !host.device().is_cpu()) {
    place.copy_(host, /*non_blocking=*/true);
  } else {
    place.copy_(host.pin_memory(), /*non_blocking=*/true);
  }
}

/// Equal up to what another order of additions does in the numbers' precision.
bool agree(const at::Tensor& a, const at::Tensor& b) {
  constexpr double kTolerance = 0.02;
  const double scale = a.abs().max().item<double>();
  return (a - b).abs().max().item<double>() <= kTolerance * scale;
}

}  // namespace

RepeatedStep::RepeatedStep(const SequenceKeys& prepared, int64_t count, int vocabulary)
    : m_buffers(prepared.commonSlot()->buffers()) {
  const SequenceKeys::StepTensors tensors = prepared.stepTensors();
  const at::Device device = tensors.mask.device();
  m_ids = at::zeros({1, count}, at::TensorOptions(at::kLong).device(device));
  m_tensors = {at::empty_like(tensors.positions), at::empty_like(tensors.written),
               at::empty_like(tensors.mask)};
  m_logits = at::empty({count, vocabulary}, at::TensorOptions(at::kFloat).device(device));
}

bool RepeatedStep::suits(const SequenceKeys& prepared, int64_t count) const {
  const std::weak_ptr<const void> buffers = prepared.commonSlot()->buffers();
  return m_ids.size(1) == count && !m_buffers.owner_before(buffers) &&
         !buffers.owner_before(m_buffers) &&
         m_tensors.mask.sizes() == prepared.stepTensors().mask.sizes();
}

void RepeatedStep::record(const std::function<void()>& work) {
  m_state = State::Plain;
  if (!nn::DeviceGraph::isAvailable(m_logits.device())) return work();
  work();
  const at::Tensor plain = m_logits.clone();
  try {
    m_graph.record(work);
    m_logits.zero_();
    m_graph.replay();
    if (agree(plain, m_logits)) m_state = State::Recorded;
  } catch (const c10::Error&) {
    // Without a graph the step is slower and just as right.
  }
  m_logits.copy_(plain);
}

const at::Tensor& RepeatedStep::run(Decoder& decoder, SequenceKeys& prepared,
                                    const at::Tensor& ids) {
  const SequenceKeys::StepTensors tensors = prepared.stepTensors();
  copyTo(m_ids, ids);
  copyTo(m_tensors.positions, tensors.positions);
  copyTo(m_tensors.written, tensors.written);
  copyTo(m_tensors.mask, tensors.mask);
  prepared.setStepTensors(m_tensors);
  const auto work = [&] {
    DecoderInput input;
    input.embeddings = decoder->embed(m_ids);  // [1, count, D]
    input.positions = m_tensors.positions;
    input.keys = &prepared;
    m_logits.copy_(decoder->logits(decoder->forward(input)).view(m_logits.sizes()));
  };
  switch (m_state) {
    case State::New:
      record(work);
      break;
    case State::Plain:
      work();
      break;
    case State::Recorded:
      m_graph.replay();
      break;
  }
  return m_logits;
}

}  // namespace molloquy::llama
