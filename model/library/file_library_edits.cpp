#include <fmt/format.h>

#include "model/library/file_library.h"
#include "model/library/library_schema.h"
#include "model/library/molecule_records.h"
#include "model/library/molecule_writer.h"
#include "model/library/name_forms.h"

namespace molloquy::library {
namespace {

tl::unexpected<Error> noSuchMolecule(MoleculeId id) {
  return fail(ErrorCode::NotFound,
              fmt::format("The library has no molecule {}: it may have been removed.", id.value));
}

/// The title is a name as well, so that it is found.
void setTitle(SqliteDatabase& database, MoleculeWriter& writer, MoleculeId id,
              const std::string& title) {
  database.execute("UPDATE molecules SET title = ? WHERE id = ?", title, id.value);
  database.execute("UPDATE names SET kind = ? WHERE molecule = ? AND kind = ?",
                   static_cast<int>(NameKind::Synonym), id.value,
                   static_cast<int>(NameKind::Title));
  const MoleculeName name{title, NameKind::Title};
  if (writer.addNames(id, std::span(&name, 1)) > 0) return;
  database.execute("UPDATE names SET kind = ? WHERE molecule = ? AND normal = ?",
                   static_cast<int>(NameKind::Title), id.value, normalName(title));
}

}  // namespace

Result<void> FileLibrary::change(MoleculeId id, const MoleculeChange& change) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Write);
  if (auto fresh = refresh(); !fresh) return fresh;
  if (!m_molecules.has(static_cast<std::uint64_t>(id.value))) return noSuchMolecule(id);
  MoleculeWriter writer(*m_database, m_nextText);
  if (change.title) setTitle(*m_database, writer, id, *change.title);
  if (change.notes) writer.setNotes(id, *change.notes);
  if (change.tags) writer.setTags(id, *change.tags);
  writer.addNames(id, change.addNames);
  for (const TextId text : change.removeTexts) {
    m_database->execute("DELETE FROM texts WHERE id = ? AND molecule = ? AND is_note = 0",
                        text.value, id.value);
  }
  writer.addTexts(id, change.addTexts);
  writer.markWhenKnown(id);
  setLibraryNumber(*m_database, kNextText, m_nextText);
  return finish(transaction, m_database->check());
}

Result<void> FileLibrary::remove(std::span<const MoleculeId> ids) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Write);
  for (const MoleculeId id : ids) {
    m_database->execute("DELETE FROM molecules WHERE id = ?", id.value);
  }
  return finish(transaction, m_database->check());
}

}  // namespace molloquy::library
