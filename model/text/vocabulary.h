#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace molloquy::text {

/// The pieces that a tokenizer writes texts with. Const, shared between threads.
class Vocabulary {
 public:
  virtual ~Vocabulary() = default;

  [[nodiscard]] virtual std::int32_t pieceCount() const = 0;
  /// Name of a piece as its file writes it; `id` in [0, pieceCount).
  [[nodiscard]] virtual std::string_view piece(std::int32_t id) const = 0;
  /// Ids of a text in which nothing has a meaning of its own.
  [[nodiscard]] virtual std::vector<std::int32_t> encode(std::string_view utf8) const = 0;
  /// The bytes that a piece stands for by itself; nullopt where they depend on its neighbours.
  [[nodiscard]] virtual std::optional<std::string> bytesOf(std::int32_t id) const = 0;
};

}  // namespace molloquy::text
