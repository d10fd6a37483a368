#include "model/text/added_tokens.h"

#include <algorithm>

namespace molloquy::text {

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) {
  for (AddedToken& token : tokens) {
    if (!token.name.empty() && find(token.name) == nullptr) {
      m_byId.try_emplace(token.id.value, m_tokens.size());
      m_byFirstByte[static_cast<unsigned char>(token.name.front())].push_back(m_tokens.size());
      m_tokens.push_back(std::move(token));
    }
  }
  for (std::vector<std::size_t>& row : m_byFirstByte) {
    std::stable_sort(row.begin(), row.end(), [this](std::size_t a, std::size_t b) {
      return m_tokens[a].name.size() > m_tokens[b].name.size();
    });
  }
}

const AddedToken* AddedTokens::at(std::string_view text) const {
  if (text.empty()) return nullptr;
  for (const std::size_t index : m_byFirstByte[static_cast<unsigned char>(text.front())]) {
    if (text.starts_with(m_tokens[index].name)) return &m_tokens[index];
  }
  return nullptr;
}

const AddedToken* AddedTokens::find(TokenId id) const {
  const auto found = m_byId.find(id.value);
  return found == m_byId.end() ? nullptr : &m_tokens[found->second];
}

const AddedToken* AddedTokens::find(std::string_view name) const {
  if (name.empty()) return nullptr;
  for (const std::size_t index : m_byFirstByte[static_cast<unsigned char>(name.front())]) {
    if (m_tokens[index].name == name) return &m_tokens[index];
  }
  return nullptr;
}

}  // namespace molloquy::text
