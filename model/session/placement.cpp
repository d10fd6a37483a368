#include "model/session/placement.h"

#include <ATen/Context.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <torch/cuda.h>

#include <filesystem>
#include <optional>

namespace molloquy::session {
namespace {

bool isPacked(Precision precision) {
  return precision == Precision::Int8 || precision == Precision::Int4;
}

/// Free bytes of the first CUDA device, asked from the runtime that libtorch has loaded: so this
/// file builds without CUDA's headers.
std::optional<std::uint64_t> freeCudaMemory() {
  for (const char* name : {"libcudart.so.13", "libcudart.so.12", "libcudart.so.11.0"}) {
    void* runtime = ::dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    if (runtime == nullptr) continue;
    const auto memory =
        reinterpret_cast<int (*)(std::size_t*, std::size_t*)>(::dlsym(runtime, "cudaMemGetInfo"));
    std::size_t free = 0;
    std::size_t total = 0;
    if (memory != nullptr && memory(&free, &total) == 0) return free;
  }
  return std::nullopt;
}

/// Why no CUDA device can be used by a model of that size; nothing when one can.
std::optional<Error> whyNoCuda(const OpenOptions& options, const ModelSizes& sizes,
                               const MemoryEstimate& estimate) {
  const auto because = [](ErrorCode code, std::string sentence) {
    return Error(code, std::move(sentence));
  };
  if (options.device == DeviceChoice::Cpu) {
    return because(ErrorCode::Unsupported, "The processor is used, as it was chosen.");
  }
  if (!at::globalContext().hasCUDART()) {
    return because(ErrorCode::Unsupported, "No GPU is used: this build of libtorch has no CUDA.");
  }
  if (!torch::cuda::is_available()) {
    std::error_code ignored;
    return because(ErrorCode::Unsupported,
                   std::filesystem::exists("/proc/driver/nvidia/version", ignored)
                       ? "No GPU is used: the NVIDIA driver shows no CUDA device."
                       : "No GPU is used: no NVIDIA driver is loaded.");
  }
  const Precision asked =
      options.precision == Precision::Automatic ? sizes.stored : options.precision;
  if (isPacked(asked)) {
    return because(ErrorCode::Unsupported,
                   fmt::format("No GPU is used: {} weights are computed on the processor.",
                               precisionName(asked)));
  }
  const auto free = freeCudaMemory();
  if (free && estimate.total() > *free) {
    return because(ErrorCode::OutOfMemory,
                   fmt::format("No GPU is used: the model needs {}, the device has {} free.",
                               sizeText(estimate.total()), sizeText(*free)));
  }
  return std::nullopt;
}

Result<void> checkPacked(const OpenOptions& options, const ModelSizes& sizes) {
  const Precision asked = options.precision;
  if (asked == Precision::Automatic || asked == sizes.stored) return {};
  if (isPacked(asked)) {
    return fail(ErrorCode::Unsupported,
                fmt::format("The model {} is stored in {}; make an {} folder of it with "
                            "\"molloquy-cli model quantize\" and open that.",
                            sizes.name, precisionName(sizes.stored), precisionName(asked)));
  }
  if (isPacked(sizes.stored)) {
    return fail(ErrorCode::Unsupported,
                fmt::format("The model {} is stored in {} and cannot be computed in {}; open the "
                            "folder that it was made from.",
                            sizes.name, precisionName(sizes.stored), precisionName(asked)));
  }
  return {};
}

}  // namespace

std::string Placement::deviceName() const {
  return device.is_cuda() ? fmt::format("CUDA {}", static_cast<int>(device.index())) : "CPU";
}

at::ScalarType Placement::torchType() const {
  return device.is_cuda() && precision != Precision::Float32 ? at::kBFloat16 : at::kFloat;
}

Result<Placement> choosePlacement(const OpenOptions& options, const ModelSizes& sizes,
                                  const MemoryEstimate& estimate) {
  if (const auto packed = checkPacked(options, sizes); !packed) {
    return tl::unexpected(packed.error());
  }
  Placement placement;
  const auto obstacle = whyNoCuda(options, sizes, estimate);
  if (!obstacle) {
    placement.device = at::Device(at::kCUDA, 0);
    placement.precision =
        options.precision == Precision::Float32 ? Precision::Float32 : Precision::Bfloat16;
    return placement;
  }
  if (options.device == DeviceChoice::Cuda) {
    return fail(obstacle->code, fmt::format("A CUDA device was asked for. {} Choose the processor.",
                                            obstacle->message));
  }
  placement.note = obstacle->message;
  placement.precision = estimate.precision;
  placement.engine =
      placement.precision == Precision::Float32 ? LanguageEngine::Torch : LanguageEngine::Native;
  return placement;
}

}  // namespace molloquy::session
