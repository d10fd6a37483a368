#pragma once

#include <QStringList>
#include <QWidget>

class QListView;
class QToolButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class EditHistoryModel;

/// The steps of a document, the last one first; a click goes to the state after that step. Steps
/// that were undone stay in the list, dimmed, until another edit drops them.
class EditHistoryView : public QWidget {
  Q_OBJECT
 public:
  explicit EditHistoryView(QWidget* parent = nullptr);

  /// titles: every step, the first one first. current: how many of them are in effect, 0..size.
  void setHistory(const QStringList& titles, int current);
  [[nodiscard]] int stepCount() const;
  [[nodiscard]] int current() const;

 Q_SIGNALS:
  /// Go to the state in which `step` steps are in effect; 0 = as it was opened.
  void stepChosen(int step);
  void undoRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void choose(int row);

  theme::ThemedLabel* m_title;
  QToolButton* m_undo;
  QListView* m_list;
  EditHistoryModel* m_model;
};

}  // namespace molloquy::widgets
