#include "model/native/multiply.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace molloquy::native {
namespace {

using kernels::kGroup;
using kernels::kMaxDecodeRows;
using kernels::kMaxPanelRows;
using kernels::kPanelColumns;
using kernels::kTileRows;
using kernels::KernelTable;
using Range = kernels::TeamMember::Range;

/// Columns of a panel that is made at a time: it stays in the second-level cache, and a row's sums are
/// not put down and taken up too often.
constexpr int kPanelDepth = 384;

/// Words between the rows of operands. Not a power of two: twelve rows that are read side by side would
/// fall into the same few places of the caches.
int operandStride(const KernelTable& table, int columns) {
  constexpr int kLineWords = 16;
  return kernels::operandWords(table, columns) + kLineWords;
}

struct Job {
  const KernelTable& table;
  const Matrix& matrix;
  const Activation& x;
  const ProductTarget& target;
  Range range;
  MultiplyScratch& scratch;
};

/// Products of at most kMaxDecodeRows rows with the rows of the range, into y.
void stepProducts(const Job& job, int firstRow, int m, float* y, std::ptrdiff_t stride) {
  const Matrix& matrix = job.matrix;
  const int count = job.range.end - job.range.begin;
  if (!matrix.isQuantized()) {
    job.table.dotRows({matrix.bfloat16 + std::ptrdiff_t{job.range.begin} * matrix.columns,
                       matrix.columns, count, job.x.operand(firstRow), m, matrix.columns, y,
                       stride});
    return;
  }
  const std::size_t tileRow =
      static_cast<std::size_t>(job.range.begin) * static_cast<std::size_t>(matrix.columns);
  const kernels::TileJob tiles{
      matrix.tiles + tileRow * static_cast<std::size_t>(matrix.bits()) / 8,
      matrix.scales + tileRow / kGroup,
      count / kTileRows,
      matrix.columns / kGroup,
      job.x.codes(firstRow),
      m,
      y,
      stride};
  matrix.storage == Storage::Int4 ? job.table.multiplyInt4(tiles) : job.table.multiplyInt8(tiles);
}

void multiplyStep(const Job& job) {
  const int count = job.range.end - job.range.begin;
  for (int row = 0; row < job.x.rows(); row += kMaxDecodeRows) {
    const int m = std::min(kMaxDecodeRows, job.x.rows() - row);
    float* y = job.target.y + row * job.target.stride + job.range.begin;
    if (job.target.mode == ProductTarget::Mode::Overwrite) {
      stepProducts(job, row, m, y, job.target.stride);
      continue;
    }
    job.scratch.products.reserve(static_cast<std::size_t>(m) * static_cast<std::size_t>(count));
    float* products = job.scratch.products.data();
    stepProducts(job, row, m, products, count);
    for (int i = 0; i < m; ++i) {
      job.table.addScaled(products + std::ptrdiff_t{i} * count, 1.0F, count,
                          y + i * job.target.stride);
    }
  }
}

/// Columns [begin, begin + depth) of 32 rows from `row` on as a panel; rows behind the last are zero.
void makePanel(const Job& job, int row, int begin, int depth) {
  const Matrix& matrix = job.matrix;
  std::uint16_t* panel = job.scratch.panel.data();
  const int rows = std::min(kPanelColumns, matrix.rows - row);
  if (rows < kPanelColumns) std::fill_n(panel, std::ptrdiff_t{depth} * kPanelColumns, 0);
  if (!matrix.isQuantized()) {
    const std::uint16_t* w = matrix.bfloat16 + std::ptrdiff_t{row} * matrix.columns + begin;
    if (rows == kPanelColumns && depth % 2 == 0) {
      job.table.packRows(w, matrix.columns, depth, panel);
      return;
    }
    for (int n = 0; n < rows; ++n) {
      for (int k = 0; k < depth; ++k) {
        panel[(k / 2) * 2 * kPanelColumns + 2 * n + k % 2] = w[std::ptrdiff_t{n} * matrix.columns + k];
      }
      if (depth % 2 != 0) panel[(depth / 2) * 2 * kPanelColumns + 2 * n + 1] = 0;
    }
    return;
  }
  const auto unpack =
      matrix.storage == Storage::Int4 ? job.table.unpackInt4 : job.table.unpackInt8;
  for (int tile = 0; tile * kTileRows < rows; ++tile) {
    const std::size_t first =
        static_cast<std::size_t>(row + tile * kTileRows) * static_cast<std::size_t>(matrix.columns) +
        static_cast<std::size_t>(begin) * kTileRows;
    unpack(matrix.tiles + first * static_cast<std::size_t>(matrix.bits()) / 8,
           matrix.scales + first / kGroup, depth / kGroup, panel + tile * 2 * kTileRows);
  }
}

/// Rows [first, first + m) of x times the panel that was made, columns [begin, begin + depth).
void panelBlock(const Job& job, int begin, int depth, int first, int m, float* c,
                std::ptrdiff_t stride, kernels::PanelJob::Output output) {
  kernels::Operand x = job.x.operand(first);
  x.words += kernels::operandWords(job.table, begin);
  if (job.table.expandPanel == nullptr) {
    job.table.panelMultiply({job.scratch.panel.data(), 2 * kPanelColumns, (depth + 1) / 2, x, m, c,
                             stride, output});
    return;
  }
  // The operand's words are floats.
  job.table.floatPanelMultiply({job.scratch.floatPanel.data(), (depth + 31) / 32 * 32,
                                reinterpret_cast<const float*>(x.words), x.stride, m, c, stride,
                                output});
}

/// All rows of x with 32 rows of W from `row` on, into c.
void panelProducts(const Job& job, int row, float* c, std::ptrdiff_t stride,
                   ProductTarget::Mode mode) {
  using Output = kernels::PanelJob::Output;
  const int m = job.x.rows();
  // Blocks of nearly equal height: a low one at the end would be slow.
  const int blocks = (m + kMaxPanelRows - 1) / kMaxPanelRows;
  for (int begin = 0; begin < job.matrix.columns; begin += kPanelDepth) {
    const int depth = std::min(kPanelDepth, job.matrix.columns - begin);
    makePanel(job, row, begin, depth);
    if (job.table.expandPanel != nullptr) {
      job.table.expandPanel(job.scratch.panel.data(), (depth + 1) / 2,
                            job.scratch.floatPanel.data());
    }
    const bool add = begin > 0 || mode == ProductTarget::Mode::Add;
    for (int block = 0; block < blocks; ++block) {
      const int first = m * block / blocks;
      panelBlock(job, begin, depth, first, m * (block + 1) / blocks - first, c + first * stride,
                 stride, add ? Output::Add : Output::Overwrite);
    }
  }
}

void multiplyPrompt(const Job& job) {
  const int m = job.x.rows();
  job.scratch.panel.reserve(std::size_t{kPanelDepth + 2} * kPanelColumns);
  job.scratch.floatPanel.reserve(std::size_t{kPanelDepth} * kPanelColumns);
  for (int row = job.range.begin; row < job.range.end; row += kPanelColumns) {
    const int count = std::min(kPanelColumns, job.range.end - row);
    float* y = job.target.y + row;
    if (count == kPanelColumns) {
      panelProducts(job, row, y, job.target.stride, job.target.mode);
      continue;
    }
    // The last panel is wider than what is left of y.
    job.scratch.products.reserve(static_cast<std::size_t>(m) * kPanelColumns);
    float* products = job.scratch.products.data();
    panelProducts(job, row, products, kPanelColumns, ProductTarget::Mode::Overwrite);
    for (int i = 0; i < m; ++i) {
      const float* from = products + std::ptrdiff_t{i} * kPanelColumns;
      float* to = y + i * job.target.stride;
      if (job.target.mode == ProductTarget::Mode::Add) {
        job.table.addScaled(from, 1.0F, count, to);
      } else {
        std::copy_n(from, count, to);
      }
    }
  }
}

/// y += up (down x); every member computes down x for itself, it is thin.
void addAdapter(const Job& job) {
  const Adapter& adapter = job.matrix.adapter;
  const int columns = job.matrix.columns;
  const auto rank = static_cast<std::size_t>(adapter.rank);
  job.scratch.adapter.reserve(kMaxDecodeRows * rank);
  float* low = job.scratch.adapter.data();
  for (int row = 0; row < job.x.rows(); row += kMaxDecodeRows) {
    const int m = std::min(kMaxDecodeRows, job.x.rows() - row);
    job.table.dotRows({adapter.down.data(), columns, adapter.rank, job.x.operand(row), m, columns,
                       low, adapter.rank});
    for (int i = 0; i < m; ++i) {
      float* y = job.target.y + (row + i) * job.target.stride;
      for (int n = job.range.begin; n < job.range.end; ++n) {
        const float* up = adapter.up.data() + static_cast<std::size_t>(n) * rank;
        float sum = 0.0F;
        for (std::size_t r = 0; r < rank; ++r) sum += up[r] * low[static_cast<std::size_t>(i) * rank + r];
        y[n] += sum;
      }
    }
  }
}

}  // namespace

void Activation::reserve(const KernelTable& table, int m, int columns) {
  const auto rows = static_cast<std::size_t>(m);
  m_operands.reserve(rows * static_cast<std::size_t>(operandStride(table, columns)));
  m_codes.reserve(rows * static_cast<std::size_t>(columns));
  const std::size_t groups = rows * static_cast<std::size_t>(columns / kGroup + 1);
  m_scales.reserve(groups);
  m_sums.reserve(groups);
  m_normed.reserve(rows * static_cast<std::size_t>(columns));
}

kernels::Operand Activation::operand(int row) const {
  return {m_operands.data() + std::ptrdiff_t{row} * m_words, m_words};
}

kernels::QuantizedRows Activation::codes(int row) const {
  const std::ptrdiff_t groups = std::ptrdiff_t{row} * (m_columns / kGroup);
  return {m_codes.data() + std::ptrdiff_t{row} * m_columns, m_scales.data() + groups,
          m_sums.data() + groups};
}

void Activation::fill(const kernels::TeamMember& member, const KernelTable& table,
                      const Source& source, Path path,
                      std::initializer_list<const Matrix*> readers) {
  bool operands = path == Path::Prompt;
  bool codes = false;
  for (const Matrix* matrix : readers) {
    operands |= !matrix->isQuantized() || matrix->adapter.rank > 0;
    codes |= matrix->isQuantized() && path == Path::Step;
  }
  // Every member writes the same numbers here.
  m_rows = source.m;
  m_columns = source.columns;
  m_words = operandStride(table, source.columns);
  if (source.m >= 2 * member.count) {
    const Range rows = member.share(source.m);
    for (int row = rows.begin; row < rows.end; ++row) {
      fillRow(table, source, row, 0, source.columns, operands, codes);
    }
    return;
  }
  const Range columns = member.share(source.columns, kGroup);
  for (int row = 0; row < source.m; ++row) {
    fillRow(table, source, row, columns.begin, columns.end, operands, codes);
  }
}

void Activation::fillRow(const KernelTable& table, const Source& source, int row, int begin,
                         int end, bool operands, bool codes) {
  if (begin >= end) return;
  const float* values = source.values + row * source.stride;
  if (source.normWeight != nullptr) {
    const float mean = table.squares(values, source.columns) / static_cast<float>(source.columns);
    float* normed = m_normed.data() + std::ptrdiff_t{row} * source.columns;
    table.scaleBy(values + begin, 1.0F / std::sqrt(mean + source.normEps),
                  source.normWeight + begin, end - begin, normed + begin);
    values = normed;
  }
  if (operands) {
    table.toOperand(values + begin, end - begin,
                    m_operands.data() + std::ptrdiff_t{row} * m_words +
                        kernels::operandWords(table, begin));
  }
  if (codes) {
    const std::ptrdiff_t group = std::ptrdiff_t{row} * (source.columns / kGroup) + begin / kGroup;
    table.quantizeRow(values + begin, end - begin,
                      m_codes.data() + std::ptrdiff_t{row} * source.columns + begin,
                      m_scales.data() + group, m_sums.data() + group);
  }
}

void multiply(const KernelTable& table, const Matrix& matrix, const Activation& x, Path path,
              const ProductTarget& target, Range range, MultiplyScratch& scratch) {
  if (range.begin >= range.end) return;
  const Job job{table, matrix, x, target, range, scratch};
  path == Path::Step ? multiplyStep(job) : multiplyPrompt(job);
  if (!matrix.bias.empty()) {
    for (int i = 0; i < x.rows(); ++i) {
      table.addScaled(matrix.bias.data() + range.begin, 1.0F, range.end - range.begin,
                      target.y + i * target.stride + range.begin);
    }
  }
  if (matrix.adapter.rank > 0) addAdapter(job);
}

Range shareOf(const kernels::TeamMember& member, const Matrix& matrix) {
  return member.share(matrix.rows, kPanelColumns);
}

}  // namespace molloquy::native
