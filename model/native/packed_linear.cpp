#include "model/native/packed_linear.h"

#include <algorithm>
#include <cassert>

#include "model/base/half_numbers.h"

namespace molloquy::native {
namespace {

using kernels::kMaxPanelRows;
using kernels::kPanelColumns;

/// Columns at a time: a panel's part stays in the second-level cache, and a row's sums are not put down
/// and taken up too often.
constexpr int kDepth = 512;

}  // namespace

PackedLinear::PackedLinear(const kernels::KernelTable& /*table*/, EncoderPrecision precision,
                           std::span<const float> weight, std::span<const float> bias, int outputs,
                           int columns)
    : m_precision(precision),
      m_outputs(outputs),
      m_columns(columns),
      m_bias(bias.begin(), bias.end()) {
  assert(columns % 2 == 0 && weight.size() == static_cast<std::size_t>(outputs) * columns);
  const int panels = (outputs + kPanelColumns - 1) / kPanelColumns;
  const auto count = static_cast<std::size_t>(panels) * static_cast<std::size_t>(columns) * kPanelColumns;
  if (precision == EncoderPrecision::Float32) {
    m_floats = kernels::AlignedBuffer<float>(count);
    std::fill_n(m_floats.data(), count, 0.0F);
  } else {
    m_pairs = kernels::AlignedBuffer<std::uint16_t>(count);
    std::fill_n(m_pairs.data(), count, std::uint16_t{0});
  }
  for (int n = 0; n < outputs; ++n) {
    const std::ptrdiff_t panel = std::ptrdiff_t{n / kPanelColumns} * columns * kPanelColumns;
    for (int k = 0; k < columns; ++k) {
      const float value = weight[static_cast<std::size_t>(n) * columns + k];
      if (precision == EncoderPrecision::Float32) {
        m_floats.data()[panel + std::ptrdiff_t{k} * kPanelColumns + n % kPanelColumns] = value;
      } else {
        m_pairs.data()[panel + std::ptrdiff_t{k / 2} * 2 * kPanelColumns +
                       2 * (n % kPanelColumns) + k % 2] = bfloat16FromFloat(value);
      }
    }
  }
}

void PackedLinear::multiply(const kernels::KernelTable& table, const LinearInput& x, float* y,
                            std::ptrdiff_t stride, kernels::PanelJob::Output output,
                            kernels::TeamMember::Range range) const {
  using Output = kernels::PanelJob::Output;
  const int blocks = (x.m + kMaxPanelRows - 1) / kMaxPanelRows;
  for (int n = range.begin; n < range.end; n += kPanelColumns) {
    const std::ptrdiff_t panel = std::ptrdiff_t{n} * m_columns;
    for (int begin = 0; begin < m_columns; begin += kDepth) {
      const int depth = std::min(kDepth, m_columns - begin);
      const Output mode = begin > 0 ? Output::Add : output;
      for (int block = 0; block < blocks; ++block) {
        const int first = x.m * block / blocks;
        const int m = x.m * (block + 1) / blocks - first;
        float* c = y + first * stride + n;
        if (m_precision == EncoderPrecision::Float32) {
          table.floatPanelMultiply({m_floats.data() + panel + std::ptrdiff_t{begin} * kPanelColumns,
                                    depth, x.values + first * x.stride + begin, x.stride, m, c,
                                    stride, mode});
          continue;
        }
        kernels::Operand operand = x.operand;
        operand.words += first * operand.stride + kernels::operandWords(table, begin);
        table.panelMultiply({m_pairs.data() + panel + std::ptrdiff_t{begin} * kPanelColumns,
                             2 * kPanelColumns, depth / 2, operand, m, c, stride, mode});
      }
    }
  }
}

}  // namespace molloquy::native
