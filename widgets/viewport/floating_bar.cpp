#include "widgets/viewport/floating_bar.h"

#include <QBoxLayout>
#include <QEnterEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

namespace {

constexpr double kBarRadius = 8;
constexpr double kButtonRadius = 6;
constexpr int kPadding = 6;
constexpr int kGap = 2;
constexpr int kIconSize = 20;

/// A 1 px separator across the bar.
class Separator : public QWidget {
 public:
  Separator(Qt::Orientation barOrientation, QWidget* parent)
      : QWidget(parent), m_horizontalBar(barOrientation == Qt::Horizontal) {
    m_horizontalBar ? setFixedWidth(9) : setFixedHeight(9);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const QColor line = theme::tokensFor(palette()).line;
    if (m_horizontalBar) {
      painter.fillRect(QRect(4, 3, 1, height() - 6), line);
    } else {
      painter.fillRect(QRect(3, 4, width() - 6, 1), line);
    }
  }

 private:
  bool m_horizontalBar;
};

}  // namespace

BarButton::BarButton(const QString& iconName, const QString& words, QWidget* parent)
    : QAbstractButton(parent), m_iconName(iconName) {
  setToolTip(words);
  setAccessibleName(words);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::ArrowCursor);
  setFixedSize(sizeHint());
}

void BarButton::setIconName(const QString& iconName) {
  m_iconName = iconName;
  update();
}

QSize BarButton::sizeHint() const { return {theme::scaled(28), theme::scaled(30)}; }

void BarButton::enterEvent(QEnterEvent* event) {
  QAbstractButton::enterEvent(event);
  update();
}

void BarButton::leaveEvent(QEvent* event) {
  QAbstractButton::leaveEvent(event);
  update();
}

void BarButton::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const bool filled = isChecked() || isDown();
  if (filled || (underMouse() && isEnabled())) {
    painter.setBrush(filled ? tokens.selected : tokens.hover);
    painter.drawRoundedRect(rect(), kButtonRadius, kButtonRadius);
  }
  if (hasFocus()) {
    painter.setPen(QPen(tokens.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kButtonRadius, kButtonRadius);
  }
  const QColor colour = !isEnabled()   ? tokens.text3
                        : isChecked()  ? tokens.accent
                        : underMouse() ? tokens.text
                                       : tokens.text2;
  const int size = theme::scaled(kIconSize);
  theme::paintIcon(painter, QRectF((width() - size) / 2, (height() - size) / 2, size, size),
                   m_iconName, colour);
}

FloatingBar::FloatingBar(Qt::Orientation orientation, QWidget* parent)
    : QWidget(parent),
      m_orientation(orientation),
      m_layout(new QBoxLayout(
          orientation == Qt::Horizontal ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom,
          this)) {
  m_layout->setContentsMargins(kPadding, kPadding, kPadding, kPadding);
  m_layout->setSpacing(kGap);
  m_layout->setSizeConstraint(QLayout::SetFixedSize);
  setCursor(Qt::ArrowCursor);
}

BarButton* FloatingBar::addButton(const QString& iconName, const QString& words) {
  auto* button = new BarButton(iconName, words, this);
  m_layout->addWidget(button);
  return button;
}

void FloatingBar::addSeparator() { m_layout->addWidget(new Separator(m_orientation, this)); }

void FloatingBar::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kBarRadius, kBarRadius);
}

void FloatingBar::mousePressEvent(QMouseEvent* event) { event->accept(); }
void FloatingBar::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }
void FloatingBar::mouseDoubleClickEvent(QMouseEvent* event) { event->accept(); }
void FloatingBar::wheelEvent(QWheelEvent* event) { event->accept(); }

}  // namespace molloquy::widgets
