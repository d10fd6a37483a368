#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/base/strong_index.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::checkpoints {

/// Place of a value in PickleDocument::values.
using PickleIndex = StrongIndex<struct PickleIndexTag, std::uint32_t>;

/// A run of numbers kept beside the pickle, in the archive's member data/<key>.
struct PickleStorage {
  std::optional<TensorType> type;  ///< nullopt: bytes whose type each tensor says itself.
  std::string key;
  std::int64_t count = 0;  ///< numbers of the type; bytes when it has none.
};

/// A view into a storage; offset and strides count numbers. As stored: nothing is checked.
struct PickleTensor {
  PickleIndex storage;
  TensorType type = TensorType::F32;
  std::int64_t offset = 0;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;
};

struct PickleList {
  std::vector<PickleIndex> items;  ///< also of tuples and sets.
};

struct PickleDict {
  std::vector<std::pair<PickleIndex, PickleIndex>> items;  ///< a repeated key: the last one counts.
};

/// An object of an allowed class that only carries state; it is kept, never made alive.
struct PickleRecord {
  std::string className;
  std::vector<PickleIndex> arguments;
  PickleDict items;
};

/// Name of an allowed class or function, "collections.OrderedDict".
struct PickleGlobal {
  std::string name;
};

struct PickleBytes {
  std::string bytes;
};

/// monostate is Python's None.
using PickleValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, PickleBytes, PickleList,
                 PickleDict, PickleStorage, PickleTensor, PickleRecord, PickleGlobal>;

/// What a pickle holds. Values refer to each other by their places, so that shared values and
/// circles cost nothing; whoever walks has to bound the depth.
struct PickleDocument {
  std::vector<PickleValue> values;
  PickleIndex root;

  [[nodiscard]] const PickleValue& at(PickleIndex index) const { return values.at(index.value); }
  template <class T>
  [[nodiscard]] const T* as(PickleIndex index) const {
    return std::get_if<T>(&at(index));
  }
};

}  // namespace molloquy::checkpoints
