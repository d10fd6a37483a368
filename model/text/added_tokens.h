#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/strong_index.h"

namespace molloquy::text {

enum class AddedKind { Special, Word };

/// A token that is found by its name before a text is cut into pieces.
struct AddedToken {
  std::string name;
  TokenId id;
  AddedKind kind = AddedKind::Special;  ///< special ones can be left out of decoded text.
};

/// The added tokens of a vocabulary, to be found in texts and by id. Const after construction.
class AddedTokens {
 public:
  AddedTokens() = default;
  /// Tokens without a name are dropped; of two with one name the first counts.
  explicit AddedTokens(std::vector<AddedToken> tokens);

  /// The longest one whose name begins the text, or nullptr.
  [[nodiscard]] const AddedToken* at(std::string_view text) const;
  [[nodiscard]] const AddedToken* find(TokenId id) const;
  [[nodiscard]] const AddedToken* find(std::string_view name) const;
  [[nodiscard]] const std::vector<AddedToken>& all() const { return m_tokens; }

 private:
  std::vector<AddedToken> m_tokens;
  std::array<std::vector<std::size_t>, 256> m_byFirstByte;  ///< longest names first.
  std::unordered_map<std::int32_t, std::size_t> m_byId;
};

}  // namespace molloquy::text
