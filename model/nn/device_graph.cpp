#include "model/nn/device_graph.h"

#include <c10/util/Exception.h>

#ifdef MOLLOQUY_CUDA_GRAPHS
#include <ATen/cuda/CUDAContext.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>
#endif

namespace molloquy::nn {

#ifdef MOLLOQUY_CUDA_GRAPHS

struct DeviceGraph::Impl {
  at::cuda::CUDAGraph graph;
};

bool DeviceGraph::isAvailable(at::Device device) { return device.is_cuda(); }

void DeviceGraph::record(const std::function<void()>& work) {
  m_impl = std::make_unique<Impl>();
  at::cuda::getCurrentCUDAStream().synchronize();
  // Recording needs a stream that nothing else uses.
  const at::cuda::CUDAStream stream = at::cuda::getStreamFromPool();
  const c10::cuda::CUDAStreamGuard guard(stream);
  work();
  stream.synchronize();
  m_impl->graph.capture_begin();
  try {
    work();
  } catch (...) {
    try {
      m_impl->graph.capture_end();
    } catch (const c10::Error&) {
      // The first failure is the one to tell.
    }
    throw;
  }
  m_impl->graph.capture_end();
}

void DeviceGraph::replay() { m_impl->graph.replay(); }

#else

struct DeviceGraph::Impl {};

bool DeviceGraph::isAvailable(at::Device) { return false; }

void DeviceGraph::record(const std::function<void()>&) {
  TORCH_CHECK(false, "this libtorch has no CUDA, so no work can be recorded");
}

void DeviceGraph::replay() { TORCH_CHECK(false, "no work was recorded"); }

#endif

DeviceGraph::DeviceGraph() = default;
DeviceGraph::~DeviceGraph() = default;
DeviceGraph::DeviceGraph(DeviceGraph&&) noexcept = default;
DeviceGraph& DeviceGraph::operator=(DeviceGraph&&) noexcept = default;

}  // namespace molloquy::nn
