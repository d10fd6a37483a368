#pragma once

#include <QPlainTextEdit>

namespace molloquy::widgets {

/// The text of a question: grows from one to eight lines, then scrolls. Enter submits, Shift+Enter
/// starts a line, Up in an empty box asks for the last question. While an input method composes,
/// Enter belongs to it.
class PromptEdit : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit PromptEdit(QWidget* parent = nullptr);

  /// What stands in the empty box; the box grows when the words need more than a line.
  void setHint(const QString& hint);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void submitted();
  void escapePressed();
  void lastQuestionWanted();
  void focusChanged();

 protected:
  /// Neighbour cards belong to the box around the text.
  [[nodiscard]] bool canInsertFromMimeData(const QMimeData* source) const override;
  void keyPressEvent(QKeyEvent* event) override;
  void inputMethodEvent(QInputMethodEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] int heightOfLines(int lines) const;
  void fitHeight();

  bool m_composing = false;
};

}  // namespace molloquy::widgets
