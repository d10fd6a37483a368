#include "widgets/theme/themed_label.h"

#include <QEvent>

#include "widgets/theme/tokens.h"

namespace molloquy::theme {

ThemedLabel::ThemedLabel(TextRole role, Ink ink, const QString& text, QWidget* parent)
    : QLabel(text, parent), m_role(role), m_ink(ink) {
  setTextFormat(Qt::PlainText);
  apply();
}

void ThemedLabel::apply() {
  if (const QFont wanted = theme::font(m_role); font() != wanted) setFont(wanted);
  const Tokens& t = tokensFor(palette());
  const QColor colour = m_ink == Ink::Text ? t.text : m_ink == Ink::Text2 ? t.text2 : t.text3;
  if (palette().color(QPalette::Active, QPalette::WindowText) == colour) return;
  QPalette own = palette();
  own.setColor(QPalette::Active, QPalette::WindowText, colour);
  own.setColor(QPalette::Inactive, QPalette::WindowText, colour);
  setPalette(own);
}

void ThemedLabel::changeEvent(QEvent* event) {
  QLabel::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange ||
      event->type() == QEvent::StyleChange) {
    apply();
  }
}

}  // namespace molloquy::theme
