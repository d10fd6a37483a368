#pragma once

#include <QWidget>

#include "widgets/library/library_types.h"

class QListWidget;
class QProgressBar;
class QPushButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

/// How an import goes: which file, how far, how fast, and a button that stops it.
class ImportProgressView : public QWidget {
  Q_OBJECT

 public:
  explicit ImportProgressView(QWidget* parent);

  void start(const QString& library);
  void setState(const ImportState& state);
  [[nodiscard]] QString words() const;

 Q_SIGNALS:
  void stopRequested();

 private:
  theme::ThemedLabel* m_head;
  theme::ThemedLabel* m_file;
  QProgressBar* m_bar;
  theme::ThemedLabel* m_says;
  QPushButton* m_stop;
};

/// What came of an import, with the first problems.
class ImportReportView : public QWidget {
  Q_OBJECT

 public:
  explicit ImportReportView(QWidget* parent);

  void setResult(const ImportResult& result, const QString& library);
  void setFailure(const QString& sentence);
  /// The whole report as plain text.
  [[nodiscard]] QString asText() const;

 private:
  theme::ThemedLabel* m_head;
  theme::ThemedLabel* m_counts;
  theme::ThemedLabel* m_problemHead;
  QListWidget* m_problems;
};

}  // namespace molloquy::widgets
