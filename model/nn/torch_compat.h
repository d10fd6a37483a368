#pragma once

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include <limits>
#include <optional>

/// The one place that knows which libtorch is being compiled against (1.13 and 2.x).
namespace molloquy::nn {

#if TORCH_VERSION_MAJOR >= 2
inline constexpr bool kHasFusedAttention = true;
#else
inline constexpr bool kHasFusedAttention = false;
#endif

/// softmax(q k^T / sqrt(d)) v in one kernel; only called where kHasFusedAttention.
/// q, k, v  [B, H, L or S, d]; mask [B or 1, 1, L or 1, S] additive float, or undefined.
inline at::Tensor fusedAttention([[maybe_unused]] const at::Tensor& q,
                                 [[maybe_unused]] const at::Tensor& k,
                                 [[maybe_unused]] const at::Tensor& v,
                                 [[maybe_unused]] const at::Tensor& mask,
                                 [[maybe_unused]] bool causal, [[maybe_unused]] double dropout) {
#if TORCH_VERSION_MAJOR >= 2
  std::optional<at::Tensor> bias;
  if (mask.defined()) {
    // float32's most negative number would round to -inf, and a row of -inf to NaN.
    const double lowest = q.scalar_type() == at::kBFloat16
                              ? static_cast<double>(std::numeric_limits<c10::BFloat16>::lowest())
                          : q.scalar_type() == at::kHalf
                              ? static_cast<double>(std::numeric_limits<c10::Half>::lowest())
                              : static_cast<double>(std::numeric_limits<float>::lowest());
    bias = mask.clamp_min(lowest)
               .to(q.scalar_type())
               .expand({q.size(0), q.size(1), q.size(2), k.size(2)});
  }
  return at::scaled_dot_product_attention(q, k, v, bias, dropout, causal);
#else
  TORCH_CHECK(false, "fused attention needs libtorch 2");
#endif
}

/// x / sqrt(mean(x^2) + eps) * weight over the last dimension, the mean in float32; one kernel
/// where libtorch has it (2.4).
inline at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
  return at::rms_norm(x, weight.sizes(), weight, eps);
#else
  const at::Tensor wide = x.to(at::kFloat);
  const at::Tensor inverse = at::rsqrt(wide.square().mean(-1, /*keepdim=*/true) + eps);
  return weight * (wide * inverse).to(x.scalar_type());
#endif
}

/// Autocast as it is set for one kind of device in this thread.
struct AutocastSettings {
  bool enabled = false;
  at::ScalarType type = at::kBFloat16;

  static AutocastSettings current(at::DeviceType device) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    return {at::autocast::is_autocast_enabled(device), at::autocast::get_autocast_dtype(device)};
#else
    if (device == at::kCPU) {
      return {at::autocast::is_cpu_enabled(), at::autocast::get_autocast_cpu_dtype()};
    }
    return {at::autocast::is_enabled(), at::autocast::get_autocast_gpu_dtype()};
#endif
  }

  void apply(at::DeviceType device) const {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    at::autocast::set_autocast_dtype(device, type);
    at::autocast::set_autocast_enabled(device, enabled);
#else
    if (device == at::kCPU) {
      at::autocast::set_autocast_cpu_dtype(type);
      at::autocast::set_cpu_enabled(enabled);
    } else {
      at::autocast::set_autocast_gpu_dtype(type);
      at::autocast::set_enabled(enabled);
    }
#endif
  }
};

/// Given settings for its lifetime, and no memory of weights that were cast: one cast without a
/// graph would be found again by work that needs one.
class AutocastScope {
 public:
  AutocastScope(at::DeviceType device, const AutocastSettings& settings)
      : m_device(device),
        m_before(AutocastSettings::current(device)),
        m_cached(at::autocast::is_autocast_cache_enabled()) {
    settings.apply(m_device);
    at::autocast::set_autocast_cache_enabled(false);
  }
  ~AutocastScope() {
    m_before.apply(m_device);
    at::autocast::set_autocast_cache_enabled(m_cached);
  }
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

 private:
  at::DeviceType m_device;
  AutocastSettings m_before;
  bool m_cached;
};

/// Switches autocast to bfloat16 for its lifetime, where asked; drops cached weight copies at its
/// end.
class Bfloat16Autocast {
 public:
  Bfloat16Autocast(at::DeviceType device, bool enable) : m_device(device), m_enabled(enable) {
    if (m_enabled) AutocastSettings{true, at::kBFloat16}.apply(m_device);
  }
  ~Bfloat16Autocast() {
    if (!m_enabled) return;
    at::autocast::clear_cache();
    AutocastSettings{false, at::kBFloat16}.apply(m_device);
  }
  Bfloat16Autocast(const Bfloat16Autocast&) = delete;
  Bfloat16Autocast& operator=(const Bfloat16Autocast&) = delete;

 private:
  at::DeviceType m_device;
  bool m_enabled;
};

}  // namespace molloquy::nn
