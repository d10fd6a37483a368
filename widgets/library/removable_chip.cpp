#include "widgets/library/removable_chip.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kWidest = 220;

}  // namespace

RemovableChip::RemovableChip(const QString& text, const QString& noun, QWidget* parent)
    : QWidget(parent), m_text(text) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("%1 %2; Delete removes it").arg(noun, text));
  setToolTip(tr("%1 (Delete removes it)").arg(text));
}

QSize RemovableChip::sizeHint() const {
  const QFontMetrics metrics(theme::font(theme::TextRole::Secondary));
  const int words = metrics.horizontalAdvance(m_text) + theme::scaled(8 + 22);
  return {qMin(words, theme::scaled(kWidest)), theme::scaled(24)};
}

QRect RemovableChip::crossPlace() const {
  const int side = theme::scaled(18);
  return {width() - side - theme::scaled(3), (height() - side) / 2, side, side};
}

void RemovableChip::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && crossPlace().contains(event->pos())) {
    Q_EMIT removeRequested();
    return;
  }
  setFocus(Qt::MouseFocusReason);
}

void RemovableChip::mouseMoveEvent(QMouseEvent* event) {
  const bool over = crossPlace().contains(event->pos());
  if (over == m_overCross) return;
  m_overCross = over;
  update();
}

void RemovableChip::leaveEvent(QEvent*) {
  m_overCross = false;
  update();
}

void RemovableChip::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
    Q_EMIT removeRequested();
    return;
  }
  QWidget::keyPressEvent(event);
}

void RemovableChip::focusInEvent(QFocusEvent*) { update(); }
void RemovableChip::focusOutEvent(QFocusEvent*) { update(); }

void RemovableChip::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  theme::painting::box(painter, rect(), theme::painting::kRadiusChip, t.surface, t.line);
  if (hasFocus())
    theme::painting::focusRing(painter, rect(), theme::painting::kRadiusChip, t.accent);
  const QRect cross = crossPlace();
  painter.setFont(theme::font(theme::TextRole::Secondary));
  painter.setPen(t.text);
  const QRect words(theme::scaled(8), 0, cross.left() - theme::scaled(8), height());
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   painter.fontMetrics().elidedText(m_text, Qt::ElideRight, words.width()));
  if (m_overCross) theme::painting::box(painter, cross, theme::painting::kRadiusTag, t.hover, {});
  const int side = theme::scaled(12);
  painter.setRenderHint(QPainter::Antialiasing);
  theme::paintIcon(painter,
                   QRectF(cross.center().x() + 0.5 - side / 2.0,
                          cross.center().y() + 0.5 - side / 2.0, side, side),
                   QStringLiteral("close"), m_overCross ? t.text : t.text2);
}

}  // namespace molloquy::widgets
