#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/session/chat_session.h"

namespace molloquy::session {

/// What the encoder sees of a structure, as one string: equal for equal structures only. The SMILES
/// does not belong to it.
std::string contentOf(const SeenStructure& structure);

/// Soft tokens of the structures asked about last, so that several questions about one molecule
/// encode it once.
class StructureMemory {
 public:
  /// most  structures that are kept; at least 1.
  explicit StructureMemory(std::size_t most) : m_most(most) {}

  /// Rows [Q, D] of the structure with that content, or nullptr. Valid until the next `keep`.
  [[nodiscard]] const std::vector<float>* find(const std::string& content);
  /// Forgets the one that was not asked for longest when there are too many.
  void keep(std::string content, std::vector<float> rows);
  void clear();
  [[nodiscard]] std::size_t size() const { return m_index.size(); }

 private:
  using Entry = std::pair<std::string, std::vector<float>>;
  std::size_t m_most;
  std::list<Entry> m_entries;  ///< asked for last comes first.
  std::unordered_map<std::string, std::list<Entry>::iterator> m_index;
};

}  // namespace molloquy::session
