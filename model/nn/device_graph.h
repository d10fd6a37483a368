#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>

namespace molloquy::nn {

/// Work on a GPU that is recorded once and repeated as one launch: the processor's share of a step
/// of a language model, hundreds of small kernels, costs more than a fast GPU needs for them.
///
/// The work has to use the same tensors, of the same sizes, each time, and must not wait for the
/// device. Where libtorch has no CUDA, `isAvailable` is false and there is nothing to record.
class DeviceGraph {
 public:
  DeviceGraph();
  ~DeviceGraph();
  DeviceGraph(DeviceGraph&&) noexcept;
  DeviceGraph& operator=(DeviceGraph&&) noexcept;

  [[nodiscard]] static bool isAvailable(at::Device device);

  /// Does the work once, then records it. Errors: c10::Error where it cannot be recorded.
  void record(const std::function<void()>& work);
  /// Does the work again, behind what the current stream has been given. Precondition: recorded.
  void replay();

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace molloquy::nn
