#pragma once

#include <QDialog>
#include <optional>

#include "widgets/models/model_types.h"

class QListView;
class QProgressBar;
class QPushButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class ModelDetailPane;
class ModelListModel;
class RecordView;

/// The models of this computer: a list at the left, the chosen one at the right, long work at the
/// foot. It stays open beside the conversation. Values in, intents out.
class ModelManager : public QDialog {
  Q_OBJECT

 public:
  explicit ModelManager(QWidget* parent = nullptr);

  /// The chosen row stays chosen while it is there.
  void setRows(std::vector<ModelRow> rows);
  /// While the folders are being read.
  void setSearching(bool searching);
  /// Chooses a row; nothing when there is none of that folder.
  void select(const QString& folder);
  [[nodiscard]] QString selectedFolder() const;
  /// nullopt = nothing is going on.
  void setJob(const std::optional<ModelJob>& job);

  [[nodiscard]] ModelDetailPane& detail() { return *m_detail; }
  [[nodiscard]] QListView& list();
  [[nodiscard]] QPushButton& cancelButton() { return *m_cancel; }

 Q_SIGNALS:
  void modelSelected(const QString& folder);
  /// Enter or a double click: load it as it is set.
  void modelActivated(const QString& folder);
  void addFolderRequested();
  void foldersDropped(const QStringList& folders);
  void assembleRequested();
  void refreshRequested();
  void cancelRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QWidget* buildList();
  QWidget* buildFoot();

  ModelListModel* m_rows;
  RecordView* m_view;
  ModelDetailPane* m_detail;
  QWidget* m_left;
  QWidget* m_foot;
  QWidget* m_job;
  theme::ThemedLabel* m_words;
  QProgressBar* m_progress;
  QPushButton* m_cancel;
  bool m_searching = false;
  bool m_exchanging = false;
};

}  // namespace molloquy::widgets
