#pragma once

#include <QLabel>

#include "widgets/theme/fonts.h"

namespace molloquy::theme {

/// Which text token a label is written in.
enum class Ink { Text, Text2, Text3 };

/// A label that stays in its text role and ink when the font or the palette changes.
class ThemedLabel : public QLabel {
  Q_OBJECT

 public:
  ThemedLabel(TextRole role, Ink ink, const QString& text, QWidget* parent = nullptr);

  /// One line that is shortened at its end where it does not fit, instead of asking for its width.
  void setElided(bool elided);
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void apply();

  TextRole m_role;
  Ink m_ink;
  bool m_elided = false;
};

}  // namespace molloquy::theme
