#pragma once

#include <initializer_list>

#include "model/kernels/aligned_buffer.h"
#include "model/kernels/kernel_table.h"
#include "model/kernels/thread_team.h"
#include "model/native/matrix.h"

namespace molloquy::native {

/// Which loops multiply: for a few new tokens, bound by memory, or for a prompt, bound by
/// arithmetic. A row's result depends on the path, not on the number of rows.
enum class Path { Step, Prompt };

/// Rows of activations in the forms that the loops read. Filled by the whole team.
class Activation {
 public:
  /// Room for m rows of `columns`; keeps what it has.
  void reserve(const kernels::KernelTable& table, int m, int columns);

  struct Source {
    const float* values = nullptr;  ///< [m, columns], rows `stride` apart.
    std::ptrdiff_t stride = 0;
    int m = 0;
    int columns = 0;
    /// Root mean square norm on the way; nullptr = none. Source: Zhang and Sennrich, 2019.
    const float* normWeight = nullptr;
    float normEps = 0.0F;
  };
  /// Every member does its share; the caller has the team meet at a barrier before and after.
  /// readers  the matrices that will be multiplied.
  void fill(const kernels::TeamMember& member, const kernels::KernelTable& table,
            const Source& source, Path path, std::initializer_list<const Matrix*> readers);

  [[nodiscard]] int rows() const { return m_rows; }
  [[nodiscard]] kernels::Operand operand(int row) const;
  [[nodiscard]] kernels::QuantizedRows codes(int row) const;

 private:
  void fillRow(const kernels::KernelTable& table, const Source& source, int row, int begin,
               int end, bool operands, bool codes);

  kernels::AlignedBuffer<std::uint32_t> m_operands;
  kernels::AlignedBuffer<std::int8_t> m_codes;
  kernels::AlignedBuffer<float> m_scales;
  kernels::AlignedBuffer<std::int32_t> m_sums;
  kernels::AlignedBuffer<float> m_normed;  ///< [m, columns]
  int m_rows = 0;
  int m_columns = 0;
  int m_words = 0;
};

/// One member's scratch for `multiply`.
struct MultiplyScratch {
  kernels::AlignedBuffer<std::uint16_t> panel;
  kernels::AlignedBuffer<float> floatPanel;
  kernels::AlignedBuffer<float> products;
  kernels::AlignedBuffer<float> adapter;
};

struct ProductTarget {
  float* y = nullptr;  ///< [m, rows], rows `stride` apart.
  std::ptrdiff_t stride = 0;
  enum class Mode { Overwrite, Add } mode = Mode::Overwrite;
};

/// y (+)= x W^T + bias for the rows of W in `range`, a member's share (see shareOf).
void multiply(const kernels::KernelTable& table, const Matrix& matrix, const Activation& x,
              Path path, const ProductTarget& target, kernels::TeamMember::Range range,
              MultiplyScratch& scratch);

/// Rows of a matrix that a member multiplies: whole tiles and panels.
kernels::TeamMember::Range shareOf(const kernels::TeamMember& member, const Matrix& matrix);

}  // namespace molloquy::native
