#include "app/controllers/records_controller.h"

#include <algorithm>
#include <utility>

namespace molloquy::app {
namespace fs = std::filesystem;

RecordsController::RecordsController(widgets::RecordListModel& library,
                                     widgets::RecordListModel& session, RequestIds& ids,
                                     QObject* parent)
    : QObject(parent), m_library(library), m_session(session), m_ids(ids) {}

void RecordsController::loadExamples(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const fs::directory_entry& file : fs::directory_iterator(folder, error)) {
    if (file.path().extension() == ".sdf") files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const RequestId id = m_ids.next();
    m_reading.insert(id.value,
                     QStringLiteral("example/") + QString::fromStdString(file.stem().string()));
    Q_EMIT readRequested({id, file, {}});
  }
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

void RecordsController::onStructuresRead(const StructuresRead& message) {
  const auto reading = m_reading.constFind(message.id.value);
  if (reading == m_reading.constEnd()) return;
  const QString prefix = *reading;
  m_reading.erase(reading);
  add(m_library, prefix, message.file, message.summaries);
  Q_EMIT libraryChanged();
}

void RecordsController::onFailed(const RequestFailed& message) {
  m_reading.remove(message.id.value);
}

}  // namespace molloquy::app
