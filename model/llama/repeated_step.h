#pragma once

#include <functional>
#include <memory>

#include "model/llama/decoder.h"
#include "model/llama/sequence_keys.h"
#include "model/nn/device_graph.h"

namespace molloquy::llama {

/// One step of a decoder with all its tensors at fixed places, so that a GPU can repeat it as a
/// recorded graph. Good for one number of sequences, one number of columns and one slot's buffers.
class RepeatedStep {
 public:
  /// prepared  a prepared step with a common slot and rounded columns.
  RepeatedStep(const SequenceKeys& prepared, int64_t count, int vocabulary);

  /// Whether a prepared step has the same sizes and buffers.
  [[nodiscard]] bool suits(const SequenceKeys& prepared, int64_t count) const;
  /// The buffers have moved: it will never suit again.
  [[nodiscard]] bool isStale() const { return m_buffers.expired(); }

  /// Runs the prepared step. ids [1, count] int64 on the CPU. returns logits [count, V] float on
  /// the device, overwritten by the next step.
  ///
  /// The first run on a GPU is recorded and repeated once; if that gives other logits, or cannot
  /// be recorded, steps stay what they are without a graph.
  const at::Tensor& run(Decoder& decoder, SequenceKeys& prepared, const at::Tensor& ids);

 private:
  void record(const std::function<void()>& work);

  at::Tensor m_ids;
  SequenceKeys::StepTensors m_tensors;
  at::Tensor m_logits;
  std::weak_ptr<const void> m_buffers;
  enum class State { New, Plain, Recorded } m_state = State::New;
  nn::DeviceGraph m_graph;
};

}  // namespace molloquy::llama
