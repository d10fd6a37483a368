#pragma once

#include <span>
#include <vector>

#include "model/kernels/aligned_buffer.h"
#include "model/kernels/kernel_table.h"
#include "model/kernels/thread_team.h"

namespace molloquy::native {

/// Number type of an encoder's matrices.
enum class EncoderPrecision { Float32, Bfloat16 };

/// Rows of activations for PackedLinear, in float32 and, where asked for, as bfloat16 operands.
struct LinearInput {
  const float* values = nullptr;  ///< [m, columns], rows `stride` apart.
  std::ptrdiff_t stride = 0;
  kernels::Operand operand;  ///< of the same rows; read in bfloat16 only.
  int m = 0;
};

/// y = x W^T + b for many rows: W is kept in panels of 32 outputs, made once.
class PackedLinear {
 public:
  PackedLinear() = default;
  /// weight  [outputs, columns] row-major; bias [outputs].
  PackedLinear(const kernels::KernelTable& table, EncoderPrecision precision,
               std::span<const float> weight, std::span<const float> bias, int outputs,
               int columns);

  [[nodiscard]] int outputs() const { return m_outputs; }
  [[nodiscard]] int columns() const { return m_columns; }
  [[nodiscard]] std::span<const float> bias() const { return m_bias; }
  /// y (+)= x W^T without the bias, for a member's share of the outputs; whole panels.
  void multiply(const kernels::KernelTable& table, const LinearInput& x, float* y,
                std::ptrdiff_t stride, kernels::PanelJob::Output output,
                kernels::TeamMember::Range range) const;
  [[nodiscard]] kernels::TeamMember::Range share(const kernels::TeamMember& member) const {
    return member.share(m_outputs, kernels::kPanelColumns);
  }

 private:
  EncoderPrecision m_precision = EncoderPrecision::Float32;
  int m_outputs = 0;
  int m_columns = 0;
  std::vector<float> m_bias;
  kernels::AlignedBuffer<float> m_floats;           ///< [outputs / 32, columns, 32]
  kernels::AlignedBuffer<std::uint16_t> m_pairs;    ///< [outputs / 32, columns / 2, 32, 2]
};

}  // namespace molloquy::native
