#include "model/corpus/lmdb/numpy_array.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <string_view>

#include "model/base/half_numbers.h"

namespace molloquy::corpus {
namespace {

using checkpoints::PickleBytes;
using checkpoints::PickleDocument;
using checkpoints::PickleIndex;
using checkpoints::PickleList;
using checkpoints::PickleRecord;

constexpr std::size_t kMaximumDimensions = 3;
/// Beside the symbol of an element, the longest text that an array of texts is read with.
constexpr std::size_t kMaximumTextBytes = 1024;

struct NumberType {
  char kind = 0;  ///< as numpy's: f, i, u, b, U.
  std::size_t bytes = 0;
};

/// What the three ways of writing have in common.
struct Parts {
  std::optional<NumberType> type;
  std::vector<std::size_t> shape;
  bool columnsFirst = false;  ///< Fortran's order.
  std::string_view bytes;
};

tl::unexpected<Error> corrupt() {
  return fail(ErrorCode::Corrupt, "A numpy array in it is incomplete.");
}

bool isNamed(const PickleRecord& record, std::string_view name) {
  const std::string_view whole = record.className;
  return whole.ends_with(name) && whole.starts_with("numpy.");
}

std::optional<NumberType> typeFrom(const PickleDocument& document, PickleIndex index) {
  const auto* record = document.as<PickleRecord>(index);
  if (record == nullptr || record->className != "numpy.dtype" || record->arguments.empty()) {
    return std::nullopt;
  }
  const auto* name = document.as<std::string>(record->arguments.front());
  if (name == nullptr || name->size() < 2) return std::nullopt;
  // The state is (version, byte order, ...); only low byte first is read.
  if (const auto* state = document.as<PickleList>(record->arguments.back());
      state != nullptr && state->items.size() > 1) {
    const auto* order = document.as<std::string>(state->items[1]);
    if (order == nullptr || *order == ">") return std::nullopt;
  }
  NumberType type{.kind = (*name)[0]};
  for (const char digit : name->substr(1)) {
    if (digit < '0' || digit > '9' || type.bytes > kMaximumTextBytes) return std::nullopt;
    type.bytes = type.bytes * 10 + static_cast<std::size_t>(digit - '0');
  }
  if (type.kind == 'U') type.bytes *= sizeof(char32_t);
  if (type.bytes == 0) return std::nullopt;
  return type;
}

std::optional<std::vector<std::size_t>> shapeFrom(const PickleDocument& document,
                                                  PickleIndex index) {
  const auto* list = document.as<PickleList>(index);
  if (list == nullptr || list->items.size() > kMaximumDimensions) return std::nullopt;
  std::vector<std::size_t> shape;
  for (const PickleIndex item : list->items) {
    const auto* size = document.as<std::int64_t>(item);
    if (size == nullptr || *size < 0 || *size > std::int64_t{1} << 30) return std::nullopt;
    shape.push_back(static_cast<std::size_t>(*size));
  }
  return shape;
}

std::optional<std::string_view> bytesFrom(const PickleDocument& document, PickleIndex index) {
  const auto* bytes = document.as<PickleBytes>(index);
  if (bytes == nullptr) return std::nullopt;
  return bytes->bytes;
}

/// The parts of an array, by the way it was written; nullopt when some are missing.
std::optional<Parts> partsOf(const PickleDocument& document, const PickleRecord& record) {
  const std::vector<PickleIndex>& given = record.arguments;
  Parts parts;
  std::optional<std::vector<std::size_t>> shape;
  std::optional<std::string_view> bytes;
  if (isNamed(record, ".scalar") && given.size() == 2) {
    parts.type = typeFrom(document, given[0]);
    shape.emplace();
    bytes = bytesFrom(document, given[1]);
  } else if (isNamed(record, "._frombuffer") && given.size() >= 3) {
    bytes = bytesFrom(document, given[0]);
    parts.type = typeFrom(document, given[1]);
    shape = shapeFrom(document, given[2]);
    const auto* order = given.size() > 3 ? document.as<std::string>(given[3]) : nullptr;
    parts.columnsFirst = order != nullptr && *order == "F";
  } else if (isNamed(record, "._reconstruct") && given.size() == 4) {
    // Behind the three arguments stands the state: (version, shape, type, columns first, bytes).
    const auto* state = document.as<PickleList>(given[3]);
    if (state == nullptr || state->items.size() != 5) return std::nullopt;
    shape = shapeFrom(document, state->items[1]);
    parts.type = typeFrom(document, state->items[2]);
    const auto* columns = document.as<bool>(state->items[3]);
    parts.columnsFirst = columns != nullptr && *columns;
    bytes = bytesFrom(document, state->items[4]);
  }
  // Arrays of objects have a list instead of bytes.
  if (parts.type && parts.type->kind == 'O') parts.type.reset();
  if (!shape || (!bytes && parts.type)) return std::nullopt;
  parts.shape = *std::move(shape);
  parts.bytes = bytes.value_or(std::string_view());
  return parts;
}

template <class T>
double numberAt(const char* bytes) {
  T value{};
  std::memcpy(&value, bytes, sizeof value);
  return static_cast<double>(value);
}

/// Converts one number; nullopt for a type that is not read.
std::optional<double> numberFrom(NumberType type, const char* bytes) {
  switch (type.kind) {
    case 'f':
      if (type.bytes == 4) return numberAt<float>(bytes);
      if (type.bytes == 8) return numberAt<double>(bytes);
      if (type.bytes == 2) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, bytes, sizeof bits);
        return static_cast<double>(floatFromHalf(bits));
      }
      return std::nullopt;
    case 'i':
      if (type.bytes == 8) return numberAt<std::int64_t>(bytes);
      if (type.bytes == 4) return numberAt<std::int32_t>(bytes);
      if (type.bytes == 2) return numberAt<std::int16_t>(bytes);
      return type.bytes == 1 ? std::optional(numberAt<std::int8_t>(bytes)) : std::nullopt;
    case 'b':
    case 'u':
      if (type.bytes == 8) return numberAt<std::uint64_t>(bytes);
      if (type.bytes == 4) return numberAt<std::uint32_t>(bytes);
      if (type.bytes == 2) return numberAt<std::uint16_t>(bytes);
      return type.bytes == 1 ? std::optional(numberAt<std::uint8_t>(bytes)) : std::nullopt;
    default:
      return std::nullopt;
  }
}

/// ASCII of a text of fixed width; other characters become "?", which no element has.
std::string textFrom(const char* bytes, std::size_t count) {
  std::string text;
  for (std::size_t at = 0; at + sizeof(char32_t) <= count; at += sizeof(char32_t)) {
    char32_t character = 0;
    std::memcpy(&character, bytes + at, sizeof character);
    if (character == 0) break;
    text += character < 0x80 ? static_cast<char>(character) : '?';
  }
  return text;
}

/// Place of the index-th element of a row-ordered array in one whose first index runs fastest.
std::size_t placeWithColumnsFirst(std::size_t index, const std::vector<std::size_t>& shape) {
  std::size_t place = 0;
  std::size_t stride = 1;
  for (const std::size_t size : shape) stride *= size;
  for (std::size_t d = shape.size(); d > 0; --d) {
    stride /= shape[d - 1];
    place += index % shape[d - 1] * stride;
    index /= shape[d - 1];
  }
  return place;
}

}  // namespace

Result<std::optional<NumpyArray>> numpyArrayOf(const PickleDocument& document, PickleIndex value) {
  const auto* record = document.as<PickleRecord>(value);
  if (record == nullptr || !record->className.starts_with("numpy.")) return std::nullopt;
  const auto parts = partsOf(document, *record);
  if (!parts) return corrupt();
  if (!parts->type) {
    return fail(ErrorCode::Unsupported,
                "A numpy array in it has a number type that is not read here.");
  }
  std::size_t count = 1;
  for (const std::size_t size : parts->shape) {
    // A shape may promise more than there is; it cannot overflow, sizes being below 2^30.
    if (size != 0 && count > parts->bytes.size()) return corrupt();
    count *= size;
  }
  const std::size_t width = parts->type->bytes;
  if (parts->bytes.size() % width != 0 || parts->bytes.size() / width != count) return corrupt();
  NumpyArray array;
  array.shape = parts->shape;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = parts->columnsFirst ? placeWithColumnsFirst(i, parts->shape) : i;
    const char* bytes = parts->bytes.data() + place * width;
    if (parts->type->kind == 'U') {
      array.texts.push_back(textFrom(bytes, width));
    } else if (const auto number = numberFrom(*parts->type, bytes)) {
      array.numbers.push_back(*number);
    } else {
      return fail(ErrorCode::Unsupported,
                  "A numpy array in it has a number type that is not read here.");
    }
  }
  return array;
}

}  // namespace molloquy::corpus
