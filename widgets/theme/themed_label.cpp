#include "widgets/theme/themed_label.h"

#include <QEvent>
#include <QPainter>

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

void ThemedLabel::setElided(bool elided) {
  m_elided = elided;
  updateGeometry();
  update();
}

QSize ThemedLabel::minimumSizeHint() const {
  return m_elided ? QSize(0, QLabel::minimumSizeHint().height()) : QLabel::minimumSizeHint();
}

void ThemedLabel::paintEvent(QPaintEvent* event) {
  if (!m_elided) {
    QLabel::paintEvent(event);
    return;
  }
  QPainter painter(this);
  painter.setPen(palette().color(QPalette::WindowText));
  painter.drawText(rect(), static_cast<int>(alignment()) | Qt::TextSingleLine,
                   fontMetrics().elidedText(text(), Qt::ElideRight, width()));
}

void ThemedLabel::changeEvent(QEvent* event) {
  QLabel::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange ||
      event->type() == QEvent::StyleChange) {
    apply();
  }
}

}  // namespace molloquy::theme
