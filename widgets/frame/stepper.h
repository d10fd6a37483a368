#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QToolButton;

namespace molloquy::widgets {

/// "< Conformer 1 of 12 >": a position among some, with a button at each side. Hidden where there
/// is nothing to step through is the caller's choice.
class Stepper : public QWidget {
  Q_OBJECT
 public:
  /// noun: "Conformer", "record", "match": shown as written and used in the accessible names.
  explicit Stepper(const QString& noun, QWidget* parent = nullptr);

  /// position 0-based; count 0 shows nothing but the noun. Does not emit.
  void setPosition(int position, int count);
  /// Another text for the present position, instead of "noun 1 of 12".
  void setText(const QString& text);
  [[nodiscard]] int position() const { return m_position; }
  [[nodiscard]] int count() const { return m_count; }
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void positionChosen(int position);

 private:
  void step(int by);

  QString m_noun;
  QToolButton* m_back;
  QLabel* m_label;
  QToolButton* m_forward;
  int m_position = 0;
  int m_count = 0;
};

}  // namespace molloquy::widgets
