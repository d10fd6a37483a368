#pragma once

#include <QListView>
#include <QString>

namespace molloquy::widgets {

/// The list of records. Says what it is for while it is empty; Enter chooses like a click does.
/// Ctrl and Shift select several, which can be dragged out together.
class RecordView : public QListView {
  Q_OBJECT
 public:
  explicit RecordView(QWidget* parent = nullptr);

  /// What stands in the empty list: one icon, one line, one hint.
  void setNote(const QString& icon, const QString& line, const QString& hint);

 Q_SIGNALS:
  /// Clicked without a modifier, or Enter.
  void recordChosen(const QModelIndex& index);
  /// Ctrl+C.
  void copyRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void startDrag(Qt::DropActions actions) override;

 private:
  QString m_icon, m_line, m_hint;
  Qt::KeyboardModifiers m_modifiers;  ///< of the click that ends.
};

}  // namespace molloquy::widgets
