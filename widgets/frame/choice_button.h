#pragma once

#include <QToolButton>

namespace molloquy::widgets {

/// A button that opens a menu of choices and shows the present one: words and chevron in a box, or,
/// folded, its icon alone.
class ChoiceButton : public QToolButton {
  Q_OBJECT
 public:
  /// icon: of the folded button. noun: "Representation", for the accessible name and tooltip.
  ChoiceButton(const QString& icon, const QString& noun, QWidget* parent);

  void setChoice(const QString& words);
  [[nodiscard]] QString choice() const { return m_choice; }
  void setFolded(bool folded);
  [[nodiscard]] int wideWidth() const;

  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_icon;
  QString m_noun;
  QString m_choice;
  bool m_folded = false;
};

}  // namespace molloquy::widgets
