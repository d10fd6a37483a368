#pragma once

#include <QHash>
#include <QObject>
#include <filesystem>
#include <memory>

#include "app/controllers/inspector_controller.h"
#include "app/controllers/request_ids.h"
#include "app/document/molecule_document.h"
#include "app/workers/messages.h"
#include "widgets/library/record_list_model.h"

namespace molloquy::app {

/// The two lists at the left: the molecules that come with the program, and everything that was
/// opened since the start.
class RecordsController : public QObject {
  Q_OBJECT

 public:
  RecordsController(widgets::RecordListModel& library, widgets::RecordListModel& session,
                    RequestIds& ids, QObject* parent = nullptr);

  /// Reads every SDF file of the folder into the library list.
  void loadExamples(const std::filesystem::path& folder);
  void addToSession(const std::shared_ptr<const chem::StructureFile>& file,
                    const std::vector<RecordSummary>& summaries);

  struct Entry {
    std::shared_ptr<const chem::StructureFile> file;
    int record = 0;
  };
  /// nullptr when there is no such record.
  [[nodiscard]] const Entry* entry(const QString& key) const;
  /// Key of what is on the bench, or empty.
  [[nodiscard]] QString keyOf(const StructureSnapshot& snapshot) const;

 public Q_SLOTS:
  void onStructuresRead(const StructuresRead& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void readRequested(const ReadRequest& request);
  void libraryChanged();

 private:
  void add(widgets::RecordListModel& list, const QString& prefix,
           const std::shared_ptr<const chem::StructureFile>& file,
           const std::vector<RecordSummary>& summaries);

  widgets::RecordListModel& m_library;
  widgets::RecordListModel& m_session;
  RequestIds& m_ids;
  QHash<QString, Entry> m_entries;
  QHash<quint64, QString> m_reading;  ///< request id -> key prefix of an example file.
  int m_opened = 0;
};

}  // namespace molloquy::app
