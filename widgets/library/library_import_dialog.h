#pragma once

#include <QDialog>
#include <QHash>
#include <optional>

#include "widgets/library/library_types.h"

class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class ColumnMappingView;
class EditableChips;
class ImportProgressView;
class ImportReportView;

/// Brings files into a library: which ones, what the columns of a table mean, how it goes, and what
/// came of it. Window-modal. Closing it while an import runs stops nothing: the import goes on.
class LibraryImportDialog : public QDialog {
  Q_OBJECT

 public:
  explicit LibraryImportDialog(QWidget* parent = nullptr);

  /// Name of the library that takes the records.
  void setLibraryName(const QString& name);
  void setKnownTags(const QStringList& tags);
  /// Adds files and folders; each is asked about with previewRequested.
  void addPaths(const QStringList& paths);
  /// Answers to previewRequested.
  void setTable(const QString& path, const TableSample& sample);
  void setStructures(const QString& path, const QString& description);
  void setUnreadable(const QString& path, const QString& sentence);
  /// The import runs.
  void setProgress(const ImportState& state);
  void setResult(const ImportResult& result);
  void setFailure(const QString& sentence);

  [[nodiscard]] ImportRequest request() const;

 Q_SIGNALS:
  void previewRequested(const QString& path);
  void importRequested(const molloquy::widgets::ImportRequest& request);
  void stopRequested();
  /// The report is to be saved under a name that the person chooses.
  void saveRequested(const QString& name, const QByteArray& bytes);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Source {
    enum class State { Looking, Structures, Table, Unreadable } state = State::Looking;
    QString sentence;
    std::optional<TableSample> table;
  };
  QWidget* buildChoice();
  void chooseFiles();
  void chooseFolder();
  void removeCurrent();
  void start();
  void take(const QString& path, Source source);
  void showCurrent();
  void showReport();
  void tell();
  [[nodiscard]] QString whatIsMissing() const;

  QStackedWidget* m_pages;
  QListWidget* m_files;
  theme::ThemedLabel* m_says;
  ColumnMappingView* m_mapping;
  QLineEdit* m_credit;
  EditableChips* m_tags;
  ImportProgressView* m_progress;
  ImportReportView* m_report;
  QString m_library;
  QPushButton* m_save;
  QPushButton* m_close;
  QPushButton* m_start;
  QStringList m_paths;
  QHash<QString, Source> m_sources;
};

}  // namespace molloquy::widgets
