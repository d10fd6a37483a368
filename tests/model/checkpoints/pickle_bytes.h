#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Pickle programs spelt out, for tests of what is refused.
namespace pickle_bytes {

/// Protocol 2, the given instructions, STOP.
inline std::string program(std::string_view instructions) {
  return "\x80\x02" + std::string(instructions) + ".";
}

inline std::string text(std::string_view value) {
  std::string bytes = "X";
  for (unsigned shift = 0; shift < 32; shift += 8) {
    bytes += static_cast<char>(value.size() >> shift & 0xFFU);
  }
  return bytes + std::string(value);
}

inline std::string number(std::int32_t value) {
  std::string bytes = "J";
  for (unsigned shift = 0; shift < 32; shift += 8) {
    bytes += static_cast<char>(static_cast<std::uint32_t>(value) >> shift & 0xFFU);
  }
  return bytes;
}

/// A whole number of 64 bits.
inline std::string longNumber(std::int64_t value) {
  std::string bytes = "\x8a\x08";
  for (unsigned shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xFFU);
  }
  return bytes;
}

inline std::string global(std::string_view module, std::string_view name) {
  return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}

inline std::string tuple(std::string_view items) { return "(" + std::string(items) + "t"; }

inline std::string storage(std::string_view type, std::string_view key, std::int64_t count) {
  return tuple(text("storage") + global("torch", type) + text(key) + text("cpu") +
               longNumber(count)) +
         "Q";
}

/// A tensor of the view that the three pieces describe.
inline std::string tensor(std::string_view storage, std::int64_t offset, std::string_view shape,
                          std::string_view strides) {
  return global("torch._utils", "_rebuild_tensor_v2") +
         tuple(std::string(storage) + longNumber(offset) + tuple(shape) + tuple(strides) + "\x89" +
               global("collections", "OrderedDict") + ")R") +
         "R";
}

/// {name: value}
inline std::string dict(std::string_view name, std::string_view value) {
  return "}" + text(name) + std::string(value) + "s";
}

}  // namespace pickle_bytes
