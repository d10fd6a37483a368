#include "model/library/search_conditions.h"

#include <cstring>
#include <utility>

#include "model/chem/structure_reader.h"
#include "model/library/chemistry/molecule_keys.h"
#include "model/library/name_forms.h"
#include "model/library/vector_columns.h"

namespace molloquy::library {
namespace {

/// Longer names are no SMILES that a person types to find one molecule.
constexpr std::size_t kSmilesLetters = 1'000;

/// Molecules in the order they are found, each once.
class Finds {
 public:
  explicit Finds(const LibraryView& view) : m_seen(view.molecules.rows()), m_view(view) {}

  void add(std::int64_t id) {
    const auto row = static_cast<std::uint64_t>(id);
    if (m_seen.has(row) || !m_view.molecules.has(row)) return;
    m_seen.insert(row);
    m_rows.push_back(row);
  }
  void addAll(SqliteQuery query) {
    while (query.step()) add(query.integer(0));
  }
  [[nodiscard]] std::vector<std::uint64_t> take() { return std::move(m_rows); }

 private:
  RowSet m_seen;
  const LibraryView& m_view;
  std::vector<std::uint64_t> m_rows;
};

void addStructure(const LibraryView& view, std::string_view smiles, Finds& finds) {
  if (smiles.size() > kSmilesLetters || smiles.find(' ') != std::string_view::npos) return;
  const auto parsed = chem::parseSmiles(smiles);
  if (!parsed) return;
  const auto keys = computeKeys(*parsed->molecule);
  if (!keys) return;
  finds.addAll(view.database.query("SELECT id FROM molecules WHERE identity = ?", keys->inchiKey));
}

RowSet rowsOfQuery(SqliteQuery query, std::size_t rows) {
  RowSet found(rows);
  while (query.step()) found.insert(static_cast<std::uint64_t>(query.integer(0)));
  return found;
}

/// Keeps the rows whose computed value lies in the range.
void keepComputed(const LibraryView& view, const PropertyRange& range, RowSet& rows) {
  constexpr std::size_t kRowBytes = sizeof(MoleculeKeys::computed);
  const std::size_t place = static_cast<std::size_t>(*range.computed) * sizeof(double);
  RowSet within(rows.rows());
  for (const vectors::RowRun& run : view.vectors.runs(columns::kComputed)) {
    for (std::size_t at = 0; at < run.rows; ++at) {
      double value = 0;
      std::memcpy(&value, run.bytes + at * kRowBytes + place, sizeof value);
      if (value >= range.atLeast && value <= range.atMost) within.insert(run.firstRow + at);
    }
  }
  rows.keepOnly(within);
}

void keepRange(const LibraryView& view, const PropertyRange& range, RowSet& rows) {
  if (range.computed) return keepComputed(view, range, rows);
  rows.keepOnly(rowsOfQuery(
      view.database.query("SELECT molecule FROM properties WHERE number >= ? AND number <= ? AND "
                          "name = (SELECT id FROM property_names WHERE name = ?)",
                          range.atLeast, range.atMost, range.property),
      rows.rows()));
}

Result<void> findWords(const LibraryView& view, const std::string& words, Conditions& conditions) {
  const auto match = textWordsQuery(words);
  if (!match) return tl::unexpected(match.error());
  auto query = view.database.query(
      "SELECT t.molecule, t.id, t.is_note, -bm25(text_words) AS score FROM text_words "
      "JOIN texts t ON t.id = text_words.rowid WHERE text_words MATCH ? ORDER BY score DESC, t.id",
      *match);
  RowSet found(conditions.rows.rows());
  while (query.step()) {
    const auto row = static_cast<std::uint64_t>(query.integer(0));
    if (found.has(row)) continue;
    found.insert(row);
    WordHit hit{MoleculeId(query.integer(0)), {}, query.number(3)};
    if (query.integer(2) == 0) hit.text = TextId(query.integer(1));
    conditions.wordsOf[row] = conditions.words.size();
    conditions.words.push_back(hit);
  }
  conditions.rows.keepOnly(found);
  return {};
}

}  // namespace

std::vector<std::uint64_t> moleculesByName(const LibraryView& view, std::string_view name) {
  Finds finds(view);
  SqliteDatabase& database = view.database;
  const std::string normal = normalName(name);
  finds.addAll(
      database.query("SELECT molecule FROM names WHERE normal = ? ORDER BY molecule", normal));
  finds.addAll(database.query("SELECT id FROM molecules WHERE formula = ? ORDER BY id", name));
  addStructure(view, name, finds);
  if (beginsLikeInchiKey(name)) {
    finds.addAll(database.query(
        "SELECT id FROM molecules WHERE identity >= ? AND identity < ? ORDER BY identity", name,
        afterBeginning(name)));
  }
  if (beginsLikeFormula(name)) {
    finds.addAll(database.query(
        "SELECT id FROM molecules WHERE formula >= ? AND formula < ? ORDER BY formula, id", name,
        afterBeginning(name)));
  }
  if (normal.empty()) return finds.take();
  finds.addAll(database.query(
      "SELECT molecule FROM names WHERE normal >= ? AND normal < ? ORDER BY normal, kind, molecule",
      normal, afterBeginning(normal)));
  const std::string words = nameWordsQuery(name);
  if (!words.empty()) {
    finds.addAll(
        database.query("SELECT molecule FROM name_words JOIN names ON names.id = name_words.rowid "
                       "WHERE name_words MATCH ?",
                       words));
  }
  return finds.take();
}

Result<Conditions> conditionsOf(const LibraryView& view, const SearchQuery& query) {
  Conditions conditions;
  conditions.rows = view.molecules;
  const std::size_t rows = conditions.rows.rows();
  if (!query.name.empty()) {
    conditions.named = moleculesByName(view, query.name);
    RowSet named(rows);
    for (const std::uint64_t row : conditions.named) named.insert(row);
    conditions.rows.keepOnly(named);
  }
  if (!query.words.empty()) {
    if (auto found = findWords(view, query.words, conditions); !found) {
      return tl::unexpected(found.error());
    }
  }
  for (const PropertyRange& range : query.ranges) keepRange(view, range, conditions.rows);
  for (const std::string& tag : query.tags) {
    conditions.rows.keepOnly(rowsOfQuery(
        view.database.query("SELECT molecule FROM molecule_tags JOIN tags ON tags.id = tag "
                            "WHERE name = ?",
                            tag),
        rows));
  }
  return conditions;
}

}  // namespace molloquy::library
