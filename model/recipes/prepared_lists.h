#pragma once

#include <fmt/format.h>

#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/safetensors.h"

/// Lists of numbers as tensors of a safetensors file.
namespace molloquy::recipes {

using checkpoints::TensorType;

/// Key of the metadata that describes the lists, and their version.
inline constexpr const char* kDescriptionKey = "molloquy";
inline constexpr int kPreparedVersion = 2;

template <class T>
constexpr TensorType listType() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return TensorType::U8;
  if constexpr (std::is_same_v<T, std::int32_t>) return TensorType::I32;
  if constexpr (std::is_same_v<T, std::int64_t>) return TensorType::I64;
  return TensorType::F32;
}

/// A list; points are rows of three.
template <class T>
checkpoints::TensorToWrite listTensor(const char* name, const std::vector<T>& values) {
  std::vector<std::int64_t> shape = {static_cast<std::int64_t>(values.size())};
  if constexpr (listType<T>() == TensorType::F32) shape.push_back(3);
  return {name, listType<T>(), shape, std::as_bytes(std::span(values))};
}

/// Errors: Corrupt, naming the list, when it is absent or of another kind.
template <class T>
Result<void> readList(const checkpoints::SafetensorsFile& file, const char* name,
                      std::span<const T>& list) {
  const checkpoints::TensorEntry* entry = file.find(name);
  if (entry == nullptr || entry->type != listType<T>()) {
    return fail(ErrorCode::Corrupt, fmt::format("The list \"{}\" is missing.", name));
  }
  const std::span<const std::byte> bytes = file.bytes(*entry);
  if (bytes.size() % sizeof(T) != 0 ||
      reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(T) != 0) {
    return fail(ErrorCode::Corrupt, fmt::format("The list \"{}\" has a broken end.", name));
  }
  list = {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  return {};
}

}  // namespace molloquy::recipes
