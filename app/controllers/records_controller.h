#pragma once

#include <QHash>
#include <QObject>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/controllers/inspector_controller.h"
#include "app/document/molecule_document.h"
#include "app/workers/messages.h"
#include "model/library/library_types.h"
#include "widgets/library/record_list_model.h"

namespace molloquy::app {

/// Keys of the library list begin with it; the molecule's number follows.
inline const QString kLibraryPrefix = QStringLiteral("library/");

/// Most records whose texts are made for a drag or the clipboard.
inline constexpr qsizetype kDraggedRecords = 100;

/// The two lists at the left: rows of the open library, and everything that was opened since the
/// start.
class RecordsController : public QObject {
  Q_OBJECT

 public:
  RecordsController(widgets::RecordListModel& library, widgets::RecordListModel& session,
                    QObject* parent = nullptr);

  /// What the library list shows: rows of the open library.
  void showLibrary(const std::vector<library::LibraryRow>& rows);
  /// Another library is open: keys of the former one mean nothing any more.
  void forgetLibrary();
  /// The structure of a library's row, once it was read.
  void remember(const QString& key, std::shared_ptr<const chem::StructureFile> file);
  /// The molecule that a key of the library list stands for.
  [[nodiscard]] std::optional<library::MoleculeId> moleculeOf(const QString& key) const;
  /// The SMILES of a row that was not read; empty for other keys.
  [[nodiscard]] std::string smilesOf(const QString& key) const;
  /// The row of the library list with this title; empty when there is none.
  [[nodiscard]] QString keyOfTitle(const QString& title) const;
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

 Q_SIGNALS:
  void libraryChanged();

 private:
  void add(widgets::RecordListModel& list, const QString& prefix,
           const std::shared_ptr<const chem::StructureFile>& file,
           const std::vector<RecordSummary>& summaries);

  widgets::RecordListModel& m_library;
  widgets::RecordListModel& m_session;
  QHash<QString, Entry> m_entries;
  QHash<QString, std::string> m_smiles;  ///< of the library's rows, by key.
  int m_opened = 0;
};

}  // namespace molloquy::app
