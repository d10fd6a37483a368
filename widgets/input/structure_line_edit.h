#pragma once

#include <optional>

#include <QLineEdit>
#include <QString>

namespace molloquy::widgets {

/// A frameless line edit that can underline a part of its text with a wave and that hands pasted
/// blocks of several lines over instead of flattening them.
class StructureLineEdit : public QLineEdit {
  Q_OBJECT
 public:
  explicit StructureLineEdit(QWidget* parent = nullptr);

  /// Underlines from a 1-based column to the end of the text; a column beyond the text underlines
  /// its last character; nullopt underlines all of it.
  void setErrorFrom(std::optional<int> column);
  void clearError();
  [[nodiscard]] bool hasError() const { return m_hasError; }
  /// Place of the wave, logical pixels; empty without an error.
  [[nodiscard]] QRect waveRect() const;

 Q_SIGNALS:
  void blockPasted(const QString& text);
  void focusChanged(bool focused);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  /// True when the clipboard held several lines and they were handed over.
  bool takePastedBlock();

  bool m_hasError = false;
  std::optional<int> m_errorColumn;
};

}  // namespace molloquy::widgets
