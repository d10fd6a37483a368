#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/checkpoints/safetensors.h"

namespace molloquy::checkpoints {

/// The type of the format's own name ("F32"), nullopt for one that is not read here.
std::optional<TensorType> tensorTypeNamed(std::string_view name);

/// shape x type in bytes; nullopt for a negative size or when it does not fit into 64 bits.
std::optional<std::size_t> byteCount(const std::vector<std::int64_t>& shape, TensorType type);

}  // namespace molloquy::checkpoints
