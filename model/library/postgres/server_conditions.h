#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/postgres/server_connection.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// The parts of a search as SQL: "WITH " ctes() "SELECT ... FROM " from() " WHERE " where().
/// m is the molecule, s its structure, n the nearness of its name, w the best of its texts.
class ServerConditions {
 public:
  /// Errors: InvalidInput (words that make no query).
  static Result<ServerConditions> of(const SearchQuery& query,
                                     const std::optional<SubstructureQuery>& substructure);

  /// Empty, or with its WITH.
  [[nodiscard]] std::string ctes() const;
  [[nodiscard]] std::string from() const;
  [[nodiscard]] std::string where() const;
  /// "SELECT m.id FROM ... WHERE ...", for another statement's IN; ctes() has to stand before it.
  [[nodiscard]] std::string ids() const;
  /// Whether every molecule is let through.
  [[nodiscard]] bool letsAll() const { return m_where.empty() && !m_named && !m_worded; }
  [[nodiscard]] bool areNamed() const { return m_named; }
  [[nodiscard]] bool areWorded() const { return m_worded; }
  void require(std::string condition) { m_where.push_back(std::move(condition)); }

  SqlValues values;

 private:
  Result<void> addWords(const std::string& words);
  void addName(const std::string& name);
  void addRange(const PropertyRange& range);
  void addTag(const std::string& tag);
  void addSubstructure(const SubstructureQuery& substructure);

  std::vector<std::string> m_ctes;
  std::vector<std::string> m_where;
  bool m_named = false;
  bool m_worded = false;
};

/// A column of `structures` and the same of another molecule, as SQL.
struct ComparedBits {
  const char* column;
  std::string query;
};
ComparedBits comparedBits(const MoleculeKeys& keys, Likeness by, SqlValues& values);

}  // namespace molloquy::library
