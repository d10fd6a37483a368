#include "app/controllers/records_controller.h"

#include <utility>

#include "app/controllers/library_records.h"

namespace molloquy::app {

RecordsController::RecordsController(widgets::RecordListModel& library,
                                     widgets::RecordListModel& session, QObject* parent)
    : QObject(parent), m_library(library), m_session(session) {}

void RecordsController::showLibrary(const std::vector<library::LibraryRow>& rows) {
  std::vector<widgets::Record> records;
  m_smiles.clear();
  for (const library::LibraryRow& row : rows) {
    records.push_back(recordOf(row, kLibraryPrefix));
    m_smiles.insert(records.back().key, row.smiles);
  }
  m_library.setRecords(std::move(records));
  Q_EMIT libraryChanged();
}

void RecordsController::forgetLibrary() {
  m_entries.removeIf([](const auto& entry) { return entry.key().startsWith(kLibraryPrefix); });
  m_library.dropThumbnails();
}

void RecordsController::remember(const QString& key,
                                 std::shared_ptr<const chem::StructureFile> file) {
  m_entries.insert(key, Entry{std::move(file), 0});
}

std::optional<library::MoleculeId> RecordsController::moleculeOf(const QString& key) const {
  if (!key.startsWith(kLibraryPrefix)) return std::nullopt;
  return library::MoleculeId(key.mid(kLibraryPrefix.size()).toLongLong());
}

std::string RecordsController::smilesOf(const QString& key) const { return m_smiles.value(key); }

QString RecordsController::keyOfTitle(const QString& title) const {
  for (const widgets::Record& record : m_library.records()) {
    if (record.title == title) return record.key;
  }
  return {};
}

void RecordsController::addToSession(const std::shared_ptr<const chem::StructureFile>& file,
                                     const std::vector<RecordSummary>& summaries) {
  add(m_session, QStringLiteral("opened/%1").arg(++m_opened), file, summaries);
}

void RecordsController::add(widgets::RecordListModel& list, const QString& prefix,
                            const std::shared_ptr<const chem::StructureFile>& file,
                            const std::vector<RecordSummary>& summaries) {
  std::vector<widgets::Record> records;
  records.reserve(file->records.size());
  for (std::size_t i = 0; i < file->records.size(); ++i) {
    widgets::Record record;
    record.key = file->records.size() == 1 ? prefix : QStringLiteral("%1/%2").arg(prefix).arg(i);
    record.title = recordTitle(*file, static_cast<int>(i));
    record.formula = summaries[i].formula;
    record.mass = summaries[i].averageMass;
    for (const auto& [name, value] : file->records[i].properties) {
      record.properties.emplace_back(QString::fromStdString(name), QString::fromStdString(value));
    }
    m_entries.insert(record.key, Entry{file, static_cast<int>(i)});
    records.push_back(std::move(record));
  }
  list.append(std::move(records));
}

const RecordsController::Entry* RecordsController::entry(const QString& key) const {
  const auto found = m_entries.constFind(key);
  return found == m_entries.constEnd() ? nullptr : &found.value();
}

QString RecordsController::keyOf(const StructureSnapshot& snapshot) const {
  for (auto entry = m_entries.constBegin(); entry != m_entries.constEnd(); ++entry) {
    if (entry->file == snapshot.file && entry->record == snapshot.record) return entry.key();
  }
  return {};
}

}  // namespace molloquy::app
