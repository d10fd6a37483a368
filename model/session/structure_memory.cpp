#include "model/session/structure_memory.h"

namespace molloquy::session {

std::string contentOf(const SeenStructure& structure) {
  std::string content;
  for (const std::string& symbol : structure.symbols) content += symbol + ' ';
  for (const auto& position : structure.positions) {
    content.append(reinterpret_cast<const char*>(position.data()), sizeof(position));
  }
  return content;
}

const std::vector<float>* StructureMemory::find(const std::string& content) {
  const auto found = m_index.find(content);
  if (found == m_index.end()) return nullptr;
  m_entries.splice(m_entries.begin(), m_entries, found->second);
  return &found->second->second;
}

void StructureMemory::keep(std::string content, std::vector<float> rows) {
  if (find(content) != nullptr) {
    m_entries.front().second = std::move(rows);
    return;
  }
  m_entries.emplace_front(std::move(content), std::move(rows));
  m_index[m_entries.front().first] = m_entries.begin();
  if (m_index.size() > m_most) {
    m_index.erase(m_entries.back().first);
    m_entries.pop_back();
  }
}

void StructureMemory::clear() {
  m_index.clear();
  m_entries.clear();
}

}  // namespace molloquy::session
