#include <fmt/format.h>

#include "model/library/name_forms.h"
#include "model/library/postgres/batch_writer.h"
#include "model/library/postgres/server_library.h"
#include "model/library/postgres/server_records.h"

namespace molloquy::library {
namespace {

/// Keeps the first failure of statements that follow one another.
class Steps {
 public:
  explicit Steps(ServerConnection& connection) : m_connection(connection) {}
  void run(const std::string& sql, const SqlValues& values) {
    if (!m_result) return;
    if (auto done = m_connection.run(sql, values); !done) m_result = tl::unexpected(done.error());
  }
  template <class Work>
  void call(const Work& work) {
    if (!m_result) return;
    if (auto done = work(); !done) m_result = tl::unexpected(done.error());
  }
  [[nodiscard]] Result<void> result() const { return m_result; }

 private:
  ServerConnection& m_connection;
  Result<void> m_result;
};

/// The title is a name as well, so that it is found.
void setTitle(Steps& steps, BatchWriter& writer, MoleculeId id, const std::string& title) {
  SqlValues values;
  const std::string molecule = values.add(id.value);
  steps.run("UPDATE molloquy.molecules SET title = " + values.add(std::string_view(title)) +
                " WHERE id = " + molecule,
            values);
  SqlValues kinds;
  const std::string synonym = kinds.add(static_cast<std::int64_t>(NameKind::Synonym));
  const std::string was = kinds.add(static_cast<std::int64_t>(NameKind::Title));
  steps.run("UPDATE molloquy.names SET kind = " + synonym + " WHERE kind = " + was +
                " AND molecule = " + kinds.add(id.value),
            kinds);
  const MoleculeName name{title, NameKind::Title};
  writer.addNames(0, id, std::span(&name, 1));
  Joined joined;
  steps.call([&] { return writer.write(std::span(&joined, 1)); });
  if (joined.names > 0) return;
  SqlValues again;
  const std::string kind = again.add(static_cast<std::int64_t>(NameKind::Title));
  const std::string normal = again.add(std::string_view(normalName(title)));
  steps.run("UPDATE molloquy.names SET kind = " + kind + " WHERE md5(normal) = md5(" + normal +
                ") AND molecule = " + again.add(id.value),
            again);
}

void removeTexts(Steps& steps, MoleculeId id, std::span<const TextId> texts) {
  if (texts.empty()) return;
  SqlValues values;
  const std::string molecule = values.add(id.value);
  steps.run("DELETE FROM molloquy.texts WHERE NOT is_note AND molecule = " + molecule +
                " AND id = ANY(" + values.addNumbers(numbersOf(texts)) + ")",
            values);
}

void clearTags(Steps& steps, MoleculeId id) {
  SqlValues values;
  steps.run("DELETE FROM molloquy.molecule_tags WHERE molecule = " + values.add(id.value), values);
}

}  // namespace

Result<void> ServerLibrary::change(MoleculeId id, const MoleculeChange& change) {
  auto transaction = ServerTransaction::begin(*m_connection, ServerTransaction::Kind::Write);
  if (!transaction) return tl::unexpected(transaction.error());
  auto counters = lockCounters(*m_connection);
  if (!counters) return tl::unexpected(counters.error());
  SqlValues values;
  const auto there = m_connection->run(
      "SELECT 1 FROM molloquy.molecules WHERE id = " + values.add(id.value), values);
  if (!there) return tl::unexpected(there.error());
  if (there->size() == 0) {
    return fail(ErrorCode::NotFound,
                fmt::format("The library has no molecule {}: it may have been removed.", id.value));
  }
  Steps steps(*m_connection);
  BatchWriter writer(*m_connection, *counters);
  if (change.title) setTitle(steps, writer, id, *change.title);
  if (change.notes) steps.call([&] { return writer.setNotes(id, *change.notes); });
  if (change.tags) {
    clearTags(steps, id);
    writer.addTags(0, id, *change.tags);
  }
  removeTexts(steps, id, change.removeTexts);
  writer.addNames(0, id, change.addNames);
  writer.addTexts(0, id, change.addTexts);
  Joined joined;
  steps.call([&] { return writer.write(std::span(&joined, 1)); });
  steps.call([&] { return writer.markKnown(std::span(&id.value, 1)); });
  steps.call([&] { return keepCounters(*m_connection, *counters); });
  if (!steps.result()) return steps.result();
  return transaction->commit();
}

Result<void> ServerLibrary::remove(std::span<const MoleculeId> ids) {
  auto transaction = ServerTransaction::begin(*m_connection, ServerTransaction::Kind::Write);
  if (!transaction) return tl::unexpected(transaction.error());
  auto counters = lockCounters(*m_connection);
  if (!counters) return tl::unexpected(counters.error());
  SqlValues values;
  const auto gone = m_connection->run(
      "DELETE FROM molloquy.molecules WHERE id = ANY(" + values.addNumbers(numbersOf(ids)) + ")",
      values);
  if (!gone) return tl::unexpected(gone.error());
  counters->molecules -= static_cast<std::int64_t>(gone->changed());
  if (auto kept = keepCounters(*m_connection, *counters); !kept) return kept;
  return transaction->commit();
}

}  // namespace molloquy::library
