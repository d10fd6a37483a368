#include "widgets/frame/popover.h"

#include <QGuiApplication>
#include <QPainter>
#include <QScreen>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

Popover::Popover(QWidget* parent) : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint) {
  setFrameShape(QFrame::NoFrame);
}

void Popover::openBelow(const QRect& anchor) {
  adjustSize();
  const int gap = theme::scaled(4);
  QPoint corner(anchor.right() - width() + 1, anchor.bottom() + gap);
  const QScreen* screen = QGuiApplication::screenAt(anchor.center());
  if (screen == nullptr) screen = QGuiApplication::primaryScreen();
  if (screen != nullptr) {
    const QRect room = screen->availableGeometry();
    if (corner.y() + height() > room.bottom() && anchor.top() - gap - height() >= room.top())
      corner.setY(anchor.top() - gap - height());
    corner.setX(qBound(room.left(), corner.x(), qMax(room.left(), room.right() - width())));
    corner.setY(qBound(room.top(), corner.y(), qMax(room.top(), room.bottom() - height())));
  }
  move(corner);
  show();
}

void Popover::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  theme::painting::box(painter, rect(), 0, t.surface, t.lineStrong);
}

}  // namespace molloquy::widgets
