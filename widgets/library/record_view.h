#pragma once

#include <QListView>
#include <QString>

namespace molloquy::widgets {

/// The list of records. Says what it is for while it is empty; Enter chooses like a click does.
class RecordView : public QListView {
  Q_OBJECT
 public:
  explicit RecordView(QWidget* parent = nullptr);

  /// What stands in the empty list: one icon, one line, one hint.
  void setNote(const QString& icon, const QString& line, const QString& hint);

 Q_SIGNALS:
  void recordChosen(const QModelIndex& index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QString m_icon, m_line, m_hint;
};

}  // namespace molloquy::widgets
