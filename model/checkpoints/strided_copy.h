#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace molloquy::checkpoints {

/// Whether a view's numbers lie one after the other in row-major order.
bool isRowMajor(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides);

/// Numbers from the first to the last that a view reads, 0 for an empty one.
/// Precondition: sizes and strides are not negative and the result fits (checked on opening).
std::uint64_t stridedExtent(const std::vector<std::int64_t>& shape,
                            const std::vector<std::int64_t>& strides);

/// Copies a view's numbers into row-major order.
/// source  begins at the view's first number and holds its extent; width  bytes of a number;
/// out     shape x width bytes.
void gatherStrided(std::span<const std::byte> source, const std::vector<std::int64_t>& shape,
                   const std::vector<std::int64_t>& strides, std::size_t width,
                   std::span<std::byte> out);

}  // namespace molloquy::checkpoints
