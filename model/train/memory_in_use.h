#pragma once

#include <c10/core/Device.h>

#include <cstdint>

namespace molloquy::train {

/// Resident bytes of this process, or on a CUDA device what libtorch has allocated there.
std::uintmax_t memoryInUse(c10::Device device);

}  // namespace molloquy::train
