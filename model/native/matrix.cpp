#include "model/native/matrix.h"

namespace molloquy::native {

const char* toString(Storage storage) {
  switch (storage) {
    case Storage::Bfloat16:
      return "bf16";
    case Storage::Int8:
      return "int8";
    case Storage::Int4:
      return "int4";
  }
  return "bf16";
}

std::uint64_t Matrix::bytes() const {
  const auto numbers = static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(columns);
  const std::uint64_t base =
      isQuantized() ? kernels::tileBytes(rows, columns, bits()) +
                          kernels::scaleCount(rows, columns) * sizeof(std::uint16_t)
                    : numbers * sizeof(std::uint16_t);
  return base + adapter.down.size() * sizeof(std::uint16_t) + adapter.up.size() * sizeof(float);
}

}  // namespace molloquy::native
