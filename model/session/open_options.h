#pragma once

#include <cstdint>
#include <string_view>

namespace molloquy::session {

/// Numbers that the language model computes in. Automatic: those that the folder holds; bf16 on a
/// GPU.
enum class Precision { Automatic, Float32, Bfloat16, Int8, Int4 };

/// "automatic", "f32", "bf16", "int8" or "int4".
std::string_view precisionName(Precision precision);

enum class DeviceChoice { Automatic, Cpu, Cuda };

/// How a model is opened; chosen once, kept until it is ejected.
struct OpenOptions {
  Precision precision = Precision::Automatic;
  DeviceChoice device = DeviceChoice::Automatic;
  int threads = 0;                ///< 0 = all processor cores but one.
  int contextLength = 0;          ///< tokens that memory is kept for; 0 = the model's own.
  std::uint64_t memoryLimit = 0;  ///< bytes that the model may take; 0 = what the machine has free.
};

}  // namespace molloquy::session
