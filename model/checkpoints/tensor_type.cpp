#include "model/checkpoints/tensor_type.h"

#include <algorithm>
#include <array>
#include <limits>

namespace molloquy::checkpoints {
namespace {

struct TypeRow {
  TensorType type;
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array<TypeRow, 11> kTypes{{{TensorType::F64, "F64", 8},
                                          {TensorType::F32, "F32", 4},
                                          {TensorType::F16, "F16", 2},
                                          {TensorType::BF16, "BF16", 2},
                                          {TensorType::I64, "I64", 8},
                                          {TensorType::I32, "I32", 4},
                                          {TensorType::I16, "I16", 2},
                                          {TensorType::U16, "U16", 2},
                                          {TensorType::I8, "I8", 1},
                                          {TensorType::U8, "U8", 1},
                                          {TensorType::Bool, "BOOL", 1}}};

static_assert(
    [] {
      for (std::size_t i = 0; i < kTypes.size(); ++i) {
        if (static_cast<std::size_t>(kTypes[i].type) != i) return false;
      }
      return true;
    }(),
    "rows stand in the order of TensorType");

const TypeRow& row(TensorType type) { return kTypes.at(static_cast<std::size_t>(type)); }

}  // namespace

std::size_t bytesPerNumber(TensorType type) { return row(type).bytes; }
std::string_view tensorTypeName(TensorType type) { return row(type).name; }

std::optional<TensorType> tensorTypeNamed(std::string_view name) {
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const TypeRow& known) { return known.name == name; });
  if (found == kTypes.end()) return std::nullopt;
  return found->type;
}

std::optional<std::size_t> byteCount(const std::vector<std::int64_t>& shape, TensorType type) {
  std::size_t count = row(type).bytes;
  for (const std::int64_t size : shape) {
    if (size < 0) return std::nullopt;
    const auto factor = static_cast<std::size_t>(size);
    if (factor != 0 && count > std::numeric_limits<std::size_t>::max() / factor) {
      return std::nullopt;
    }
    count *= factor;
  }
  return count;
}

}  // namespace molloquy::checkpoints
