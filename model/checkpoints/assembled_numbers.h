#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "model/base/result.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::checkpoints {

/// Takes the next piece of a tensor's bytes; an error ends the work.
using TakePiece = std::function<Result<void>(std::span<const std::byte> piece)>;

/// Hands over a tensor's numbers in another type, piece by piece; memory of one piece.
/// Same types: as they are. To BF16 from F32 and F16: rounded to nearest, ties to even.
/// Precondition: one of these.  Errors: those of `take`.
Result<void> convertNumbers(std::span<const std::byte> bytes, TensorType from, TensorType to,
                            const TakePiece& take);

/// Hands over `count` zero bytes.
Result<void> giveZeros(std::size_t count, const TakePiece& take);

}  // namespace molloquy::checkpoints
