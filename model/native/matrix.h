#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/kernels/quantize.h"

namespace molloquy::native {

/// How a matrix's numbers are stored.
enum class Storage { Bfloat16, Int8, Int4 };

const char* toString(Storage storage);

/// Low-rank addition to a matrix: y += up (down x). `up` holds the scale alpha / r.
/// Source: LoRA (Hu et al., ICLR 2022), equation 3.
struct Adapter {
  int rank = 0;
  std::vector<std::uint16_t> down;  ///< [rank, columns] bfloat16
  std::vector<float> up;            ///< [rows, rank]
};

/// A weight matrix [rows, columns], usually inside a mapped file: y = W x + bias (+ adapter).
struct Matrix {
  Storage storage = Storage::Bfloat16;
  int rows = 0;
  int columns = 0;
  const std::uint16_t* bfloat16 = nullptr;  ///< row-major, when storage is Bfloat16.
  const std::uint8_t* tiles = nullptr;      ///< else; layout: kernels::TileJob.
  const std::uint16_t* scales = nullptr;    ///< IEEE halves, beside `tiles`.
  std::vector<float> bias;                  ///< [rows] or empty.
  Adapter adapter;                          ///< rank 0 = none.
  std::shared_ptr<const void> owner;        ///< keeps the numbers alive.

  [[nodiscard]] bool isQuantized() const { return storage != Storage::Bfloat16; }
  [[nodiscard]] kernels::CodeBits bits() const {
    return storage == Storage::Int4 ? kernels::CodeBits::Four : kernels::CodeBits::Eight;
  }
  /// Bytes that one multiplication reads.
  [[nodiscard]] std::uint64_t bytes() const;
};

}  // namespace molloquy::native
