#pragma once

#include <functional>
#include <span>

#include "model/base/strong_index.h"

namespace molloquy::generation {

/// Tells each settled token of an answer once.
class Teller {
 public:
  explicit Teller(std::function<void(TokenId)> onToken) : m_onToken(std::move(onToken)) {}

  /// settled  the answer from its beginning; at least what was told before.
  void tell(std::span<const TokenId> settled) {
    for (; m_told < settled.size(); ++m_told) {
      if (m_onToken) m_onToken(settled[m_told]);
    }
  }
  [[nodiscard]] std::size_t told() const { return m_told; }

 private:
  std::function<void(TokenId)> m_onToken;
  std::size_t m_told = 0;
};

}  // namespace molloquy::generation
